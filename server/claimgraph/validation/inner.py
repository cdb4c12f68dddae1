"""What shapes within shapes ask, in words where it is simple, else where they stand."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import FIRST, SH, TYPE, Node, Term, named, sh
from claimgraph.shacl.exact import meant
from claimgraph.shacl.graph import Graph
from claimgraph.shacl.paths import read
from claimgraph.validation.naming import Names

MESSAGES = tomllib.loads(
    files("claimgraph.validation").joinpath("messages.toml").read_text("utf-8")
)
_ASKED, _WORDS = MESSAGES["inner"], MESSAGES["words"]
#: The parameters whose values are shapes.
_OF_SHAPES = ("and", "node", "not", "or", "property", "qualifiedValueShape", "xone")
#: What else a shape may say that asks nothing.
_BESIDE = {
    TYPE,
    named("rdfs:label"),
    *map(sh, ("description", "message", "name", "order", "path", "severity")),
}
#: How many members of a list are named, how many things that a shape asks, how deep.
_SAMPLE, _SIMPLE, _DEEPEST = 8, 3, 3
#: How many signs of a term.
_LONGEST = 100


def cut(text: str) -> str:
    """The beginning of what is too long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@dataclass(frozen=True)
class Inner:
    """Says in one *language* what parameters of *shapes* have as values."""

    shapes: Graph
    names: Names
    language: str

    def listed(self, values: Sequence[Term], parameter: str, deep: int = 0) -> str:
        """Name the *values* of a *parameter*, or the members of what is a list."""
        return ", ".join(self._value(each, parameter, deep) for each in values)

    def _value(self, value: Term, parameter: str, deep: int) -> str:
        if isinstance(value, Literal) or not self.shapes.has(value, FIRST):
            return self._member(value, parameter, deep)
        members = self.shapes.members(value)
        some = [self._member(each, parameter, deep) for each in members[:_SAMPLE]]
        return ", ".join([*some, *(["..."] if len(members) > _SAMPLE else [])])

    def _member(self, value: Term, parameter: str, deep: int) -> str:
        if parameter in _OF_SHAPES and not isinstance(value, NamedNode | Literal):
            return self.shape(value, deep)
        return cut(self.names.short(meant(value)))

    def shape(self, node: Node, deep: int = 0) -> str:
        """What the shape at *node* is called, asks, or where it stands."""
        said = self._called(node) or self._asked(node, deep)
        if not said:
            return self._standing(node)
        quoted = str(_WORDS["quoted"][self.language]).format(said)
        return said if deep or " " not in said else quoted

    def _called(self, node: Node) -> str:
        for predicate in (sh("name"), named("rdfs:label")):
            texts = self.shapes.literals(node, predicate)
            said = {each.language or "": each.value for each in texts}
            if said:
                return said.get(self.language) or said.get("en") or min(said.values())
        return ""

    def _asked(self, node: Node, deep: int) -> str:
        """In words, if it is simple."""
        parts = list(self._parts(node, deep)) if deep < _DEEPEST else []
        if not 0 < len(parts) <= _SIMPLE or not self._is_known(node):
            return ""
        asked = _WORDS["and"][self.language].join(parts)
        paths = [
            str(read(self.shapes, p)) for p in self.shapes.values(node, sh("path"))
        ]
        return " ".join([*map(self.names.readable, paths), asked])

    def _parts(self, node: Node, deep: int) -> Iterator[str]:
        for parameter, said in _ASKED.items():
            for value in self.shapes.values(node, sh(parameter)):
                told = self.listed([value], parameter, deep + 1)
                yield said[self.language].format(told)

    def _is_known(self, node: Node) -> bool:
        """Whether all that it says has words."""
        found = self.shapes.store.quads_for_pattern(node, None, None)
        predicates = {quad.predicate for quad in found} - _BESIDE
        return {p.value.removeprefix(SH) for p in predicates} <= set(_ASKED)

    def _standing(self, node: Node) -> str:
        label = self.names.short(node)
        if label.startswith("["):
            place = label.strip("[]")
            return str(_WORDS["shape-at"][self.language]).format(place=place)
        return label
