"""Validation: what the shapes say of data, where, and whether they said anything."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Literal, Store

from claimgraph import meaning
from claimgraph.errors.shapes import (
    DeepShapes,
    MalformedShapes,
    RecursiveShapes,
    ShapeFailure,
)
from claimgraph.findings import Coverage, Failure, Input, Place, Report
from claimgraph.graphs import Node, Term
from claimgraph.meaning import Fault
from claimgraph.namespaces import PREFIXES
from claimgraph.shacl import Applied, Result, Shapes, validate
from claimgraph.shacl.exact import meant
from claimgraph.shacl.running import REFERENCE
from claimgraph.validation import coverage, reading
from claimgraph.validation.coverage import Met
from claimgraph.validation.documents import OWN, Document, File
from claimgraph.validation.placing import Finder
from claimgraph.validation.programs import versions
from claimgraph.validation.reading import Given, Graphs, given
from claimgraph.validation.saying import About, Said, said
from claimgraph.validation.wanting import Wanted

__all__ = [
    "Began",
    "File",
    "Given",
    "Settings",
    "Told",
    "check",
    "codes",
    "examine",
    "findings",
    "given",
]

#: Is told what was done, and of how much: documents ``read``, shapes ``applied``.
Told = Callable[[str, int, int], None]

#: The faults that keep shapes from being applied.
_FATAL = {"malformed-shape", "recursive-shape"}


@dataclass(frozen=True)
class Settings:
    """
    How to validate: *allow* has the codes of failures that are none.

    *fail_on* is noted in the report, and so is the name of a *baseline*. Failures are
    said in *language*.
    """

    fail_on: str = "violation"
    allow: frozenset[str] = frozenset()
    language: str = "en"
    baseline: str = ""
    cores: int = os.cpu_count() or 1

    def told(self) -> dict[str, str]:
        """As a report tells them."""
        noted = {"fail-on": self.fail_on, "allow": ",".join(sorted(self.allow))}
        return noted | ({"baseline": self.baseline} if self.baseline else {})


def codes() -> tuple[str, ...]:
    """What may be allowed: the codes of all failures."""
    return tuple(sorted({*meaning.codes(), "shapes-failed"}))


def check(
    paths: Sequence[Path] | None = None,
    shapes: Sequence[Path] | None = None,
    settings: Settings | None = None,
) -> Report:
    """
    Check the files at and below *paths*, or all that is shipped, against the shapes.

    The files are read together with the ontology and the reference data, and only what
    is found about their own nodes is reported. *shapes* replaces the shipped shapes;
    what is checked then stands alone.
    Raises MalformedFile for a file that does not parse, with line and column.
    """
    return examine(reading.given(paths, shapes), settings or Settings())


def examine(given: Given, settings: Settings, told: Told | None = None) -> Report:
    """Check the documents of *given*, as `check` does; *told* hears how far it is."""
    began = Began()
    checking = _Checking(given, settings, told or _untold)
    try:
        report = checking.report()
    except RecursionError:
        raise DeepShapes from None
    return began.timed(report)


class Began:
    """When a validation began: now."""

    def __init__(self) -> None:
        self._started, self._counter = datetime.now(UTC), time.perf_counter()

    def timed(self, report: Report) -> Report:
        """The *report* with when it began, and how long it took until now."""
        started = self._started.isoformat(timespec="milliseconds")
        seconds = round(time.perf_counter() - self._counter, 3)
        return replace(report, started=started, seconds=seconds)


def _untold(what: str, done: int, total: int) -> None:
    """Nobody wants to hear."""


class _Checking:
    """One validation."""

    def __init__(self, given: Given, settings: Settings, told: Told) -> None:
        self._given = given
        self._settings = settings
        self._told = told
        self._graphs = reading.read(given, told)
        self._prefixes = given.prefixes
        self._failures: list[Failure] = []
        self._coverage: list[Coverage] = []
        self._results: list[About] = []
        self._notes: list[str] = []
        self._unseen: list[str] = []
        self._nodes = 0

    def report(self) -> Report:
        """Do all, and say what was found."""
        shapes = self._shapes()
        if shapes is not None:
            self._apply(shapes)
        found, labels = self._said(shapes) if shapes else Said((), {})
        if not self._given.shipped:
            idle = coverage.idle(self._coverage)
            self._notes += coverage.note(idle, self._settings.language, labels)
        return Report(
            findings=found,
            coverage=tuple(self._coverage),
            nodes=self._nodes,
            unseen=tuple(self._unseen),
            failures=tuple(sorted(self._failures, key=_where)),
            notes=tuple(self._notes),
            data=tuple(map(_input, self._given.data)),
            shapes=tuple(map(_input, self._given.shapes)),
            versions=self._versions(),
            settings=self._settings.told(),
            labels=labels,
        )

    def _shapes(self) -> Shapes | None:
        """The shapes, if they can be applied; first what would make a pass empty."""
        found = list(_faults(self._graphs, self._prefixes))
        self._fail(found)
        if {fault.code for fault in found} & _FATAL - self._settings.allow:
            return None
        try:
            return Shapes(self._graphs.shapes.store)
        except MalformedShapes as error:
            self._note("shapes-failed", str(error))
            return None

    def _note(self, code: str, sentence: str) -> None:
        """A failure, or a note where it is allowed."""
        if code in self._settings.allow:
            self._notes.append(sentence)
        else:
            self._failures.append(Failure(code, sentence))

    def _fail(self, faults: Sequence[Fault]) -> None:
        said = [each.said(self._settings.language) for each in faults if each.is_note]
        self._notes += said
        allowed = self._settings.allow
        grave = [f for f in faults if not f.is_note and f.code not in allowed]
        places = self._places_of(grave)
        for fault, place in zip(grave, places, strict=True):
            sentence = fault.said(self._settings.language)
            self._failures.append(Failure(fault.code, sentence, place, _named(fault)))

    def _places_of(self, faults: Sequence[Fault]) -> list[Place | None]:
        documents = [*self._given.shapes, *self._given.data]
        return Finder(documents).places([list(_at(fault)) for fault in faults])

    def _apply(self, shapes: Shapes) -> None:
        """Apply all shapes; what was found before one fails stays."""
        own = set[Term](self._graphs.own)
        met = Met(self._graphs.data, shapes, own)
        try:
            for applied in validate(
                self._graphs.data, shapes, cores=self._settings.cores
            ):
                self._coverage.append(met.add(applied))
                self._told("applied", len(self._coverage), len(shapes.targeted))
                self._results += self._own(applied, shapes)
        except (RecursiveShapes, ShapeFailure, MalformedShapes) as error:
            self._note("shapes-failed", str(error))
        self._nodes, self._unseen = len(met.seen), met.unseen
        if self._given.shipped:
            for shape in coverage.idle(self._coverage):
                sentence = coverage.idle_one(shape, self._settings.language)
                self._note("no-target", sentence)

    def _own(self, applied: Applied, shapes: Shapes) -> Iterator[About]:
        """The results about nodes of the user's own, with that node."""
        for result in applied.results:
            node = _node(result, shapes, self._graphs.data.store)
            if not self._given.context or self._graphs.owns(node):
                yield About(result, node, applied.shape.node)

    def _said(self, shapes: Shapes) -> Said:
        documents, store = (self._given.data, self._given.shapes), self._graphs.data
        return said(self._results, shapes, documents, self._prefixes, store.store)

    def _versions(self) -> dict[str, str]:
        found = versions()
        if any(each.engine == REFERENCE for each in self._coverage):
            from claimgraph.shacl import reference  # which has been imported by now

            found[REFERENCE] = reference.VERSION
        return found


def findings(
    results: Iterable[tuple[Node, Result]],
    shapes: Shapes,
    documents: Sequence[Document],
) -> Said:
    """
    Say *results* of *shapes* as findings, placed where *documents* have them.

    Each comes with the targeted shape that found it.
    """
    found = [About(each, _node(each, shapes, None), root) for root, each in results]
    return said(found, shapes, (documents, ()), PREFIXES, None)


def _node(result: Result, shapes: Shapes, data: Store | None) -> Term:
    """The node that *result* is about: the value, where one node stands for a set."""
    focus, value = result.focus, result.value
    if value is None or not coverage.is_set_level(shapes[result.shape]):
        return focus
    if isinstance(focus, Literal) or isinstance(value, Literal):
        return focus
    stated = data is not None and any(data.quads_for_pattern(focus, None, value))
    return focus if stated else value


def _faults(graphs: Graphs, known: Mapping[str, str]) -> Iterator[Fault]:
    return meaning.faults(graphs.shapes.kept, graphs.described, OWN, known)


def _where(failure: Failure) -> tuple[object, ...]:
    """What to sort by: what concerns the whole first, then file, line and column."""
    return failure.place is not None, *(failure.place.order if failure.place else ())


def _at(fault: Fault) -> Iterator[Wanted]:
    """Where *fault* may stand."""
    if fault.subject is None or not hasattr(fault.subject, "value"):
        return
    if fault.predicate is not None:
        predicates = frozenset({fault.predicate})
        value = meant(fault.object)  # type: ignore[arg-type]
        yield Wanted(fault.subject, predicates, value)  # type: ignore[arg-type]
    yield Wanted(fault.subject, points_at_subject=True)  # type: ignore[arg-type]


def _named(fault: Fault) -> str:
    """The node that is at fault, as a term in N-Triples."""
    known = fault.subject is not None and hasattr(fault.subject, "value")
    return str(fault.subject) if known else ""


def _input(document: Document) -> Input:
    return Input(document.name, document.digest)
