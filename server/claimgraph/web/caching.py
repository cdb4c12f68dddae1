"""Answers that were given, kept for who asks the same of the same data."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True)
class Kept:
    """A whole answer: its bytes, the name of its format and how many rows it has."""

    body: bytes
    format: str
    rows: int | None = None


class Cache:
    """
    Whole answers by their entity tag, at most so many bytes of them.

    What was not asked for longest goes first.

    >>> cache = Cache(most=10)
    >>> cache.keep("one", Kept(b"12345678", "json"))
    >>> cache.keep("two", Kept(b"12345678", "json"))
    >>> cache.get("one") is None
    True
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, tag: str) -> Kept | None:
        """The answer under *tag*, if it is still there."""
        with self._lock:
            found = self._kept.get(tag)
            if found is not None:
                self._kept.move_to_end(tag)
            return found

    def keep(self, tag: str, answer: Kept) -> None:
        """Keep *answer* under *tag*, unless it alone is too large."""
        if len(answer.body) > self._most:
            return
        with self._lock:
            self._drop(tag)
            self._kept[tag] = answer
            self._size += len(answer.body)
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, tag: str) -> None:
        dropped = self._kept.pop(tag, None)
        self._size -= len(dropped.body) if dropped else 0
