"""The rules: one pitfall a file, what is wrong and what to do in its header."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from claimgraph.graphs import Node, Object
from claimgraph.meaning.names import Names
from claimgraph.namespaces import BASE, PREFIXES

_Told = Mapping[str, Object | None]

#: What the rules may write without a PREFIX line, beside what queries may.
NAMES = PREFIXES | {
    "bibo": "http://purl.org/ontology/bibo/",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "lint": "urn:claimgraph:lint:",
    "vann": "http://purl.org/vocab/vann/",
}
#: Every key that a header may have, and what it says.
HEADER_KEYS = {
    "severity": "Violation, Warning or Info",
    "pitfall": "what others call it",
    "en": "what is wrong and, after a colon, what to do, with {?variables}; "
    "what stands between [brackets] is left out where its variable has no value",
    "fr": "the same in French",
}

_FOLDER = Path(__file__).parent / "rules"
_HEADER = re.compile(r"^#\+ (?P<key>[a-z]+): *(?P<value>.*)$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\?(\w+)\}")
_OPTIONAL = re.compile(r"\[([^][]*\{\?(\w+)\}[^][]*)\]")


@dataclass(frozen=True)
class Hit:
    """What a rule found: about which node, by which property and value if any."""

    node: Node
    path: NamedNode | None
    value: Object | None
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rule:
    """A pitfall: its *name*, the query that finds it, and its *header*."""

    name: str
    text: str
    header: Mapping[str, str]

    @property
    def iri(self) -> str:
        """What findings name as the constraint that says so."""
        return f"{BASE}shape/lint/{self.name}"

    @property
    def severity(self) -> str:
        """How grave the pitfall is, as SHACL names it."""
        return self.header["severity"]

    def hits(self, store: Store, names: Names) -> Iterator[Hit]:
        """What the rule finds in *store*, which `reading.read` has made, by *names*."""
        found = store.query(self.text, prefixes=NAMES)
        if not isinstance(found, QuerySolutions):
            raise TypeError(self.name)
        variables = {variable.value for variable in found.variables}
        for row in found:
            told = {name: row[name] for name in variables}
            if isinstance(told["this"], (NamedNode, BlankNode)):
                yield self._hit(told["this"], told, names)

    def _hit(self, node: Node, told: _Told, names: Names) -> Hit:
        path = told.get("path")
        return Hit(
            node=node,
            path=path if isinstance(path, NamedNode) else None,
            value=told.get("value"),
            messages=tuple((tag, self._said(tag, told, names)) for tag in ("en", "fr")),
        )

    def _said(self, language: str, told: _Told, names: Names) -> str:
        """The message in *language*, filled in with what was found."""
        text = _OPTIONAL.sub(
            lambda part: part[1] if told.get(part[2]) is not None else "",
            self.header[language],
        )
        return _VARIABLE.sub(lambda part: short(told.get(part[1]), names), text)


def short(term: Object | None, names: Names) -> str:
    """
    Write *term* as a sentence does, by its *names*.

    >>> from claimgraph.meaning.graphs import Graph
    >>> names = Names(Graph(Store()), {})
    >>> short(Literal("en"), names), short(Literal("claim", language="en"), names)
    ('en', '"claim"@en')
    """
    if isinstance(term, Literal) and not term.language:
        return term.value
    return names.of(term) if term is not None else ""


@cache
def shipped() -> tuple[Rule, ...]:
    """All rules, by name."""
    return tuple(map(_read, sorted(_FOLDER.glob("*.rq"))))


def _read(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    return Rule(path.stem, text, dict(_HEADER.findall(text)))
