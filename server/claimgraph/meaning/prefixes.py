"""The prefixes that queries get from sh:prefixes (SHACL, section 5.2.1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal

from claimgraph.graphs import IMPORTS, reached, sh
from claimgraph.meaning.graphs import Graph, Term


@dataclass(frozen=True)
class Found:
    """The namespaces *known* by prefix, and for what two each other was declared."""

    known: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, tuple[str, str]] = field(default_factory=dict)


class Prefixes:
    """The declarations of the *shapes*; those of many queries are read once."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._found: dict[frozenset[Term], Found] = {}

    def of(self, node: Term) -> Found:
        """What is declared for the query of *node*."""
        named = frozenset(self._shapes.values(node, sh("prefixes")))
        if named not in self._found:
            self._found[named] = self._read(named)
        return self._found[named]

    def _read(self, named: frozenset[Term]) -> Found:
        found = Found()
        for prefix, namespace in self._declared(named):
            before = found.known.setdefault(prefix, namespace)
            if before != namespace:
                pair = sorted((before, namespace))
                found.clashes.setdefault(prefix, (pair[0], pair[1]))
        return found

    def _declared(self, named: frozenset[Term]) -> Iterator[tuple[str, str]]:
        for ontology in self._imported(named):
            for declaration in self._shapes.values(ontology, sh("declare")):
                prefix = self._value(declaration, "prefix")
                namespace = self._value(declaration, "namespace")
                if prefix is not None and namespace is not None:
                    yield prefix, namespace

    def _imported(self, named: frozenset[Term]) -> list[Term]:
        return reached(named, lambda each: self._shapes.values(each, IMPORTS))

    def _value(self, declaration: Term, name: str) -> str | None:
        values = self._shapes.values(declaration, sh(name))
        return next((each.value for each in values if isinstance(each, Literal)), None)
