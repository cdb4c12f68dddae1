"""A graph as these checks ask it: the default graph of a store, or one named graph."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

Subject = NamedNode | BlankNode | Triple  # as the engine types it
Term = NamedNode | BlankNode | Literal | Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"

TYPE = NamedNode(f"{RDF}type")
FIRST = NamedNode(f"{RDF}first")
REST = NamedNode(f"{RDF}rest")
NIL = NamedNode(f"{RDF}nil")
SUBCLASS = NamedNode(f"{RDFS}subClassOf")


def sh(name: str) -> NamedNode:
    """The term of SHACL called *name*."""
    return NamedNode(SH + name)


@dataclass(frozen=True, order=True)
class Statement:
    """A triple: where in a text something stands."""

    subject: Subject
    predicate: NamedNode
    object: Term


@dataclass(frozen=True)
class Graph:
    """The graph *name* of a *store*."""

    store: Store
    name: NamedNode | DefaultGraph = DefaultGraph()  # noqa: RUF009 - it is immutable

    def triples(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Statement]:
        """Find the triples that match."""
        if isinstance(subject, (Literal, Triple)):
            return
        for quad in self.store.quads_for_pattern(subject, predicate, value, self.name):
            yield Statement(quad.subject, quad.predicate, quad.object)

    def has(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> bool:
        """Whether any triple matches."""
        return next(self.triples(subject, predicate, value), None) is not None

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The objects of *predicate* at *subject*."""
        return [found.object for found in self.triples(subject, predicate)]

    def subjects(self, predicate: NamedNode, value: Term) -> Iterator[Subject]:
        """What has *value* for *predicate*."""
        return (found.subject for found in self.triples(None, predicate, value))

    def below(self, kind: Term) -> set[Term]:
        """The class *kind* and all that are declared to be below it."""
        found, waiting = {kind}, [kind]
        while waiting:
            for each in self.subjects(SUBCLASS, waiting.pop()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def instances(self, kind: Term) -> Iterator[Subject]:
        """The SHACL instances of the class *kind* (SHACL, section 1.1)."""
        for each in self.below(kind):
            yield from self.subjects(TYPE, each)
