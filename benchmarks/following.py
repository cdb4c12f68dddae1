"""How long it takes to look again after an edit, and whether the results are right."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from claimgraph import validation
from claimgraph.graphs import RDFS
from claimgraph.namespaces import CG
from claimgraph.shacl import Data, Result, Shapes, validate
from claimgraph.shacl.incremental import Incremental
from claimgraph.shacl.touched import Change
from claimgraph.validation.documents import Document
from harness.results import Record
from synthetic.faults import spoiled

_CERTAINTY = NamedNode(f"{CG}certainty")
_LABEL = NamedNode(f"{RDFS}label")
#: In a file that is replaced, so many percent of the triples have faults then.
_SPOILED = 5


def measured(data: Path, rounds: int) -> Record:
    """
    Milliseconds to follow edits of so many articles at *data*; first, of everything.

    Each edit is undone, which counts as well. The first of each kind is checked
    against a full validation.
    """
    given = validation.given([data], None)
    articles = _Articles(given.data, rounds)
    graph = Data(_store([*given.context, *given.data]), as_kept=True)
    shapes = _shapes(given.shapes)
    start = time.perf_counter(), time.process_time()
    kept = Incremental(graph, shapes)
    record: Record = {
        "everything": {
            "seconds": round(time.perf_counter() - start[0], 3),
            "processor_seconds": round(time.process_time() - start[1], 3),
        }
    }
    for name, edit in _EDITS.items():
        record[name] = _followed(kept, graph, shapes, edit, articles)
    return record


class _Articles:
    """The files of some articles, with what no other file says."""

    def __init__(self, documents: Sequence[Document], number: int) -> None:
        folders = sorted({p for d in documents if (p := Path(d.name).parent).name})
        chosen = [p for p in folders if (p / "claims.ttl").exists()]
        self.folders = chosen[:: max(1, len(chosen) // number)][:number]
        self._files = {
            each: [d for d in documents if Path(d.name).parent == each]
            for each in self.folders
        }
        mine = {t for each in self._files.values() for d in each for t in _triples(d)}
        self._said = Counter(t for d in documents for t in _triples(d) & mine)

    def whole(self, folder: Path) -> set[Triple]:
        """What only the article in *folder* says."""
        return self._only(self._files[folder])

    def claims(self, folder: Path) -> set[Triple]:
        """What only its file of claims says."""
        return self._only(d for d in self._files[folder] if "claims" in d.name)

    def _only(self, documents: Iterable[Document]) -> set[Triple]:
        here = Counter(t for d in documents for t in _triples(d))
        return {t for t, count in here.items() if self._said[t] == count}


_Edit = Callable[[_Articles, Path], tuple[set[Triple], set[Triple]]]


def _of_claim(articles: _Articles, folder: Path) -> tuple[set[Triple], set[Triple]]:
    """A claim has a certainty that is none."""
    return _changed(articles, folder, _CERTAINTY, Literal("certain"))


def _of_label(articles: _Articles, folder: Path) -> tuple[set[Triple], set[Triple]]:
    """A label is in a language that no other is in."""
    return _changed(articles, folder, _LABEL, Literal("nom", language="de"))


def _changed(
    articles: _Articles, folder: Path, predicate: NamedNode, value: Literal
) -> tuple[set[Triple], set[Triple]]:
    known = (t for t in articles.whole(folder) if t.predicate == predicate)
    gone = min(known, key=str)
    return {gone}, {Triple(gone.subject, predicate, value)}


def _of_file(articles: _Articles, folder: Path) -> tuple[set[Triple], set[Triple]]:
    """The file of claims is replaced by one with faults."""
    gone = sorted(articles.claims(folder), key=str)
    return set(gone), set(spoiled(gone, _SPOILED))


def _of_article(articles: _Articles, folder: Path) -> tuple[set[Triple], set[Triple]]:
    """It is gone."""
    return articles.whole(folder), set()


_EDITS: dict[str, _Edit] = {
    "one_claim": _of_claim,
    "one_label": _of_label,
    "file_of_claims": _of_file,
    "whole_article": _of_article,
}


def _followed(
    kept: Incremental, graph: Data, shapes: Shapes, edit: _Edit, articles: _Articles
) -> Record:
    taken, found, right = list[tuple[float, float]](), [], True
    for number, folder in enumerate(articles.folders):
        removed, added = edit(articles, folder)
        new = {t for t in added - removed if not _has(graph.store, t)}
        gone = removed - added
        taken.append(_follow(kept, Change(frozenset(gone), frozenset(new))))
        found.append(len(set(kept.results)))
        if not number:
            right = set(kept.results) == _everything(graph, shapes)
        taken.append(_follow(kept, Change(frozenset(new), frozenset(gone))))
    wall, processor = zip(*taken, strict=True)
    return {
        "median_ms": round(median(wall), 1),
        "most_ms": round(max(wall), 1),
        "processor_median_ms": round(median(processor), 1),
        "results": found,
        "as_a_full_validation": right,
    }


def _follow(kept: Incremental, change: Change) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    kept.follow(change)
    return (
        (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3,
    )  # fmt: skip


def _everything(graph: Data, shapes: Shapes) -> set[Result]:
    return {result for each in validate(graph, shapes) for result in each.results}


def _has(store: Store, triple: Triple) -> bool:
    subject, predicate, value = triple
    return Quad(subject, predicate, value, DefaultGraph()) in store


def _store(documents: Iterable[Document]) -> Store:
    store = Store()
    store.bulk_extend(quad for each in documents for quad in each.quads())
    return store


def _shapes(documents: Iterable[Document]) -> Shapes:
    graph = Data()
    for each in documents:
        graph.add(each.quads())
    return Shapes(graph.store)


def _triples(document: Document) -> set[Triple]:
    return {quad.triple for quad in document.quads()}
