"""The pool: every query to a worker of its own, up to its deadline.

Queries start in the fast lane, which has a few workers for each core. One that goes on
for longer moves to the slow lane: its worker gets less of the processors, and another
takes its place, so that short queries never wait for long ones.
"""

import time
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from uuid import uuid4

from claimgraph.engine import frames
from claimgraph.engine.processes import Keeper, Worker
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.limits import Busy, OverTime, Stopped

#: How much less of the processors the slow lane gets (nice(2)).
_NICER = 10
#: Queries that one worker answers before a fresh one takes its place.
_MOST_ANSWERED = 2000
#: Seconds between two looks at what is running.
_WATCH = 0.1


@dataclass(frozen=True)
class Sizes:
    """
    How much goes on at once.

    So many queries in the fast lane, in the slow one and in the *queue*; after
    *patience* seconds a query moves to the slow lane.
    """

    fast: int = 2
    slow: int = 16
    queue: int = 64
    patience: float = 0.3


@dataclass
class Running:
    """A query that is being answered; *ended* is why it was killed, if it was."""

    worker: Worker
    text: str
    limit: float
    id: str = field(default_factory=lambda: uuid4().hex)
    begun: float = field(default_factory=time.monotonic)
    what: str = "query"
    slow: bool = False
    ended: ClaimgraphError | None = None

    @property
    def seconds(self) -> float:
        """For how long the query has been running."""
        return time.monotonic() - self.begun

    def end(self, why: ClaimgraphError) -> None:
        """Kill the worker, and remember *why*."""
        self.ended = self.ended or why
        self.worker.kill()

    def end_if_over(self) -> None:
        """Kill the worker if the query's time is over."""
        if self.seconds > self.limit:
            self.end(OverTime(self.limit, self.what))


class Pool:
    """
    The workers of the current generation, and those of older ones still at work.

    A worker answers sooner where it has looked before: the engine counts references in
    what it reads, so that the system copies for a worker each page that it reads first.
    So workers are kept, as long as all together have at most *own_memory* bytes of
    their own.
    """

    def __init__(self, keeper: Keeper, sizes: Sizes, own_memory: int) -> None:
        self._sizes = sizes
        self._own_memory = own_memory
        self._keeper = keeper
        self._free = Condition()
        self._idle: list[Worker] = []
        self._fast = 0
        self._slow = 0
        self._waiting = 0
        self._running: dict[str, Running] = {}
        self._closed = Event()
        Thread(target=self._watch, name="watch", daemon=True).start()

    @property
    def keeper(self) -> Keeper:
        """The keeper of the current generation."""
        return self._keeper

    def running(self) -> list[Running]:
        """What is running now, the oldest first."""
        with self._free:
            return sorted(self._running.values(), key=lambda each: each.begun)

    @property
    def patience(self) -> float:
        """Seconds after which a query moves to the slow lane."""
        return self._sizes.patience

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._waiting

    def begin(
        self, text: str, order: object, limit: float, what: str = "query"
    ) -> Running:
        """
        Hand *order* to a worker; *text* is what others are told about it.

        It is a *what*: a query, or something else that takes as long.

        Raises Busy when too many wait already, and OverTime when *limit*, in seconds,
        is over before a worker is free.
        """
        begun = time.monotonic()
        self._enter(limit, what)
        try:
            worker = self._handed(order)
        except BaseException:
            self._leave(slow=False)
            raise
        running = Running(worker, text, limit, begun=begun, what=what)
        with self._free:
            self._running[running.id] = running
        return running

    def _enter(self, limit: float, what: str) -> None:
        with self._free:
            if self._fast >= self._sizes.fast:
                self._wait(limit, what)
            self._fast += 1

    def _wait(self, limit: float, what: str) -> None:
        if self._waiting >= self._sizes.queue:
            raise Busy(self._waiting)
        self._waiting += 1
        try:
            if not self._free.wait_for(self._has_room, limit):
                raise OverTime(limit, what)
        finally:
            self._waiting -= 1

    def _has_room(self) -> bool:
        return self._fast < self._sizes.fast

    def _leave(self, *, slow: bool) -> None:
        with self._free:
            if slow:
                self._slow -= 1
            else:
                self._fast -= 1
            self._free.notify()

    def _handed(self, order: object) -> Worker:
        """A worker that has taken *order*; one that died while idle is passed over."""
        while True:
            worker = self._taken()
            try:
                frames.say(worker.sock, frames.ASK, order)
            except OSError:
                self._discard(worker)
            else:
                return worker

    def _taken(self) -> Worker:
        with self._free:
            if self._idle:
                return self._idle.pop()
            keeper = self._keeper
            keeper.workers += 1
        try:
            return keeper.worker()
        except BaseException:
            self._forget(keeper)
            raise

    def demote(self, running: Running) -> None:
        """Move a query that goes on for long to the slow lane, if there is room."""
        with self._free:
            if running.slow or self._slow >= self._sizes.slow:
                return
            running.slow = True
            self._fast -= 1
            self._slow += 1
            self._free.notify()
        running.worker.step_back(_NICER)

    def finish(self, running: Running, *, whole: bool) -> None:
        """Take the worker back if its answer is *whole*, or end it."""
        worker = running.worker
        worker.answered += 1
        if running.seconds > self._sizes.patience:
            worker.own = worker.own_memory
        with self._free:
            del self._running[running.id]
            keep = whole and self._has_place(worker)
            if keep:
                self._idle.append(worker)
        if not keep:
            self._discard(worker)
        self._leave(slow=running.slow)

    def _has_place(self, worker: Worker) -> bool:
        """Whether *worker* may be kept, for what it has answered and for its memory."""
        if worker.keeper is not self._keeper or worker.answered >= _MOST_ANSWERED:
            return False
        own = sum(idle.own for idle in self._idle) + worker.own
        return len(self._idle) < self._sizes.fast and own <= self._own_memory

    def _discard(self, worker: Worker) -> None:
        worker.kill()
        worker.close()
        self._forget(worker.keeper)

    def _forget(self, keeper: Keeper) -> None:
        """Count one worker of *keeper* less; end a keeper that nobody needs."""
        with self._free:
            keeper.workers -= 1
            over = keeper.workers == 0 and keeper is not self._keeper
        if over:
            keeper.end()

    def publish(self, keeper: Keeper) -> None:
        """Have all queries that begin from now on answered by *keeper*'s generation."""
        with self._free:
            old, self._keeper = self._keeper, keeper
            old.workers += 1  # so that it stays until its idle workers are gone
            idle, self._idle = self._idle, []
        for worker in idle:
            self._discard(worker)
        self._forget(old)

    def _watch(self) -> None:
        """End what is over its time, whatever its reader is waiting for."""
        while not self._closed.wait(_WATCH):
            for running in self.running():
                running.end_if_over()

    def close(self, wait: float) -> None:
        """Let what is running go on for *wait* seconds, then end all processes."""
        end = time.monotonic() + wait
        while self.running() and time.monotonic() < end:
            time.sleep(_WATCH)
        self._closed.set()
        for running in self.running():
            running.end(Stopped())
        for worker in self._idle:
            worker.kill()
            worker.close()
        self._keeper.end()
