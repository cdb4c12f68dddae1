"""Where a finding stands: file, line and column of the triple that is at fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Quad

from claimgraph.findings import Place
from claimgraph.positions import Lines, Places
from claimgraph.validation.documents import Document
from claimgraph.validation.wanting import Wanted, keys

#: A line of a source is not longer in a report.
_LONGEST = 2_000


#: A triple by the numbers of its document and of itself there.
_Number = tuple[int, int]


class Finder:
    """Finds triples in documents, each read once for all that is wanted."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._names = [each.name for each in documents]

    def places(self, every: Sequence[Sequence[Wanted]]) -> list[Place | None]:
        """For each the place of the best that is found, or None."""
        search = _Search({choice for choices in every for choice in choices})
        for number, document in enumerate(self._documents if every else ()):
            search.look(number, document)
        best = list(map(search.best, every))
        known = self._known({each[0] for each in best if each})
        return [self._place(each[0], known, each[1]) if each else None for each in best]

    def _known(self, numbers: set[_Number]) -> dict[_Number, "_Both"]:
        """Where these triples stand, as far as it can be known."""
        wanted: dict[int, set[int]] = {}
        for document, index in numbers:
            wanted.setdefault(document, set()).add(index)
        return {
            (document, index): both
            for document, indexes in wanted.items()
            for index, both in _spans(self._documents[document], indexes).items()
        }

    def _place(
        self, number: _Number, known: Mapping[_Number, "_Both"], choice: Wanted
    ) -> Place:
        return _place(self._names[number[0]], known.get(number), choice)


class _Search:
    """
    Which triple is *found* for each of what is *wanted*.

    It is the first, or the last where that is wanted; rather one that is written as it
    is wanted than one that only means the same.
    """

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self.found: dict[Wanted, _Number] = {}
        self._open: dict[object, list[Wanted]] = {}
        for each in wanted:
            self._open.setdefault(each.key, []).append(each)

    def look(self, number: int, document: Document) -> None:
        """Look through *document*, which has that *number*."""
        for index, quad in enumerate(document.quads()):
            for key in keys(quad):
                if key in self._open:
                    self._note(key, quad, (number, index))

    def best(self, choices: Sequence[Wanted]) -> tuple[_Number, Wanted] | None:
        """The first of *choices* that was found, and the triple."""
        for each in choices:
            number = self.found.get(each)
            if number is not None:
                return number, each
        return None

    def _note(self, key: object, quad: Quad, number: _Number) -> None:
        done = False
        for each in self._open[key]:
            if each.matches(quad):
                literal = each.value in (None, quad.object)
                if literal or each not in self.found:
                    self.found[each] = number
                done = done or (literal and not each.last)
        if done:
            self._close(key, quad)

    def _close(self, key: object, quad: Quad) -> None:
        """What was found as it is written needs no second look."""
        several = self._open.pop(key)
        if len(several) == 1:
            return
        left = [
            each
            for each in several
            if each.last
            or not (each.matches(quad) and each.value in (None, quad.object))
        ]
        if left:
            self._open[key] = left


@dataclass(frozen=True)
class _Both:
    """Where the terms of a triple stand, and the lines of the text."""

    terms: Places
    lines: Lines


def _spans(document: Document, indexes: set[int]) -> dict[int, _Both]:
    found = enumerate(islice(document.places(), max(indexes) + 1))
    places = {index: its for index, its in found if index in indexes}
    lines = Lines(document.text() if places else "")
    return {index: _Both(its, lines) for index, its in places.items()}


def _place(document: str, both: _Both | None, choice: Wanted) -> Place:
    if both is None:
        return Place(document)
    span = both.terms.subject if choice.points_at_subject else both.terms.object
    return Place(
        document, span.begin.line, span.begin.column, span.end.line,
        span.end.column, both.lines.source(span.begin.line)[:_LONGEST],
    )  # fmt: skip
