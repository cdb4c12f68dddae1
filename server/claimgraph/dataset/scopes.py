"""Scopes: which graphs of a store make up the dataset of a request."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from claimgraph import merging, rules
from claimgraph.answers import Answer, value
from claimgraph.dataset.request import Request
from claimgraph.errors.queries import AmbiguousDataset, UnknownPolicy
from claimgraph.merging import Merges
from claimgraph.namespaces import CURRENT, PREFIXES, VIEW_PARTS, policy_iri

Graphs = list[NamedNode | BlankNode | DefaultGraph]
Named = list[NamedNode | BlankNode] | None


class Scopes:
    """The graphs of a store and the policies that one may trust there."""

    def __init__(self, merges: Merges) -> None:
        self._merges = merges

    @property
    def store(self) -> Store:
        """The engine's store."""
        return self._merges.store

    @cached_property
    def graphs(self) -> list[str]:
        """The named graphs, sorted; asked before any merge is made, so none is here."""
        return names(self.store)

    @cached_property
    def views(self) -> dict[str, tuple[str, str]]:
        """Each policy's view and label, by name: its IRI's last part if it is ours."""
        start = policy_iri("")
        rows = Answer(self.store.query(rules.POLICIES, prefixes=PREFIXES)).rows()
        found = (map(value, row) for row in rows)
        return {iri.removeprefix(start): (view, label) for iri, view, label in found}

    def of(self, request: Request) -> tuple[Graphs, Named]:
        """
        The engine's default graph and named graphs for *request*.

        Raises UnknownPolicy, and AmbiguousDataset for graphs and policies at once.
        """
        for name in request.trust:
            if name not in self.views:
                raise UnknownPolicy(name, self.views)
        everything = self.graphs  # before a merge is made
        if not request.names_its_graphs:
            trusted = self._trusted(tuple(sorted(set(request.trust))))
            return trusted, self._merges.named(everything)
        if request.trust:
            raise AmbiguousDataset
        default, named = request.default_graphs, request.named_graphs
        if not (default or named):
            default, named = merging.from_clauses(request.text)
        apart = self._are_apart(default)
        merged = map(NamedNode, default) if apart else self._merges.default(default)
        return [*merged], [*map(NamedNode, named)]

    def _are_apart(self, graphs: Sequence[str]) -> bool:
        """Whether they are the current graph and one view, which are made disjoint."""
        wanted = {*graphs}
        made = ({CURRENT, *self._beside([name])} for name in self.views)
        return len(wanted) == len(graphs) and any(wanted <= parts for parts in made)

    def _trusted(self, names: tuple[str, ...]) -> Graphs:
        """
        The graphs that make up the default graph when *names* are trusted.

        The graphs of one view are disjoint, so the engine may read them as a bag. Two
        views may share triples: theirs are merged once, into a graph that nobody sees.
        """
        if len(names) <= 1:
            return [DefaultGraph(), *map(NamedNode, self._beside(names))]
        return [DefaultGraph(), self._merges.merge(self._beside(names))]

    def _beside(self, names: Iterable[str]) -> list[str]:
        return [self.views[name][0] + part for name in names for part in VIEW_PARTS]


def names(store: Store) -> list[str]:
    """The IRIs of the named graphs of *store*, sorted."""
    graphs = store.named_graphs()
    return sorted(graph.value for graph in graphs if isinstance(graph, NamedNode))
