"""The data graph: exact for Core, and as the engine keeps it for queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from claimgraph.graphs import Term
from claimgraph.shacl import exact, verbatim

_DEFAULT = DefaultGraph()


@dataclass
class Data:
    """
    The data graph is the default graph of *store*.

    Literals that the engine would change are `exact.written` there by `add`; a store
    that was filled otherwise has them *as_kept*. No query asks the graphs that are put
    *aside*.
    """

    store: Store = field(default_factory=Store)
    as_kept: bool = False
    aside: frozenset[NamedNode] = frozenset()
    _written: set[Term] = field(default_factory=set)
    _kept: Store | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def add(self, quads: Iterable[Quad], *graphs: NamedNode | DefaultGraph) -> None:
        """Add the triples of *quads* to each of *graphs*, or to the default graph."""
        self.store.bulk_extend(self._exact(quads, graphs or (_DEFAULT,)))

    def _exact(
        self, quads: Iterable[Quad], graphs: Sequence[NamedNode | DefaultGraph]
    ) -> Iterator[Quad]:
        for each in quads:
            value = each.object
            if isinstance(value, Literal) and exact.is_changed(value):
                value = exact.written(value)
                self._written.add(value)
            for graph in graphs:
                yield Quad(each.subject, each.predicate, value, graph)

    def load(self, content: bytes, *graphs: NamedNode | DefaultGraph) -> bool:
        """
        Add what *content*, Turtle or N-Triples, says, as `add` does, but much faster.

        That is done only if it is `verbatim` and well-formed; tell whether it was.
        """
        text = verbatim.read(content)
        if text is None:
            return False
        try:
            for graph in graphs or (_DEFAULT,):
                self.store.load(text.content, RdfFormat.TURTLE, to_graph=graph)
        except SyntaxError:
            return False
        self._written |= text.written
        return True

    @property
    def kept(self) -> Store:
        """
        The same with values for texts, which is what a query can work with.

        What is *aside* may be missing there.
        """
        with self._lock:
            if self._kept is None:
                self._kept = self._copied() if self._written else self.store
            return self._kept

    def _copied(self) -> Store:
        store = Store()
        for graph in (_DEFAULT, *self.store.named_graphs()):
            if graph not in self.aside:
                found = self.store.quads_for_pattern(None, None, None, graph)
                store.bulk_extend(found)
        for value in self._written:
            for quad in list(store.quads_for_pattern(None, None, value)):
                store.remove(quad)
                meant = exact.meant(value)
                store.add(Quad(quad.subject, quad.predicate, meant, quad.graph_name))
        return store
