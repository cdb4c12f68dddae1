"""In which order steps are joined, and which of them are needed for something."""

from collections.abc import Callable, Sequence
from time import monotonic

from claimgraph.explaining.terms import Pattern
from claimgraph.explaining.tree import Element, in_scope

#: Seconds after which nothing more is left out.
_PATIENCE = 1.0


def connected(steps: Sequence[Element]) -> list[Element]:
    """
    The *steps* in the order in which they are joined.

    That is the order of the text, but among neighbouring patterns one that shares a
    variable with what is there already comes before one that shares none.
    """
    found: list[Element] = []
    waiting: list[Element] = []
    bound: frozenset[str] = frozenset()
    for step in [*steps, None]:
        if isinstance(step, Pattern):
            waiting.append(step)
            continue
        while waiting:
            near = (w for w in waiting if in_scope(w) & bound)
            chosen = next(near, waiting[0])
            waiting.remove(chosen)
            found.append(chosen)
            bound |= in_scope(chosen)
        if step is not None:
            found.append(step)
            bound |= in_scope(step)
    return found


def fewest(
    steps: Sequence[Element], last: Element, still: Callable[[list[Element]], bool]
) -> list[Element]:
    """
    Leave out of *steps* what can be left out so that *still* is true.

    The last ones are tried first. What links others to each other or to the *last* step
    is kept: without it, all would be combined with all.
    """
    until = monotonic() + _PATIENCE
    needed = [*steps]
    for step in reversed(steps):
        rest = [each for each in needed if each is not step]
        if monotonic() < until and _hangs_together([*rest, last]) and still(rest):
            needed = rest
    return needed


def _hangs_together(steps: Sequence[Element]) -> bool:
    """Whether variables link all *steps* that have any."""
    waiting = [scope for scope in map(in_scope, steps) if scope]
    reached = waiting.pop() if waiting else frozenset[str]()
    while near := [scope for scope in waiting if scope & reached]:
        reached = reached.union(*near)
        waiting = [scope for scope in waiting if not scope & reached]
    return not waiting
