"""How long rules take: for everything, and for edits of one article."""

import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph import loading, publication, rules
from claimgraph.namespaces import CG, PREFIXES
from harness.results import Record

_CERTAINTY = NamedNode(f"{CG}certainty")
_POSSIBLE = NamedNode(f"{CG}possible")
_TITLE = NamedNode(f"{PREFIXES['dcterms']}title")


def measured(data: Path, rounds: int) -> Record:
    """
    The seconds of a full publication of our data with that at *data*, and of edits.

    Each edit is of another article, and is undone; either way counts.
    """
    sources = loading.everything([data])
    store = Store()
    for source in sources:
        store.bulk_extend(loading.guarded(source))
    start = time.perf_counter()
    rules.publish(store)
    full = time.perf_counter() - start
    articles = sorted({each.graph for each in loading.sources([data]) if _is(each)})
    drawn = articles[:: max(1, len(articles) // rounds)][:rounds]
    return {"rebuild": round(full, 3), **_edited(store, [*map(NamedNode, drawn)])}


def _is(source: loading.Source) -> bool:
    return source.kind == "article"


def _edited(store: Store, articles: list[NamedNode]) -> Record:
    found: dict[str, list[float]] = {"title": [], "certainty": [], "whole_article": []}
    for article in articles:
        held = _held(store, article)
        for name, gone, new in (
            ("title", *_swap(held, _TITLE, Literal("another title"))),
            ("certainty", *_swap(held, _CERTAINTY, _POSSIBLE)),
            ("whole_article", held, frozenset[Quad]()),
        ):
            found[name] += [
                _republished(store, article, gone, new),
                _republished(store, article, new, gone),
            ]
    return {
        name: {"median": round(median(taken), 3), "most": round(max(taken), 3)}
        for name, taken in found.items()
    }


def _held(store: Store, article: NamedNode) -> frozenset[Quad]:
    return frozenset(store.quads_for_pattern(None, None, None, article))


def _swap(
    held: Iterable[Quad], predicate: NamedNode, value: NamedNode | Literal
) -> tuple[frozenset[Quad], frozenset[Quad]]:
    """One triple with the *predicate*, and what says *value* instead."""
    known = (q for q in held if q.predicate == predicate and q.object != value)
    gone = min(known, key=str)
    new = Quad(gone.subject, predicate, value, gone.graph_name)
    return frozenset([gone]), frozenset([new])


def _republished(
    store: Store, article: NamedNode, gone: frozenset[Quad], new: frozenset[Quad]
) -> float:
    start = time.perf_counter()
    before = _held(store, article)
    for quad in gone:
        store.remove(quad)
    store.extend(new)
    publication.republish(store, {article.value: before})
    return time.perf_counter() - start
