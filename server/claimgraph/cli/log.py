"""The log goes to standard error from a thread of its own, several lines at once.

Who answers never waits for who reads the log. Where nobody does, so many lines wait;
of later ones it is told how many were left out.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from threading import Event, Thread

#: Lines that may wait.
_MOST = 10_000
#: Seconds between two looks at what waits, and those that remain for it at the end.
_EVERY = 0.05
_LAST = 2


class Waiting(logging.Handler):
    """Lines that wait to be written."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = list[str]()
        self._left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Have *record* wait, or count it as left out."""
        if len(self._lines) < _MOST:
            self._lines.append(self.format(record))
        else:
            self._left_out += 1

    def taken(self) -> bytes:
        """What waits now, and does not any more."""
        self.acquire()
        lines, self._lines = self._lines, []
        left_out, self._left_out = self._left_out, 0
        self.release()
        if left_out:
            lines.append(f"{left_out} lines were left out here: nobody read the log.")
        return "".join(f"{line}\n" for line in lines).encode(errors="backslashreplace")


@contextmanager
def to_standard_error() -> Iterator[None]:
    """Log to standard error for as long as the context lasts."""
    waiting, over = Waiting(), Event()
    writer = Thread(target=_write, args=(waiting, over), name="log", daemon=True)
    writer.start()
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[waiting])
    try:
        yield
    finally:
        over.set()
        writer.join(_LAST)


def _write(waiting: Waiting, over: Event) -> None:
    """Write what waits, without a lock that the end of the process would wait for."""
    out = FileIO(sys.stderr.fileno(), "w", closefd=False)
    last = False
    while not last:
        last = over.wait(_EVERY)
        data = waiting.taken()
        while data:
            data = data[out.write(data) :]
