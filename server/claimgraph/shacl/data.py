"""The data graph: exact for Core, and as the engine keeps it for queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from claimgraph.shacl import exact
from claimgraph.shacl.exact import WRITTEN

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

    def add(
        self, quads: Iterable[Quad], graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> None:
        """Add the triples of *quads*, all to *graph*."""
        self.store.bulk_extend(self._noted(exact.quad(each, graph) for each in quads))

    def _noted(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        for each in quads:
            term = each.object
            if isinstance(term, Literal) and term.datatype.value.startswith(WRITTEN):
                self._changed = True
            yield each

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
