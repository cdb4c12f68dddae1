"""Where a finding stands: file, line and column of the triple that is at fault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import RdfFormat

from claimgraph.findings import Place
from claimgraph.positions import Lines, Span, places
from claimgraph.validation.documents import Document
from claimgraph.validation.wanting import Wanted

#: The formats whose texts tell where a triple stands.
_WITH_LINES = (
    RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS,
)  # fmt: skip
#: A line of a source is not longer in a report.
_LONGEST = 2_000


#: A finding by its number, how good a choice for it is, and the choice.
_Choice = tuple[int, int, Wanted]


class Finder:
    """Finds triples in documents, each read once for all that is wanted."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def places(self, every: Sequence[Sequence[Wanted]]) -> list[Place | None]:
        """For each the place of the best that is found, or None."""
        best: list[_Hit | None] = [None] * len(every)
        by_term = _by_term(every)
        for document in self._documents if every else ():
            hits = _hits(document, by_term)
            spans = dict(_spans(document, {hit.index for hit in hits.values()}))
            for number, hit in hits.items():
                if hit.is_better_than(best[number]):
                    place = _place(document, spans.get(hit.index), hit.choice)
                    best[number] = replace(hit, place=place)
        return [hit.place if hit else None for hit in best]


@dataclass(frozen=True)
class _Hit:
    """A choice, the *rank* of it, and which triple of a document it is."""

    rank: int
    index: int
    choice: Wanted
    place: Place | None = None

    def is_better_than(self, other: "_Hit | None") -> bool:
        """Whether this is the one to show, if *other* was found before."""
        if other is None or self.rank < other.rank:
            return True
        return self.rank == other.rank and self.choice.last


def _by_term(every: Sequence[Sequence[Wanted]]) -> Mapping[object, list[_Choice]]:
    found: dict[object, list[_Choice]] = {}
    for number, choices in enumerate(every):
        for rank, choice in enumerate(choices):
            found.setdefault(choice.key, []).append((number, rank, choice))
    return found


def _hits(
    document: Document, by_term: Mapping[object, list[_Choice]]
) -> dict[int, _Hit]:
    """The best that *document* has for each finding, by its number."""
    found: dict[int, _Hit] = {}
    for index, quad in enumerate(document.quads()):
        for term in (quad.subject, quad.object):
            for number, rank, choice in by_term.get(term, ()):
                hit = _Hit(rank, index, choice)
                if hit.is_better_than(found.get(number)) and choice.matches(quad):
                    found[number] = hit
    return found


@dataclass(frozen=True)
class _Both:
    """Where subject and object of a triple stand, and the lines of the text."""

    subject: Span
    object: Span
    lines: Lines


def _spans(document: Document, indexes: set[int]) -> Iterator[tuple[int, _Both]]:
    if not indexes or document.form not in _WITH_LINES:
        return
    text = document.text()
    lines, last = Lines(text), max(indexes)
    for index, found in enumerate(places(text, document.form)):
        if index in indexes:
            yield index, _Both(found.subject, found.object, lines)
        if index == last:
            return


def _place(document: Document, both: _Both | None, choice: Wanted) -> Place:
    if both is None:
        return Place(document.name, None, None, None, None, "")
    span = both.subject if choice.points_at_subject else both.object
    return Place(
        document.name, span.begin.line, span.begin.column, span.end.line,
        span.end.column, both.lines.source(span.begin.line)[:_LONGEST],
    )  # fmt: skip
