"""A graph as one asks it, and the terms of RDF, RDFS, OWL and SHACL to ask it by."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from claimgraph.namespaces import PREFIXES

T = TypeVar("T")

Node = NamedNode | BlankNode
Term = Node | Literal
#: As the engine types what stands in a triple: in RDF 1.2 that may be a triple.
Subject = Node | Triple
Object = Term | Triple

RDF, RDFS, OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
SH, XSD = PREFIXES["sh"], PREFIXES["xsd"]


def named(name: str) -> NamedNode:
    """
    The IRI of a prefixed *name*.

    >>> named("rdf:type").value
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def sh(name: str) -> NamedNode:
    """
    The term of SHACL called *name*.

    >>> sh("path").value
    'http://www.w3.org/ns/shacl#path'
    """
    return NamedNode(SH + name)


TYPE, SUBCLASS_OF = named("rdf:type"), named("rdfs:subClassOf")
FIRST, REST, NIL = map(named, ("rdf:first", "rdf:rest", "rdf:nil"))
IMPORTS = named("owl:imports")
#: The class of everything: what shapes about any node whatever have for their target.
RESOURCE = named("rdfs:Resource")
#: A shape that is one of these is about its own instances (SHACL, section 2.1.3.3).
CLASSES = (named("rdfs:Class"), named("owl:Class"))
#: What a shape may be declared to be.
SHAPES = (sh("NodeShape"), sh("PropertyShape"))


def is_true(term: object) -> bool:
    """Whether *term* is a literal that says true, in either way."""
    return isinstance(term, Literal) and term.value in ("true", "1")


def bare(node: Node) -> str:
    """
    The IRI of *node* without brackets, or its label.

    >>> bare(NamedNode("http://example.org/a")), bare(BlankNode("b"))
    ('http://example.org/a', '_:b')
    """
    return node.value if isinstance(node, NamedNode) else str(node)


def reached(starts: Iterable[T], onward: Callable[[T], Iterable[T]]) -> list[T]:
    """
    All that *starts* lead to, each once, themselves first; *onward* gives one's next.

    >>> reached([1], {1: [2, 3], 2: [1], 3: []}.__getitem__)
    [1, 2, 3]
    """
    found = dict.fromkeys(starts)
    waiting = list(found)
    while waiting:
        new = [each for each in onward(waiting.pop()) if each not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


@dataclass(frozen=True)
class Graph:
    """The graph *name* of a *store*."""

    store: Store
    name: NamedNode | DefaultGraph = DefaultGraph()  # noqa: RUF009 - it is immutable

    def quads(
        self,
        subject: Object | None = None,
        predicate: NamedNode | None = None,
        value: Object | None = None,
    ) -> Iterator[Quad]:
        """Find what matches; nothing is said of a literal, nor of a triple."""
        if isinstance(subject, (Literal, Triple)):
            return iter(())
        return self.store.quads_for_pattern(subject, predicate, value, self.name)

    def has(
        self,
        subject: Object | None = None,
        predicate: NamedNode | None = None,
        value: Object | None = None,
    ) -> bool:
        """Whether anything matches."""
        return next(self.quads(subject, predicate, value), None) is not None


class Sorted(Graph):
    """A graph that tells its terms in the same order always, and no triples as such."""

    def values(self, subject: Object, predicate: NamedNode) -> list[Term]:
        """The objects of *predicate* at *subject*."""
        found = (quad.object for quad in self.quads(subject, predicate))
        return sorted((t for t in found if not isinstance(t, Triple)), key=str)

    def nodes(self, subject: Object, predicate: NamedNode) -> list[Node]:
        """The objects that are no literals."""
        found = self.values(subject, predicate)
        return [each for each in found if not isinstance(each, Literal)]

    def literals(self, subject: Object, predicate: NamedNode) -> list[Literal]:
        """The objects that are literals."""
        found = self.values(subject, predicate)
        return [each for each in found if isinstance(each, Literal)]

    def subjects(self, predicate: NamedNode, value: Object | None = None) -> list[Node]:
        """What has *predicate* (with *value*), each once."""
        found = {quad.subject for quad in self.quads(None, predicate, value)}
        return sorted((s for s in found if not isinstance(s, Triple)), key=str)
