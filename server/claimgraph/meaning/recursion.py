"""Shapes that refer to themselves, which SHACL leaves undefined (section 3.4.3)."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode

from claimgraph.graphs import FIRST, REST, sh
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.names import Names

_DIRECT = tuple(map(sh, ("node", "property", "not", "qualifiedValueShape")))
_LISTED = tuple(map(sh, ("and", "or", "xone")))
#: The cells of lists are steps as well, so that none is walked twice.
_CELLS = (FIRST, REST)
#: How many steps of a cycle a sentence names.
_NAMED = 6


def faults(shapes: Graph, names: Names) -> Iterator[Fault]:
    """Find one cycle through each group of shapes that refer to one another."""
    done, told = set[Term](), set[Term]()
    for root in _roots(shapes):
        for cycle in _cycles(shapes, root, done, told):
            if _refers(cycle):
                way = _way(cycle, names)
                yield fault("recursive-shape", names, cycle[-1], {"way": way})


def _roots(shapes: Graph) -> list[Term]:
    """The shapes that refer to others, those with names first."""
    found = {
        at.subject
        for predicate in (*_DIRECT, *_LISTED)
        for at in shapes.triples(None, predicate)
    }
    return sorted(found, key=lambda node: (isinstance(node, BlankNode), str(node)))


def _cycles(
    shapes: Graph, root: Term, done: set[Term], told: set[Term]
) -> Iterator[list[Statement]]:
    """Go down from *root*: a step back to a node on the way closes a cycle."""
    if root in done:
        return
    way: list[Statement] = []
    places: dict[Term, int] = {root: 0}
    nodes, open_steps = [root], [_steps(shapes, root)]
    done.add(root)
    while open_steps:
        step = next(open_steps[-1], None)
        if step is None:
            open_steps.pop()
            places.pop(nodes.pop())
            del way[-1:]
        elif step.object in places:
            if _is_news(
                islice(reversed(nodes), len(nodes) - places[step.object]), told
            ):
                yield [*way[places[step.object] :], step]
        elif step.object not in done:
            done.add(step.object)
            places[step.object] = len(nodes)
            nodes.append(step.object)
            way.append(step)
            open_steps.append(_steps(shapes, step.object))


def _is_news(nodes: Iterable[Term], told: set[Term]) -> bool:
    """Whether none of *nodes* was told of before; those up to it now are."""
    for node in nodes:
        if node in told:
            return False
        told.add(node)
    return True


def _steps(shapes: Graph, node: Term) -> Iterator[Statement]:
    for predicate in (*_DIRECT, *_LISTED, *_CELLS):
        yield from shapes.triples(node, predicate)


def _refers(cycle: list[Statement]) -> bool:
    """Whether a cycle is one of shapes, and not of a list that has no end."""
    return any(step.predicate not in _CELLS for step in cycle)


def _way(cycle: list[Statement], names: Names) -> str:
    """The steps of *cycle* from shape to shape, without the cells between."""
    told = [
        f"{names.of(step.subject)} {names.of(step.predicate)}"
        for step in cycle
        if step.predicate not in _CELLS
    ]
    rest = ["..."] if len(told) > _NAMED else []
    return " ".join([*told[:_NAMED], *rest, told[0].rpartition(" ")[0]])
