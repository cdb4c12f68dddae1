"""What a change of the data touches: the nodes for which something else is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from claimgraph.graphs import Term
from claimgraph.shacl import walking
from claimgraph.shacl.dependencies import Reads


@dataclass(frozen=True)
class Change:
    """The triples that the data graph has lost and gained."""

    removed: frozenset[Triple]
    added: frozenset[Triple]

    @property
    def triples(self) -> frozenset[Triple]:
        """All of them."""
        return self.removed | self.added


class Touched:
    """The nodes that a *change* touches, by what is read."""

    def __init__(self, store: Store, change: Change) -> None:
        self._store = store
        self._known: dict[Reads, frozenset[Term]] = {}
        self._by_predicate: dict[NamedNode, list[Triple]] = {}
        for triple in change.triples:
            self._by_predicate.setdefault(triple.predicate, []).append(triple)

    def nodes(self, reads: Iterable[Reads]) -> set[Term]:
        """The nodes for which any of *reads* finds something changed."""
        return {node for each in reads for node in self._of(each)}

    def _of(self, reads: Reads) -> frozenset[Term]:
        if reads not in self._known:
            self._known[reads] = frozenset(self._found(reads))
        return self._known[reads]

    def _found(self, reads: Reads) -> Iterator[Term]:
        ends = set(self._ends(reads))
        if reads.path is None or not ends:
            yield from ends
        else:
            yield from walking.back(self._store, reads.path, ends)

    def _ends(self, reads: Reads) -> Iterator[Term]:
        """The nodes at which what *reads* looks at was changed."""
        every = self._by_predicate
        found = (
            every.get(reads.predicate, [])
            if reads.predicate
            else [triple for triples in every.values() for triple in triples]
        )
        for triple in found:
            end = triple.object if reads.reverse else triple.subject
            if isinstance(end, Triple) or reads.node not in (None, end):
                continue
            if reads.reverse or isinstance(end, NamedNode | BlankNode):
                yield end
