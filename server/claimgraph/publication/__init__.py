"""Publication of a change: what follows from it is made anew, and nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from claimgraph import rules
from claimgraph.publication import inference
from claimgraph.publication.neighbourhood import GRANTED_BY, Neighbourhood
from claimgraph.publication.reach import Reach
from claimgraph.publication.record import Change, Node, Record, is_node
from claimgraph.publication.terms import (
    DEFAULT,
    HAS_APPELLATION,
    MAKES_VIEW,
    OBJECT,
    SUBJECT,
)
from claimgraph.rules import COUNT, WORD, WORDS

__all__ = ["republish"]

#: What does not hold any more, and what now does.
_Difference = tuple[set[Quad], set[Quad]]


def republish(store: Store, before: Mapping[str, Iterable[Quad]]) -> None:
    """
    Bring what `rules.publish` derived up to date after a change of loaded graphs.

    *before* has the quads that each graph which may have changed held when *store* was
    published last. What comes of it is just what `rules.publish` would make, at a cost
    that grows with the change and its neighbourhood, not with the store. A change of
    the vocabulary, the gazetteer or a policy has everything made anew, and so has one
    that reaches much of the store.
    """
    change = Change.since(store, before)
    if not change.quads:
        return
    record = Record(store, change)
    found = None if change.reaches_far else _difference(record)
    if found:
        _update(store, record, *found)
    else:
        rules.publish(store)


def _update(store: Store, record: Record, removed: set[Quad], added: set[Quad]) -> None:
    told = {quad.subject for quad in record.other}
    views = set(rules.views(store))
    views |= _made(added)
    _write(store, removed | {*rules.uses(removed)}, added | {*rules.uses(added)})
    where = inference.places(store, views, removed | added, told)
    _write(store, *inference.difference(store, where))
    _write(store, *_counted(store, views, removed, added))
    _write(store, *_words(store, filter(_is_default, removed | added)))


def _difference(record: Record) -> _Difference | None:
    """What rules make of the neighbourhood no more, and newly; None if it is wide."""
    reach = Reach(record)
    if reach.is_wide:
        return None
    was, now = _published(record, reach)
    granted = {quad.subject for quad in was ^ now if quad.predicate == GRANTED_BY}
    if record.into(granted, SUBJECT, OBJECT) - reach.contents:
        reach = Reach(record, granted)
        if reach.is_wide:
            return None
        was, now = _published(record, reach)
    return (
        {quad for quad in was - now if _stays(quad)} - record.change.removed,
        {quad for quad in now - was if _stays(quad)} - record.change.added,
    )


def _published(record: Record, reach: Reach) -> _Difference:
    before, after = Neighbourhood(record, reach).before_and_after()
    return _applied(before), _applied(after)


def _applied(quads: set[Quad]) -> set[Quad]:
    """All that is in a store of *quads* when rules have been applied, but the last."""
    scratch = Store()
    scratch.extend(quads)
    rules.merge(scratch)
    rules.derive(scratch, inference.RULE.__ne__)
    return {*scratch}


def _stays(quad: Quad) -> bool:
    return quad.graph_name != rules.WORK


def _is_default(quad: Quad) -> bool:
    return isinstance(quad.graph_name, DefaultGraph)


def _made(quads: Iterable[Quad]) -> set[NamedNode]:
    """The views that *quads* of the default graph say are made."""
    said = (q.object for q in quads if q.predicate == MAKES_VIEW and _is_default(q))
    return {view for view in said if isinstance(view, NamedNode)}


def _write(store: Store, removed: set[Quad], added: set[Quad]) -> None:
    """Remove and add quads; the current graph is the default graph by name."""
    for quad in (*removed, *rules.named_current(filter(_is_default, removed))):
        store.remove(quad)
    store.extend([*added, *rules.named_current(filter(_is_default, added))])
    for graph in {quad.graph_name for quad in removed if not _is_default(quad)}:
        if not any(store.quads_for_pattern(None, None, None, graph)):
            store.remove_graph(graph)


def _counted(
    store: Store, views: set[NamedNode], removed: set[Quad], added: set[Quad]
) -> _Difference:
    """How many triples there were in views that changed, and how many there are."""
    grown = Counter(quad.graph_name for quad in added)
    grown.subtract(quad.graph_name for quad in removed)
    changed = {view for view in views if view in grown} | _made(removed | added)
    was = {
        quad
        for view in changed
        for quad in store.quads_for_pattern(view, COUNT, None, DEFAULT)
    }
    sizes = {
        q.subject: int(q.object.value) for q in was if isinstance(q.object, Literal)
    }
    now = {
        Quad(view, COUNT, Literal(sizes.get(view, 0) + grown[view]))
        for view in changed
        if any(store.quads_for_pattern(None, MAKES_VIEW, view, DEFAULT))
    }
    return was - now, now - was


def _words(store: Store, changed: Iterable[Quad]) -> _Difference:
    """The words that found whatever has other texts now, and those that find it."""
    things: set[Node] = {
        quad.subject
        for quad in changed
        if isinstance(quad.object, Literal) or quad.predicate == HAS_APPELLATION
    }
    for name in [*things]:
        borne = store.quads_for_pattern(None, HAS_APPELLATION, name, DEFAULT)
        things |= {quad.subject for quad in borne}
    scratch = Store()
    scratch.extend({quad for thing in things for quad in _texts(store, thing)})
    now = {quad for quad in rules.word_quads(scratch) if quad.subject in things}
    found = (store.quads_for_pattern(thing, WORD, None, WORDS) for thing in things)
    was = {quad for quads in found for quad in quads}
    return was - now, now - was


def _texts(store: Store, thing: Node) -> Iterator[Quad]:
    """What is said of *thing*, and of the names by which texts call it."""
    for quad in store.quads_for_pattern(thing, None, None, DEFAULT):
        yield quad
        if quad.predicate == HAS_APPELLATION and is_node(quad.object):
            yield from store.quads_for_pattern(quad.object, None, None, DEFAULT)
