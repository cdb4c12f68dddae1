"""What counting a change must look at: as little as gives the same differences.

The counting rules only ever gain from more triples, so what they count in a part of the
store, before and after, differs as in the whole if the part has all that changed with
what rules join it to, and, of whatever is counted once, one other occurrence that
stays. That is what is gathered here. Whoever writes a counting rule that joins in a new
way must extend it; the comparison with a full count fails until that is done.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from claimgraph.journal import Difference
from claimgraph.namespaces import CG, PREFIXES

_Graph = NamedNode | BlankNode | DefaultGraph | None
_Key = tuple[Any, NamedNode | None, Any]
_Whole = Callable[[Any, Any, Any], Iterator[Quad]]

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_VIEW = NamedNode(f"{CG}makesView")
_LICENSE = NamedNode(PREFIXES["dcterms"] + "license")
_LICENSED = [
    NamedNode(PREFIXES["void"] + "Dataset"),
    NamedNode(PREFIXES["owl"] + "Ontology"),
]


class Surroundings:
    """A store after a change, and what counting that change must look at."""

    def __init__(self, store: Store, change: Difference) -> None:
        self._store = store
        self._change = change
        self._gone = Store()
        self._gone.extend(change.removed)
        self._kinds = cache(self._kinds_of)

    def before_and_after(self) -> tuple[set[Quad], set[Quad]]:
        """What to count as it was, and as it is."""
        found = {*self._change.quads, *self._makings()}
        for quads in (self._of_graphs(), self._of_licences(), self._of_partitions()):
            found.update(quads)
        return found - self._change.added, found - self._change.removed

    @cached_property
    def views(self) -> set[NamedNode]:
        """The views that there were or are."""
        found = (quad.object for quad in self._makings())
        return {view for view in found if isinstance(view, NamedNode)}

    def _makings(self) -> Iterator[Quad]:
        return self._both(None, _VIEW, None, _DEFAULT)

    def _both(self, s: Any, p: Any, o: Any, graph: _Graph) -> Iterator[Quad]:
        """What matches in the store or is gone."""
        yield from self._store.quads_for_pattern(s, p, o, graph)
        yield from self._gone.quads_for_pattern(s, p, o, graph)

    def _staying(self, s: Any, p: Any, o: Any, graph: _Graph) -> Iterator[Quad]:
        """What matches in the store and did before."""
        found = self._store.quads_for_pattern(s, p, o, graph)
        return (quad for quad in found if quad not in self._change.added)

    def _of_graphs(self) -> Iterator[Quad]:
        """Of each graph, another quad with each term of a quad that changed."""
        patterns = {
            pattern
            for quad in self._change.quads
            for pattern in (
                (quad.subject, None, None, quad.graph_name),
                (None, quad.predicate, None, quad.graph_name),
                (None, None, quad.object, quad.graph_name),
                (None, _TYPE, quad.object, quad.graph_name),
            )
            if pattern[1] != _TYPE or quad.predicate == _TYPE
        }
        for pattern in patterns:
            yield from _first(self._staying(*pattern))

    def _of_licences(self) -> Iterator[Quad]:
        """All that tells the licences of graphs where something of it changed."""
        told = [(_LICENSE, None), *((_TYPE, kind) for kind in _LICENSED)]
        graphs = {
            quad.graph_name
            for quad in self._change.quads
            if quad.predicate == _LICENSE or quad.object in _LICENSED
        }
        for graph in graphs:
            for predicate, kind in told:
                yield from self._both(None, predicate, kind, graph)

    def _of_partitions(self) -> Iterator[Quad]:
        """What the classes and properties of the default graph and of views need."""
        touched = self._touched()
        for whole in (self._said, self._viewed):
            yield from self._uses(whole)
            keys = set[_Key]()
            for node in touched:
                star = {*whole(node, None, None)}
                yield from star
                for thing in {node, *(quad.object for quad in star)}:
                    yield from self._kinds(thing)
                keys |= self._turned(node, star)
            for key in keys:
                yield from self._witness(whole, *key)

    def _said(self, s: Any, p: Any, o: Any) -> Iterator[Quad]:
        """What the default graph says, or said."""
        return self._both(s, p, o, _DEFAULT)

    def _viewed(self, s: Any, p: Any, o: Any) -> Iterator[Quad]:
        """What views say, or said."""
        found = self._both(s, p, o, None)
        return (quad for quad in found if quad.graph_name in self.views)

    def _touched(self) -> set[Any]:
        """The nodes of which the default graph or a view says something else."""
        graphs = {_DEFAULT, *self.views}
        return {q.subject for q in self._change.quads if q.graph_name in graphs}

    def _uses(self, whole: _Whole) -> Iterator[Quad]:
        """What has as its object what is of another kind, and of which kinds it is."""
        turned = {q.subject for q in self._change.quads if q.predicate == _TYPE}
        for quad in (quad for node in turned for quad in whole(None, None, node)):
            yield quad
            yield from self._kinds(quad.subject)

    def _kinds_of(self, node: Any) -> frozenset[Quad]:
        if not isinstance(node, NamedNode | BlankNode):
            return frozenset()
        found = (self._said(node, _TYPE, None), self._viewed(node, _TYPE, None))
        return frozenset(chain(*found))

    def _turned(self, node: Any, star: set[Quad]) -> set[_Key]:
        """What *node* has for something now or had: as what, for what, which object."""
        kinds, change = self._kinds(node), self._change
        was = _keys(kinds - change.added, star - change.added)
        return was ^ _keys(kinds - change.removed, star - change.removed)

    def _witness(self, whole: _Whole, kind: Any, p: Any, o: Any) -> Iterable[Quad]:
        """What else of that *kind* has *o* for *p*, and that it is of the kind."""
        for quad in whole(None, p, o):
            if quad not in self._change.quads:
                if kind is None:
                    return [quad]
                if typed := self._typed(quad.subject, kind):
                    return [quad, *typed]
        return []

    def _typed(self, node: Any, kind: Any) -> list[Quad]:
        """That *node* is of the *kind*, if it stays so."""
        return [
            quad
            for quad in self._both(node, _TYPE, kind, None)
            if quad not in self._change.quads
            and (quad.graph_name == _DEFAULT or quad.graph_name in self.views)
        ]


def _keys(kinds: Iterable[Quad], star: Iterable[Quad]) -> set[_Key]:
    classes = [None, *{quad.object for quad in kinds}]
    ends = {
        end
        for quad in star
        for end in ((quad.predicate, quad.object), (quad.predicate, None))
    } | {(None, quad.object) for quad in star}
    return {(kind, *end) for kind in classes for end in ends if all(end) or not kind}


def _first(quads: Iterator[Quad]) -> list[Quad]:
    return [*islice(quads, 1)]
