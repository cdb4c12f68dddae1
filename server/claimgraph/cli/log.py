"""The log goes to standard error from a thread of its own.

Who answers never waits for who reads the log. Where nobody does, so many lines wait;
of later ones it is told how many were left out.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from logging.handlers import QueueHandler
from queue import Full, Queue
from threading import Thread

_Records = Queue[logging.LogRecord | None]

#: Lines that may wait.
_MOST = 10_000
#: Seconds that those still waiting have at the end.
_LAST = 2


class Waiting(QueueHandler):
    """Puts records into a queue that may be full."""

    def __init__(self, queue: _Records) -> None:
        super().__init__(queue)
        self._left_out = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        """Put *record* into the queue, or count it as left out."""
        try:
            if self._left_out:
                self.queue.put_nowait(_told(self._left_out))
                self._left_out = 0
            self.queue.put_nowait(record)
        except Full:
            self._left_out += 1


def _told(left_out: int) -> logging.LogRecord:
    said = f"{left_out} lines were left out here: nobody read the log."
    return logging.makeLogRecord({"msg": said, "levelno": logging.WARNING})


@contextmanager
def to_standard_error() -> Iterator[None]:
    """Log to standard error for as long as the context lasts."""
    records: _Records = Queue(_MOST)
    writer = Thread(target=_write, args=(records,), name="log", daemon=True)
    writer.start()
    handlers = [Waiting(records)]
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=handlers)
    try:
        yield
    finally:
        with suppress(Full):
            records.put_nowait(None)
            writer.join(_LAST)


def _write(records: _Records) -> None:
    """Write what comes, without a lock that the end of the process would wait for."""
    out = FileIO(sys.stderr.fileno(), "w", closefd=False)
    while (record := records.get()) is not None:
        line = f"{record.getMessage()}\n".encode(errors="backslashreplace")
        while line:
            line = line[out.write(line) :]
