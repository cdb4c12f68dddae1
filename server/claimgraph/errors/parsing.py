"""Why RDF does not parse: a parser's words, or what to do where it has none for it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from claimgraph.errors.base import Position

#: Where a text does not parse, if that is known, and why.
Why = tuple[Position | None, str]

_NOT_UTF8 = "it is not UTF-8: save it as UTF-8"
_BEFORE = re.compile(r"^Parser error at line .*?: ")
#: What the parser says of a context that it would have to fetch.
_FETCHING = ("No LoadDocumentCallback", "Invalid remote context URL")


def why(error: SyntaxError, content: bytes = b"") -> Why:
    """Say where and why *content* does not parse, given the parser's *error*."""
    reason = _BEFORE.sub("", str(error.msg)).rstrip(".")
    place = Position(error.lineno, error.offset or 1) if error.lineno else None
    if reason.startswith(_FETCHING):
        return _remote(content) or (place, reason)
    return _undecodable(content, reason, place) or (place, reason)


def undecoded(error: UnicodeDecodeError) -> tuple[Position, str]:
    """Say where a text is not UTF-8."""
    before = bytes(error.object[: error.start]).decode("utf-8", "replace")
    return _end(before), _NOT_UTF8


def _undecodable(content: bytes, reason: str, place: Position | None) -> Why | None:
    """The first byte that is not UTF-8, if that is what the parser stopped at."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        at, why_not = undecoded(error)
        if "utf-8" in reason.lower() or place is None or _order(at) <= _order(place):
            return at, why_not
    return None


def _order(place: Position) -> tuple[int, int]:
    return place.line, place.column


def _end(text: str) -> Position:
    """The place that follows *text*."""
    return Position(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _remote(content: bytes) -> Why | None:
    """The first context in a text of JSON-LD that stands elsewhere."""
    try:
        found = next(_contexts(json.loads(content)), None)
    except (ValueError, RecursionError):
        return None
    if found is None:
        return None
    before, there, _ = content.decode("utf-8", "replace").partition(
        json.dumps(found, ensure_ascii=False)
    )
    reason = "is elsewhere, and nothing is fetched: write the context itself here"
    return _end(before) if there else None, f"its context {found} {reason}"


def _contexts(value: Any) -> Iterator[str]:
    """The IRIs of contexts in a *value* of JSON."""
    if isinstance(value, list):
        for each in value:
            yield from _contexts(each)
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("@context", "@import"):
                yield from filter(_is_text, each if isinstance(each, list) else [each])
            yield from _contexts(each)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
