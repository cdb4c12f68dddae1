"""SPARQL's CSV out of its TSV (SPARQL 1.1 Query Results CSV and TSV Formats).

The engine's own CSV leaves the commas of IRIs unquoted. In TSV a field says which term
it is, and tabs and line ends stand between fields only; so whole pieces are turned at
once. Only lines with an escape or a triple term are read field by field.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

#: So many bytes are turned at once.
_PIECE = 1 << 16
#: Lines in which nothing has to be quoted, or one in which something may have to be.
_RUN = re.compile(rb"((?:[^,\\\n]*+\n)++)|(.*\n)")
#: What follows the quotation of a literal.
_SUFFIX = re.compile(rb'"(?:@[\w-]+|\^\^<[^>\t\n]*>)(?=[\t\n])')
_ESCAPE = re.compile(rb"\\(.)")
_MEANT = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"b": b"\b", b"f": b"\f"}
_QUOTED = re.compile(rb'[",\r\n]')
#: What goes, in this order: a literal may begin like an IRI, and not the other way.
_SIGNS = (
    (b"\t<", b"\t"), (b"\n<", b"\n"), (b">\t", b"\t"), (b">\n", b"\n"),
    (b'\t"', b"\t"), (b'\n"', b"\n"), (b'"\t', b"\t"), (b'"\n', b"\n"),
    (b"\t", b","), (b"\n", b"\r\n"),
)  # fmt: skip


class SupportsWrite(Protocol):
    """A binary file, as far as writing to one goes."""

    def write(self, data: bytes, /) -> int:
        """Take *data*; tell how many bytes were taken."""
        ...


class AsCsv:
    r"""
    A file that takes TSV and hands CSV with these *columns* on to *out*.

    >>> from io import BytesIO
    >>> out = BytesIO()
    >>> file = AsCsv(["bird", "colour"], out)
    >>> file.write(b'?bird\t?colour\n<http://e/a,b>\t"grey"@en\n')
    39
    >>> file.finish()
    >>> out.getvalue()
    b'bird,colour\r\n"http://e/a,b",grey\r\n'
    """

    def __init__(self, columns: Sequence[str], out: SupportsWrite) -> None:
        self._head: bytes | None = f"{','.join(columns)}\r\n".encode()
        self._out = out
        self._taken = bytearray()

    def write(self, data: bytes) -> int:
        """Take *data*; what is whole is handed on now and then."""
        self._taken += data
        if len(self._taken) >= _PIECE:
            self._hand_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: a line may not be whole yet."""

    def finish(self) -> None:
        """Hand on the rest."""
        self._hand_on()

    def _hand_on(self) -> None:
        end = self._taken.rfind(b"\n") + 1
        piece = bytes(self._taken[:end])
        del self._taken[:end]
        if self._head is not None and piece:
            self._out.write(self._head)
            self._head, piece = None, piece[piece.index(b"\n") + 1 :]
        if piece:
            self._out.write(_turned(piece))


def _turned(piece: bytes) -> bytes:
    """Turn whole lines of TSV."""
    if b"<<(" in piece:
        return b"".join(map(_line, piece.splitlines(keepends=True)))
    runs = _RUN.finditer(piece)
    return b"".join(_simple(run[1]) if run[1] else _line(run[2]) for run in runs)


def _simple(lines: bytes) -> bytes:
    """Turn lines in which nothing has to be quoted: only the signs of terms go."""
    lines = _SUFFIX.sub(b'"', b"\n" + lines)
    for sign, rest in _SIGNS:
        lines = lines.replace(sign, rest)
    return lines[2:]


def _line(line: bytes) -> bytes:
    return b",".join(map(_field, line[:-1].split(b"\t"))) + b"\r\n"


def _field(field: bytes) -> bytes:
    text = _plain(field)
    if _QUOTED.search(text):
        return b'"' + text.replace(b'"', b'""') + b'"'
    return text


def _plain(field: bytes) -> bytes:
    """The string of the term in *field*, without what tells its kind."""
    if field.startswith(b'"'):
        written = field[1 : field.rindex(b'"')]
        return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), written)
    if field.startswith(b"<<("):
        line = f"<urn:x> <urn:x> {field.decode()} ."
        return _string(next(parse(line, format=RdfFormat.TURTLE)).object).encode()
    return field[1:-1] if field.startswith(b"<") else field


def _string(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """The string of *term*; a triple term's parts stand apart by spaces."""
    if isinstance(term, Triple):
        return " ".join(map(_string, (term.subject, term.predicate, term.object)))
    return str(term) if isinstance(term, BlankNode) else term.value
