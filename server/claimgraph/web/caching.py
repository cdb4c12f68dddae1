"""Answers that were given, kept for who asks the same of the same data."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, TypeVar

#: What anything kept takes beside its bytes, roughly.
ROUND_ABOUT = 1000


class Keepable(Protocol):
    """Anything that knows how many bytes of memory it takes."""

    @property
    def size(self) -> int:
        """So many bytes."""
        ...


_Kind = TypeVar("_Kind", bound=Keepable)


@dataclass(frozen=True)
class Kept:
    """
    A whole answer: its bytes, the name of its format and how many rows it has.

    *headers* are those that tell of it.
    """

    body: bytes
    format: str
    rows: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of memory that it takes."""
        return len(self.body) + ROUND_ABOUT


class Cache:
    """
    What was answered, under what was asked, at most so many bytes of it.

    What was not asked for longest goes first.

    >>> cache = Cache(most=2500)
    >>> cache.keep("one", Kept(b"1" * 800, "json"))
    >>> cache.keep("two", Kept(b"2" * 800, "json"))
    >>> cache.get("one", Kept) is None
    True
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Keepable] = OrderedDict()

    def get(self, key: Hashable, kind: type[_Kind]) -> _Kind | None:
        """The answer of that *kind* under *key*, if it is still there."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found if isinstance(found, kind) else None

    def keep(self, key: Hashable, answer: Keepable) -> None:
        """Keep *answer* under *key*, unless it alone is too large."""
        if answer.size > self._most:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = answer
            self._size += answer.size
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        dropped = self._kept.pop(key, None)
        self._size -= dropped.size if dropped else 0
