"""A report on triples that were made of documents, with its places in those."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from pyoxigraph import Quad, RdfFormat, parse

from claimgraph.findings import Input, Place, Report
from claimgraph.validation.documents import Document
from claimgraph.validation.placing import Finder
from claimgraph.validation.wanting import Wanted

if TYPE_CHECKING:
    from claimgraph.graphs import Term


def relocated(report: Report, sent: bytes, documents: Sequence[Document]) -> Report:
    """
    The *report* on what was *sent*, N-Triples made of *documents*, as one on these.

    A place that is not in what was sent, or that no document has, stays as it is.
    """
    names = {each.name for each in report.data}
    lines = sent.splitlines()
    wanted = [_wanted(each.place, names, lines) for each in report.findings]
    places = Finder(documents).places(wanted)
    pairs = zip(report.findings, places, strict=True)
    findings = (replace(each, place=place or each.place) for each, place in pairs)
    data = tuple(Input(each.name, each.digest) for each in documents)
    return replace(report, findings=tuple(sorted(findings)), data=data)


def _wanted(place: Place | None, names: set[str], lines: list[bytes]) -> list[Wanted]:
    """The triple that stands at *place*, if it is one in what goes by those *names*."""
    if place is None or place.file not in names or place.line is None:
        return []
    line = b"".join(lines[place.line - 1 : place.line])
    found = parse(line, format=RdfFormat.N_TRIPLES)
    return [_of(quad, points_at_subject=place.column == 1) for quad in found]


def _of(quad: Quad, *, points_at_subject: bool) -> Wanted:
    subject, value = cast("Term", quad.subject), cast("Term", quad.object)
    predicates = frozenset({quad.predicate})
    return Wanted(subject, predicates, value, points_at_subject=points_at_subject)
