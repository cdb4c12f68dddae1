"""A result becomes a finding: its messages by language, their variables filled in."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from claimgraph.findings import Finding
from claimgraph.shacl import Result
from claimgraph.shacl.exact import meant
from claimgraph.shacl.graph import Graph, Node, Term
from claimgraph.shacl.vocabulary import FIRST, SHACL, sh
from claimgraph.validation.naming import Names

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_PARAMETER = re.compile(r"\{(\w+?)_?\}")
_LANGUAGES = ("en", "fr")
_MESSAGES = tomllib.loads(
    files("claimgraph.validation").joinpath("messages.toml").read_text("utf-8")
)
#: Words that messages share.
_WORDS = _MESSAGES["words"]
#: How many members of a list a message names.
_SAMPLE = 8
#: How many signs of a term.
_LONGEST = 100


def in_words(key: str, language: str) -> str:
    """What `messages.toml` has in *language*, or in English, among its words."""
    said: dict[str, str] = _WORDS[key]
    return said.get(language, said["en"])


def finding(result: Result, node: Term, shapes: Graph, names: Names) -> Finding:
    """Say *result* as a finding about *node*, which has no place yet."""
    wording = _Wording(result, shapes, names)
    return Finding(
        severity=_severity(result.severity),
        constraint=name(result.constraint or result.shape),
        shape=name(result.shape),
        component=result.component.value,
        focus=str(result.focus),
        node=str(node),
        path=result.path,
        value="" if result.value is None else str(result.value),
        messages=tuple(wording.messages()),
        place=None,
    )


def name(node: Node) -> str:
    """The IRI of *node* without brackets, or its label."""
    return node.value if isinstance(node, NamedNode) else str(node)


def _severity(severity: NamedNode) -> str:
    known = severity.value.removeprefix(SHACL)
    return known if known in ("Violation", "Warning", "Info") else severity.value


@dataclass(frozen=True)
class _Wording:
    """What is said of one result, its terms written by *names*."""

    result: Result
    shapes: Graph
    names: Names

    def messages(self) -> list[tuple[str, str]]:
        """The shapes' own, or pySHACL's, or else ours."""
        own, given = sorted(self._own()), self.result.messages
        if given and any(_VARIABLE.search(text) for _, text in own or [("", "{?}")]):
            return sorted((m.language or "", m.value) for m in given)
        return own or [(each, self._ours(each)) for each in _LANGUAGES]

    def _own(self) -> Iterator[tuple[str, str]]:
        said = self.result.bindings.get("message")
        for template in [said] if isinstance(said, Literal) else self._templates():
            filled = _VARIABLE.sub(self._bound, template.value)
            yield template.language or "", filled

    def _templates(self) -> list[Literal]:
        result = self.result
        for speaker in result.speakers or (result.constraint or result.shape,):
            if found := self.shapes.literals(speaker, sh("message")):
                return found
        return []

    def _bound(self, variable: re.Match[str]) -> str:
        """What stands for a variable (section 5.3.2): of a literal, its text."""
        term = self._terms.get(variable[1])
        if isinstance(term, Literal):
            return _cut(term.value)
        if term is None and variable[1] in ("path", "PATH"):
            return self.names.readable(self.result.path)
        return self._short(term) if term else variable[0]

    @cached_property
    def _terms(self) -> dict[str, Term]:
        """What the variables of messages stand for."""
        known = {"this": self.result.focus, "value": self.result.value}
        known |= dict(self.result.bindings)
        return {key: term for key, term in known.items() if term is not None}

    def _short(self, term: Term) -> str:
        return _cut(self.names.short(meant(term)))

    def _ours(self, language: str) -> str:
        component = self.result.component.value.removeprefix(SHACL)
        template = _MESSAGES.get(component, _MESSAGES["other"])[language]
        what = _WORDS["value" if self.result.path else "node"][language]
        text = template.replace("{what}", what)
        return _PARAMETER.sub(lambda match: self._told(match, language), text)

    def _told(self, match: re.Match[str], language: str) -> str:
        told = {**self._parts, "{path}": self._path or _WORDS["itself"][language]}
        return told.get(match[0]) or self._parameter(match[1])

    @cached_property
    def _path(self) -> str:
        return self.names.readable(self.result.path)

    @cached_property
    def _parts(self) -> dict[str, str]:
        result = self.result
        return {
            "{node}": self._short(result.focus),
            "{value}": self._short(result.value or result.focus),
            "{shape}": self._short(result.shape),
        }

    def _parameter(self, parameter: str) -> str:
        values = self.shapes.values(self.result.shape, sh(parameter))
        return ", ".join(map(self._listed, values)) or f"sh:{parameter}"

    def _listed(self, value: Term) -> str:
        if isinstance(value, Literal) or not self.shapes.has(value, FIRST):
            return self._short(value)
        members = [self._short(each) for each in self.shapes.members(value)]
        rest = ["..."] if len(members) > _SAMPLE else []
        return ", ".join([*members[:_SAMPLE], *rest])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
