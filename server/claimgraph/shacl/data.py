"""The data graph: exact for Core, and as the engine keeps it for queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from claimgraph.shacl import exact

_DEFAULT = DefaultGraph()


@dataclass
class Data:
    """
    The data graph is the default graph of *store*.

    Literals that the engine would change are `exact.written` there by `add`; a store
    that was filled otherwise has them *as_kept*.
    """

    store: Store = field(default_factory=Store)
    as_kept: bool = False
    _changed: bool = False

    def add(self, quads: Iterable[Quad], *graphs: NamedNode | DefaultGraph) -> None:
        """Add the triples of *quads* to each of *graphs*, or to the default graph."""
        self.store.bulk_extend(self._written(quads, graphs or (_DEFAULT,)))

    def _written(
        self, quads: Iterable[Quad], graphs: Sequence[NamedNode | DefaultGraph]
    ) -> Iterator[Quad]:
        for each in quads:
            value = each.object
            if isinstance(value, Literal) and exact.is_changed(value):
                self._changed = True
                value = exact.written(value)
            for graph in graphs:
                yield Quad(each.subject, each.predicate, value, graph)

    @cached_property
    def kept(self) -> Store:
        """The same with values for texts, which is what a query can work with."""
        if not self._changed:
            return self.store
        store = Store()
        store.bulk_extend(
            Quad(q.subject, q.predicate, exact.meant(q.object), q.graph_name)
            for q in self.store
        )
        return store
