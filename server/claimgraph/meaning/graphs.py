"""A graph as these checks ask it: triple by triple, each a place in a text."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import graphs
from claimgraph.graphs import SUBCLASS_OF, Object, Subject, reached

#: Triples in triples are a fault, and so are looked at.
Term = Object


@dataclass(frozen=True, order=True)
class Statement:
    """A triple: where in a text something stands."""

    subject: Subject
    predicate: NamedNode
    object: Term


class Graph(graphs.Graph):
    """A graph in the order of its store, which costs no sorting, however large."""

    def triples(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Statement]:
        """Find the triples that match."""
        for quad in self.quads(subject, predicate, value):
            yield Statement(quad.subject, quad.predicate, quad.object)

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The objects of *predicate* at *subject*."""
        return [quad.object for quad in self.quads(subject, predicate)]

    def subjects(self, predicate: NamedNode, value: Term) -> Iterator[Subject]:
        """What has *value* for *predicate*."""
        return (quad.subject for quad in self.quads(None, predicate, value))

    def below(self, kind: Term) -> set[Term]:
        """The class *kind* and all that are declared to be below it."""
        return set(reached([kind], lambda each: self.subjects(SUBCLASS_OF, each)))
