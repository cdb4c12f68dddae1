"""The line of a source on which a finding stands, and the part of it that is meant."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size

from claimgraph.findings import Place
from claimgraph.reports.visible import visible

_TAB = 4
_CUT = "…"


@dataclass(frozen=True)
class Excerpt:
    """A line as it is shown: what is *marked*, and what stands before and after it."""

    before: str
    marked: str
    after: str

    def __str__(self) -> str:
        return self.before + self.marked + self.after

    @property
    def marker(self) -> str:
        """What to write under the line: ``^~~~`` under the part that is marked."""
        span = max(cell_len(self.marked), 1)
        return " " * cell_len(self.before) + "^" + "~" * (span - 1)


def excerpt(place: Place | None, width: int) -> Excerpt | None:
    """
    Cut the source line of *place* to *width* cells of a terminal around its span.

    None where the line is not known. Takes time by *width*, however long the line.
    """
    if place is None or not place.source or place.column is None:
        return None
    start, end = _span(place)
    begin, stop = max(start - width, 0), min(end, start + width)
    before = place.source[begin:start]
    whole = _shown(
        before if begin else before.lstrip(),
        place.source[start:stop],
        place.source[end : end + width],
    )
    hidden = begin > 0, stop < end, end + width < len(place.source)
    return _fitted(whole, hidden, width)


def _span(place: Place) -> tuple[int, int]:
    """Where in the source line the span begins and ends, counted from 0."""
    length = len(place.source)
    start = min(max((place.column or 1) - 1, 0), length)
    if place.end_line is not None and place.end_line != place.line:
        return start, length
    end = (place.end_column or start + 2) - 1
    return start, min(max(end, start), length)


def _shown(*parts: str) -> Excerpt:
    """The parts with tabs as spaces, and whatever hides made visible."""
    at, shown = 0, []
    for part in parts:
        text = "".join(_cells(part, at))
        at += cell_len(text)
        shown.append(text)
    return Excerpt(*shown)


def _cells(part: str, at: int) -> Iterator[str]:
    pieces = part.split("\t")
    for number, piece in enumerate(pieces):
        text = visible(piece)
        at += cell_len(text)
        yield text
        if number < len(pieces) - 1:
            blank = _TAB - at % _TAB
            at += blank
            yield " " * blank


def _fitted(whole: Excerpt, hidden: tuple[bool, bool, bool], width: int) -> Excerpt:
    """Cut *whole*, of whose parts some may be *hidden* already, to *width* cells."""
    if not any(hidden) and cell_len(str(whole)) <= width:
        return whole
    before = _last(whole.before, width // 3, cut=hidden[0])
    left = width - cell_len(before)
    marked = _first(whole.marked, left, cut=hidden[1])
    left = max(left - cell_len(marked), 0)
    return Excerpt(before, marked, _first(whole.after, left, cut=hidden[2]))


def _first(text: str, cells: int, *, cut: bool) -> str:
    """As much from the start of *text* as fits, with a sign if some is missing."""
    if not cut and cell_len(text) <= cells:
        return text
    kept, used = [], 1
    for sign in text:
        used += get_character_cell_size(sign)
        if used > cells:
            break
        kept.append(sign)
    return "".join(kept) + (_CUT if cells else "")


def _last(text: str, cells: int, *, cut: bool) -> str:
    return _first(text[::-1], cells, cut=cut)[::-1]
