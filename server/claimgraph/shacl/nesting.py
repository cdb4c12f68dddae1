"""Which shapes refer to which: not to themselves, and not too deep (3.4.3)."""

from collections.abc import Callable, Iterable

from claimgraph.errors.shapes import MalformedShapes, RecursiveShapes
from claimgraph.graphs import Node

#: How deep shapes may refer to others: each is a query within that of the one above.
DEEPEST = 100
_Referred = Callable[[Node], list[Node]]


def refuse(referred: _Referred, starts: Iterable[Node]) -> None:
    """
    Raise RecursiveShapes if one of *starts* leads to a shape that refers to itself.

    Raises MalformedShapes for those that are nested too deep.
    """
    done: dict[Node, int] = {}
    for start in starts:
        _descend(referred, start, done)


def _descend(referred: _Referred, start: Node, done: dict[Node, int]) -> None:
    """
    Go down from *start*, depth first, without recursion of our own.

    Of those *done* it is known how many are below one another.
    """
    stack = [(start, iter(referred(start)))]
    while stack:
        node = next(stack[-1][1], None)
        chain = [above for above, _ in stack]
        if node is None:
            last = stack.pop()[0]
            done[last] = 1 + max((done[each] for each in referred(last)), default=0)
        elif node in chain:
            raise RecursiveShapes([str(n) for n in chain[chain.index(node) :]])
        elif node not in done:
            stack.append((node, iter(referred(node))))
        if len(stack) + done.get(node or start, 0) > DEEPEST:
            raise MalformedShapes(f"Shapes are nested too deep below {start}.")
