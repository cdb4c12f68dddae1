"""What follows from views, where views have changed."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from claimgraph import rules
from claimgraph.publication import terms
from claimgraph.publication.record import Node, default, is_node
from claimgraph.publication.terms import DEFAULT, MAKES_VIEW, SYMMETRIC, TYPE

#: The rule that reads views and writes what follows from them.
RULE = "90-inferred"

#: A view and what it says something of.
Place = tuple[NamedNode, Node]


def places(
    store: Store, views: set[NamedNode], changed: Iterable[Quad], told: Iterable[Node]
) -> set[Place]:
    """
    Where something else may follow: in which of the *views*, of what.

    Where they have *changed*: of the subjects and, if it is symmetric, of the objects;
    and wherever a view speaks of what something else is *told* of without a claim.
    """
    symmetric = _symmetric(store)
    quads = [quad for quad in changed if quad.graph_name in views]
    found = [(quad.graph_name, quad.subject) for quad in quads]
    ends = [(q.graph_name, q.object) for q in quads if q.predicate in symmetric]
    for node in told:
        said = store.quads_for_pattern(node, None, None, None)
        found += [(q.graph_name, q.subject) for q in said if q.graph_name in views]
    return {
        (view, node)
        for view, node in (*found, *ends)
        if isinstance(view, NamedNode) and is_node(node)
    }


def _symmetric(store: Store) -> set[NamedNode]:
    found = store.quads_for_pattern(None, TYPE, SYMMETRIC, DEFAULT)
    return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}


def difference(store: Store, where: set[Place]) -> tuple[set[Quad], set[Quad]]:
    """What does not follow any more from the views of *store* there, and what does."""
    scratch = Store()
    scratch.extend(_seen(store, where))
    rules.derive(scratch, RULE.__eq__)
    was, now = set[Quad](), set[Quad]()
    for view, node in where:
        pattern = (node, None, None, NamedNode(f"{view.value}/inferred"))
        was |= {*store.quads_for_pattern(*pattern)}
        now |= {*scratch.quads_for_pattern(*pattern)}
    return was - now, now - was


def _seen(store: Store, where: set[Place]) -> Iterator[Quad]:
    """All that the rule looks at there."""
    for predicate in terms.VOCABULARY:
        yield from store.quads_for_pattern(None, predicate, None, DEFAULT)
    yield from store.quads_for_pattern(None, TYPE, SYMMETRIC, DEFAULT)
    symmetric = _symmetric(store)
    for view in {view for view, _ in where}:
        yield from store.quads_for_pattern(None, MAKES_VIEW, view, DEFAULT)
    for view, node in where:
        yield from store.quads_for_pattern(node, None, None, view)
        for predicate in symmetric:
            yield from store.quads_for_pattern(None, predicate, node, view)
    for node in {node for _, node in where}:
        yield from map(default, store.quads_for_pattern(node, TYPE, None, DEFAULT))
