"""Answers of several engines compared: as bags of rows, numbers by value."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from harness.wire import Reply

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {
    _XSD + name
    for name in ("integer", "decimal", "double", "float", "int", "long", "short")
}
_DIGITS = 9


class Unreadable(Exception):
    """The body is not what its media type says, or the status is not 200."""


@dataclass(frozen=True)
class Summary:
    """An answer boiled down: how many rows, and a digest that equal bags share."""

    rows: int
    digest: str


def summary(reply: Reply) -> Summary:
    """
    Boil *reply* down.

    Raises Unreadable where it holds no answer.
    """
    if reply.status != 200:
        said = " ".join(reply.body[:200].decode(errors="replace").split())
        raise Unreadable(f"status {reply.status}: {said}")
    bag = Counter(_rows(reply))
    digest = hashlib.sha256()
    for row, count in sorted(bag.items()):
        digest.update(f"{row}{count}".encode())
    return Summary(bag.total(), digest.hexdigest()[:16])


def _rows(reply: Reply) -> Iterable[str]:
    media_type = reply.media_type.partition(";")[0].strip()
    try:
        if "json" in media_type:
            return _solutions(reply.body)
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise Unreadable(f"media type {media_type}")
        return [repr(tuple(map(_value, q.triple))) for q in ox.parse(reply.body, form)]
    except SyntaxError as error:
        raise Unreadable(str(error)) from error


def _solutions(body: bytes) -> list[str]:
    answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        return [repr(bool(answer))]
    names = sorted(variable.value for variable in answer.variables)
    return [repr([_value(row[name]) for name in names]) for row in answer]


def _value(term: object) -> object:
    """What *term* stands for, so that 49 is 49.0 and Z is +00:00."""
    if not isinstance(term, ox.Literal):
        return "" if term is None else getattr(term, "value", str(term))
    kind = term.datatype.value
    if kind in _NUMBERS:
        return _number(term.value)
    if kind == _XSD + "dateTime":
        return datetime.fromisoformat(term.value).timestamp()
    return term.value, (term.language or "").lower()


def _number(text: str) -> object:
    """To nine digits: engines divide to different lengths."""
    try:
        number = Decimal(text)
        return f"{number:.{_DIGITS - 1}e}" if number else "0"
    except InvalidOperation:
        return text
