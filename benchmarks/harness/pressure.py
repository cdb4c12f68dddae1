"""Many clients at once: how much a server answers, and how long each waits."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import quantiles
from threading import Thread

from harness.wire import Connection, Dropped, TooSlow

#: Clients share so few processes, lest they take the server's processors.
_PROCESSES = 4
#: As requests write it: the last word of the query's comment.
FRESH = b"zzzz"
#: This part of the time is pressed in advance.
_WARMING = 0.4


@dataclass(frozen=True)
class Outcome:
    """What so many clients got in so many seconds."""

    clients: int
    answers: int
    errors: int
    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Load:
    """
    The *requests* that clients ask over and over for so many *seconds*.

    Where the text FRESH stands in a request, each puts a number that was never there
    before, so that no server can answer from a memory of texts.
    """

    url: str
    requests: Sequence[bytes]
    seconds: float
    limit: float


def press(load: Load, clients: int) -> Outcome:
    """Let *clients* ask at once; what comes while they warm up does not count."""
    processes = min(clients, _PROCESSES)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        work = [(load, clients // processes, number) for number in range(processes)]
        parts = pool.starmap(_in_threads, work)
    taken = sorted(second for part, _ in parts for second in part)
    errors = sum(errors for _, errors in parts)
    cuts = quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    rate = len(taken) / load.seconds
    return Outcome(
        clients, len(taken), errors, round(rate, 1),
        round(cuts[49] * 1e3, 3), round(cuts[98] * 1e3, 3),
    )  # fmt: skip


def _in_threads(load: Load, clients: int, number: int) -> tuple[list[float], int]:
    """Several clients of one process, each with a connection of its own."""
    runs = [_Client(load, number * 100 + place) for place in range(clients)]
    threads = [Thread(target=run.run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [second for run in runs for second in run.taken]
    return taken, sum(run.errors for run in runs)


class _Client:
    def __init__(self, load: Load, seed: int) -> None:
        self._load = load
        self._rng = Random(f"{time.time_ns()} {seed}")
        self._requests = [request.split(FRESH) for request in load.requests]
        Random(seed).shuffle(self._requests)
        self._begin = time.perf_counter() + load.seconds * _WARMING
        self._end = self._begin + load.seconds
        self.taken: list[float] = []
        self.errors = 0

    def run(self) -> None:
        """Ask until the time is up; an answer that comes later does not count."""
        with Connection(self._load.url) as connection:
            while True:
                for parts in self._requests:
                    self._one(connection, self._text(parts))
                    if time.perf_counter() >= self._end:
                        return

    def _text(self, parts: list[bytes]) -> bytes:
        if len(parts) == 1:
            return parts[0]
        return str(self._rng.getrandbits(60)).encode().join(parts)

    def _one(self, connection: Connection, request: bytes) -> None:
        try:
            reply = connection.ask(request, self._load.limit)
        except (TooSlow, Dropped):
            self.errors += 1
            return
        if reply.status != 200:
            self.errors += 1
        elif self._begin < time.perf_counter() < self._end:
            self.taken.append(reply.seconds)
