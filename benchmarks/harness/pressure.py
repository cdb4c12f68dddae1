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


@dataclass(frozen=True)
class Outcome:
    """What so many clients got in so many seconds."""

    clients: int
    answers: int
    errors: int
    per_second: float
    p50_ms: float
    p99_ms: float


def press(
    url: str, requests: Sequence[bytes], clients: int, seconds: float, limit: float
) -> Outcome:
    """Let *clients* ask the *requests* over and over for *seconds*."""
    processes = min(clients, _PROCESSES)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        work = [
            (url, requests, clients // processes, seconds, limit, number)
            for number in range(processes)
        ]
        parts = pool.starmap(_in_threads, work)
    taken = sorted(second for part, _ in parts for second in part)
    errors = sum(errors for _, errors in parts)
    cuts = quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    rate = len(taken) / seconds
    return Outcome(
        clients, len(taken), errors, round(rate, 1),
        round(cuts[49] * 1e3, 3), round(cuts[98] * 1e3, 3),
    )  # fmt: skip


def _in_threads(
    url: str,
    requests: Sequence[bytes],
    clients: int,
    seconds: float,
    limit: float,
    number: int,
) -> tuple[list[float], int]:
    """Several clients of one process, each with a connection of its own."""
    runs = [_Client(url, requests, limit, number * 100 + n) for n in range(clients)]
    threads = [Thread(target=run.run, args=(seconds,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken: list[float] = []
    for run in runs:
        taken.extend(run.taken)
    return taken, sum(run.errors for run in runs)


class _Client:
    def __init__(
        self, url: str, requests: Sequence[bytes], limit: float, seed: int
    ) -> None:
        self._connection = Connection(url)
        self._requests = list(requests)
        self._limit = limit
        Random(seed).shuffle(self._requests)
        self.taken: list[float] = []
        self.errors = 0

    def run(self, seconds: float) -> None:
        """Ask until the time is up; an answer that comes later does not count."""
        end = time.perf_counter() + seconds
        with self._connection:
            while True:
                for request in self._requests:
                    self._one(request, end)
                    if time.perf_counter() >= end:
                        return

    def _one(self, request: bytes, end: float) -> None:
        try:
            reply = self._connection.ask(request, self._limit)
        except (TooSlow, Dropped):
            self.errors += 1
            return
        if reply.status != 200:
            self.errors += 1
        elif time.perf_counter() < end:
            self.taken.append(reply.seconds)
