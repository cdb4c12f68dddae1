"""Replies: what a worker says to one order, up to its deadline."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NoReturn

from claimgraph.engine import frames, services
from claimgraph.engine.messages import Limits
from claimgraph.engine.pool import Pool, Running
from claimgraph.errors.base import ClaimgraphError, Relayed
from claimgraph.errors.limits import ClientGone, EngineFailed, OutOfMemory
from claimgraph.errors.queries import Unorderable

#: Seconds between two looks at whether the one who asked is still there.
_LOOK = 0.1
#: What the engine says as it dies for lack of memory.
_NO_MEMORY = "memory allocation"
#: ... and as it dies of sorting what it compares in circles.
_NO_ORDER = "total order"


class Reply:
    """
    A reply that is coming in; close it in any case.

    *head* says what the answer is. Iterating gives its bytes, once; then *end* says
    what is known of it as a whole. Both raise what ended the query: an error that
    the worker met, OverTime, OutOfMemory, Stopped, ClientGone or EngineFailed.
    """

    def __init__(
        self,
        pool: Pool,
        running: Running,
        limits: Limits,
        gone: Callable[[], bool],
        body: bytes | None = None,
    ) -> None:
        self._pool = pool
        self._running = running
        self._limits = limits
        self._gone = gone
        self._finished = False
        self.end: dict[str, Any] = {}
        if body is not None:
            self._bring(body)
        self.head: dict[str, Any] = self._first()

    @property
    def id(self) -> str:
        """The name by which the query can be ended from outside."""
        return self._running.id

    @property
    def seconds(self) -> float:
        """For how long the query has been running."""
        return self._running.seconds

    def _bring(self, body: bytes) -> None:
        """Send the worker the *body* that its order speaks of."""
        sock = self._running.worker.sock
        sock.settimeout(None)  # a worker that is killed meanwhile hangs up
        try:
            frames.send(sock, frames.BODY, body)
        except OSError:
            self._fail()

    def _first(self) -> dict[str, Any]:
        letter, payload = self._next()
        told: dict[str, Any] = json.loads(payload)
        if letter == frames.END:
            self._finish(told)
        return told

    def __iter__(self) -> Iterator[bytes]:
        while not self._finished:
            letter, payload = self._next()
            if letter == frames.DATA:
                yield payload
            else:
                self._finish(json.loads(payload))

    def _finish(self, told: dict[str, Any]) -> None:
        self.end = told
        self._release(whole=True)

    def _next(self) -> tuple[bytes, bytes]:
        """The next frame; raises what ended the query instead."""
        worker = self._running.worker
        worker.sock.settimeout(_LOOK)
        while True:
            try:
                letter, payload = worker.inbox.receive()
            except TimeoutError:
                self._look()
                continue
            except OSError:
                self._fail()
            if letter == frames.ERROR:
                self._release(whole=True)
                raise Relayed(json.loads(payload))
            if letter != frames.FETCH:
                return letter, payload
            self._fetch(**json.loads(payload))

    def _fetch(self, endpoint: str, query: str) -> None:
        """Ask *endpoint* for the worker, as long as that is to go on."""
        found = services.results(endpoint, query, self._limits, self._goes_on)
        told = {"media_type": found.media_type, "fault": found.fault}
        sock = self._running.worker.sock
        sock.settimeout(None)  # a worker that is killed meanwhile hangs up
        with suppress(OSError):
            frames.say(sock, frames.ASK, told)
            frames.send(sock, frames.BODY, found.body)
        sock.settimeout(_LOOK)

    def _goes_on(self) -> bool:
        self._look()
        return self._running.ended is None

    def _look(self) -> None:
        """See whether to go on: while in time, and while somebody waits."""
        self._running.end_if_over()
        if self._gone():
            self._running.end(ClientGone())
        if self._running.seconds > self._pool.patience:
            self._pool.demote(self._running)

    def _fail(self) -> NoReturn:
        """Say why the worker is no more."""
        why = self._running.ended or self._fate()
        self._release(whole=False)
        raise why

    def _fate(self) -> ClaimgraphError:
        try:
            code, said = self._running.worker.fate()
        except EngineFailed as error:  # the keeper is gone as well
            return error
        killed = code == -signal.SIGKILL  # by the system, which was short of memory
        if killed or _NO_MEMORY in said:
            return OutOfMemory(self._limits.memory, self._running.what)
        return Unorderable() if _NO_ORDER in said else EngineFailed()

    def _release(self, *, whole: bool) -> None:
        if not self._finished:
            self._finished = True
            self._pool.finish(self._running, whole=whole)

    def close(self) -> None:
        """Leave the reply; what is not whole yet is ended."""
        self._release(whole=False)
