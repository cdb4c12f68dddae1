"""What a change made different, in what was loaded and in what is found there."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from claimgraph import loading
from claimgraph.dataset.facts import Held
from claimgraph.shacl.results import Result
from claimgraph.shacl.touched import Change

_NAMELESS = BlankNode("nameless")


def loaded(store: Store) -> Iterator[Quad]:
    """The triples of all loaded graphs."""
    for name in store.named_graphs():
        if isinstance(name, NamedNode) and loading.is_loaded(name.value):
            for quad in store.quads_for_pattern(None, None, None, name):
                yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def of_graphs(store: Store, before: Held) -> Change:
    """What all loaded graphs together have lost and gained."""
    had, has = set[Triple](), set[Triple]()
    for graph, quads in before.items():
        now = set(store.quads_for_pattern(None, None, None, NamedNode(graph)))
        had |= {quad.triple for quad in quads - now}
        has |= {quad.triple for quad in now - quads}
    lost = {t for t in had - has if not _stands(store, t)}
    kept = {quad.triple for quads in before.values() for quad in quads} & has
    gained = {t for t in has - had - kept if not _stands(store, t, before)}
    return Change(frozenset(lost), frozenset(gained))


def _stands(store: Store, triple: Triple, apart_from: Container[str] = ()) -> bool:
    """Whether a loaded graph has *triple*."""
    found = store.quads_for_pattern(
        triple.subject, triple.predicate, triple.object, None
    )
    names = (q.graph_name.value for q in found if isinstance(q.graph_name, NamedNode))
    return any(loading.is_loaded(name) and name not in apart_from for name in names)


def new(now: Sequence[Result], before: Sequence[Result]) -> Iterator[Result]:
    """
    The results *now* that there were not *before*.

    Nodes without a name get new labels whenever they are written; so a result about one
    is new only if there are more like it.
    """
    come, gone = Counter(now), Counter(before)
    known = Counter(map(_nameless, (gone - come).elements()))
    for result in (come - gone).elements():
        if known[_nameless(result)]:
            known[_nameless(result)] -= 1
        else:
            yield result


def _nameless(result: Result) -> Result:
    ends = {"focus": result.focus, "value": result.value}
    nameless = {n: _NAMELESS for n, end in ends.items() if isinstance(end, BlankNode)}
    return replace(result, **nameless)  # type: ignore[arg-type]


def are_same(now: Iterable[Result], before: Iterable[Result]) -> bool:
    """Whether two reports would say the same."""
    return _counted(now) == _counted(before)


def _counted(found: Iterable[Result]) -> Counter[object]:
    return Counter((each, frozenset(each.bindings.items())) for each in found)
