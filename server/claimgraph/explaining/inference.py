"""What an inferred triple of a view rests on: the rule that infers, read backwards."""

from collections.abc import Iterator
from functools import cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from claimgraph.answers import Term
from claimgraph.dataset import Dataset
from claimgraph.namespaces import CG, PREFIXES

Ends = tuple[NamedNode | BlankNode, NamedNode, Term]

_TYPE = NamedNode(f"{PREFIXES['rdf']}type")
_SUBPROPERTY = NamedNode(f"{PREFIXES['rdfs']}subPropertyOf")
_SYMMETRIC = NamedNode(f"{PREFIXES['owl']}SymmetricProperty")
#: What makes the object of a relation wider.
_AROUND = {
    _TYPE: NamedNode(f"{PREFIXES['rdfs']}subClassOf"),
    NamedNode(f"{CG}atPlace"): NamedNode(f"{CG}within"),
}


class Inference:
    """
    Tells which triples of a view an inferred one rests on.

    As the rules say that infer: from narrower kinds, narrower relations, places within
    places, and relations that hold both ways.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._quads = dataset.store.quads_for_pattern
        self._wider = cache(self._closure)

    def basis(self, triple: Ends, view: NamedNode) -> list[Ends]:
        """The triples of *view* that *triple* was inferred from."""
        found = (*self._narrower(triple, view), *self._turned(triple, view))
        return list(dict.fromkeys(found))

    def _narrower(self, triple: Ends, view: NamedNode) -> Iterator[Ends]:
        subject, predicate, object_ = triple
        for quad in self._quads(subject, None, None, view):
            narrow, end = quad.predicate, quad.object
            wider = self._wider(narrow, _SUBPROPERTY) if end == object_ else ()
            around = self._wider(end, _AROUND[narrow]) if narrow in _AROUND else ()
            if predicate in wider or (narrow == predicate and object_ in around):
                yield subject, narrow, end

    def _turned(self, triple: Ends, view: NamedNode) -> Iterator[Ends]:
        subject, predicate, object_ = triple
        if isinstance(object_, Literal | Triple):
            return
        kinds = self._quads(predicate, _TYPE, _SYMMETRIC, DefaultGraph())
        turned = self._quads(object_, predicate, subject, view)
        if next(kinds, None) and next(turned, None):
            yield object_, predicate, subject

    def _closure(self, node: Term, relation: NamedNode) -> set[Term]:
        """All that *node* leads to by one or more steps of *relation*."""
        found: set[Term] = set()
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if isinstance(here, NamedNode | BlankNode):
                quads = self._quads(here, relation, None, DefaultGraph())
                fresh = {quad.object for quad in quads} - found
                found |= fresh
                waiting += fresh
        return found
