"""Well-formed lists (SHACL, section 1.1), whatever their length or shape."""

from collections.abc import Iterable, Iterator

from claimgraph.graphs import FIRST, NIL, REST
from claimgraph.meaning.graphs import Graph, Statement, Term


class Lists:
    """
    The lists of a *graph*.

    What was found of a cell is not sought again, so that lists which share their
    ends take no more time than one.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._good: set[Term] = {NIL}
        self._bad: dict[Term, Statement] = {}

    def broken(self, at: Statement) -> Statement | None:
        """The triple by which the value of *at* is no well-formed list, if any."""
        seen: dict[Term, None] = {}
        here = at
        while here.object not in self._good:
            if here.object in self._bad:
                return self._note(seen, self._bad[here.object])
            rests = list(self._graph.triples(here.object, REST))
            firsts = self._graph.values(here.object, FIRST)
            if here.object in seen or len(rests) != 1 or len(firsts) != 1:
                known = rests and here.object not in seen
                return self._note(seen, rests[-1] if known else here)
            seen[here.object] = None
            here = rests[0]
        self._good.update(seen)
        return None

    def _note(self, seen: Iterable[Term], broken: Statement) -> Statement:
        """Remember where the list that goes by the cells *seen* is *broken*."""
        self._bad.update(dict.fromkeys(seen, broken))
        return broken

    def items(self, head: Term, past: set[Term] | None = None) -> Iterator[Statement]:
        """
        The triples that give the members of a list, also of one that has no end.

        Cells in *past* end it, and those that are met are put there.
        """
        past = set() if past is None else past
        cell: Term | None = head
        while cell is not None and cell != NIL and cell not in past:
            past.add(cell)
            yield from self._graph.triples(cell, FIRST)
            cell = next(iter(self._graph.values(cell, REST)), None)

    def is_list(self, node: Term) -> bool:
        """Whether *node* looks like a list, well-formed or not."""
        return (
            node == NIL or self._graph.has(node, FIRST) or self._graph.has(node, REST)
        )
