"""What each engine tells: how long its parts took, and its results in one form."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

#: Focus node, path, value, component, severity and shape, as N-Triples has terms.
Row = tuple[str, str, str, str, str, str]
_BLANK = "_:"

_parts: dict[str, dict[str, float]] = {}


@contextmanager
def part(name: str) -> Iterator[None]:
    """Take the time of a part, the processor's too."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    _parts[name] = {
        "seconds": round(time.perf_counter() - wall, 3),
        "processor_seconds": round(time.process_time() - processor, 3),
    }


def row(
    focus: object,
    path: object,
    value: object,
    component: object,
    severity: object,
    shape: object,
) -> Row:
    """
    A result: a blank node is one like another, and of paths only predicates count.

    The path of a shape follows from the shape; a query may name another predicate.
    """
    found = [_term(each) for each in (focus, path, value, component, severity, shape)]
    if not found[1].startswith("<") or found[1].count("<") != 1:
        found[1] = ""
    return found[0], found[1], found[2], found[3], found[4], found[5]


def _term(term: object) -> str:
    text = "" if term is None else str(term)
    return _BLANK if text.startswith(_BLANK) else text


def say(rows: Iterable[Row], faults: Iterable[str] = ()) -> None:
    """Print all as JSON; *faults* are what the engine could not do."""
    told = {"parts": _parts, "results": sorted(rows), "faults": list(faults)}
    json.dump(told, sys.stdout)
