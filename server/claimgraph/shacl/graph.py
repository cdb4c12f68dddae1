"""The shapes graph, of which lists must be lists."""

from collections.abc import Iterator

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import (
    FIRST,
    NIL,
    REST,
    SUBCLASS_OF,
    TYPE,
    Node,
    Sorted,
    Term,
    reached,
)


class Graph(Sorted):
    """The same results whatever the order in which shapes were read."""

    def kinds(self, node: Node) -> set[Node]:
        """The types of *node* with all that they are below of."""
        kinds = self.nodes(node, TYPE)
        return set(reached(kinds, lambda each: self.nodes(each, SUBCLASS_OF)))

    def members(self, head: Term) -> list[Term]:
        """The members of the list *head*; raises MalformedShapes if it is none."""
        return list(self._members(head))

    def _members(self, head: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self._cell(head)
            if head in seen:
                raise MalformedShapes(f"The list at {head} runs in a circle.")
            seen.add(head)
            yield first
            head = rest

    def _cell(self, head: Term) -> tuple[Term, Term]:
        first, rest = self.values(head, FIRST), self.values(head, REST)
        if len(first) != 1 or len(rest) != 1:
            raise MalformedShapes(f"{head} stands where a list is wanted.")
        return first[0], rest[0]
