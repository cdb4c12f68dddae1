"""Counting the rows of an answer in its bytes, as they are written."""

import re
from collections.abc import Callable

from claimgraph.formats import CSV, JSON, TSV, XML, Format

#: Between two rows of SPARQL JSON. In a string, the quotation mark would be escaped or
#: end the string, and then no name of a variable could follow.
_BETWEEN = re.compile(rb'\}\},\{"(?=[^,}\]])')


class Tally:
    r"""
    Counts the rows of a table in *form*, given its bytes piece by piece.

    A row of JSON in which nothing is bound is not seen.

    >>> tally = Tally(CSV)
    >>> tally.add(b'name')
    >>> tally.add(b'\r\n"two\r\nlines"\r\n')
    >>> tally.rows
    1
    """

    def __init__(self, form: Format) -> None:
        self._count: Callable[[bytes], int] = _COUNTS.get(form, _none)
        self._heads = 1 if form in (CSV, TSV) else 0
        self._tail = b""
        self._seen = 0
        self._quoted = form is CSV
        self._open = False

    def add(self, data: bytes) -> None:
        """Count the rows in the next *data*."""
        if self._quoted:
            data = self._unquoted(data)
        joined = self._tail + data
        self._seen += self._count(joined) - self._count(self._tail)
        self._tail = joined[-16:]

    @property
    def rows(self) -> int:
        """How many rows there were so far."""
        return max(self._seen - self._heads, 0)

    def _unquoted(self, data: bytes) -> bytes:
        """What of CSV *data* stands outside quotation marks."""
        parts = data.split(b'"')
        outside = b'"'.join(parts[1 if self._open else 0 :: 2])
        self._open ^= len(parts) % 2 == 0
        return outside


def _none(data: bytes) -> int:
    return 0


def _json_rows(data: bytes) -> int:
    first = len(re.findall(rb'"bindings":\[\{"', data))
    return first + len(_BETWEEN.findall(data))


_COUNTS: dict[Format, Callable[[bytes], int]] = {
    JSON: _json_rows,
    XML: lambda data: data.count(b"<result>"),
    CSV: lambda data: data.count(b"\n"),
    TSV: lambda data: data.count(b"\n"),
}
