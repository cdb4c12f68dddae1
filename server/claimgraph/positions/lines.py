"""Where in a text, by line and column, something stands."""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from claimgraph.errors.base import Position

#: What ends a line for editors and parsers. U+2028 and the like do not.
_BREAK = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, from its first character up to where the next one begins."""

    begin: Position
    end: Position


class Lines:
    r"""
    The lines of a *text*: each ends with a line feed, a carriage return, or both.

    Columns count code points.

    >>> str(Lines("one\r\ntwo").position(6))
    'line 2, column 2'
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> "array[int]":
        ends = (found.end() for found in _BREAK.finditer(self._text))
        return array("Q", (0, *ends))

    def position(self, offset: int) -> Position:
        """The place of the character that *offset* others precede."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, begin: int, end: int) -> Span:
        """The stretch from the offset *begin* up to the offset *end*."""
        return Span(self.position(begin), self.position(end))

    def source(self, line: int) -> str:
        r"""
        The text of a *line*, counted from 1, without its end.

        >>> Lines("one\ntwo\u2028still two\n").source(2)
        'two\u2028still two'
        """
        start = self._starts[line - 1]
        found = _BREAK.search(self._text, start)
        return self._text[start : found.start() if found else None]
