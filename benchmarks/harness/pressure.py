"""Many clients at once: how much a server answers, and how long each waits."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    #: How often a runaway ended how: by status, or because the client gave up.
    runaways: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Load:
    """
    The *requests* that clients ask over and over for so many *seconds*.

    Where the text FRESH stands in a request, each puts a number that was never there
    before, so that no server can answer from a memory of texts. A *share* of requests
    are *runaways*, on which a client gives up after *patience* seconds.
    """

    url: str
    requests: Sequence[bytes]
    seconds: float
    limit: float
    runaways: Sequence[bytes] = ()
    share: float = 0.0
    patience: float = 5.0


def press(load: Load, clients: int) -> Outcome:
    """Let *clients* ask at once; what comes while they warm up does not count."""
    processes = min(clients, _PROCESSES)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        work = [(load, clients // processes, number) for number in range(processes)]
        parts = pool.starmap(_in_threads, work)
    taken = sorted(second for part in parts for second in part.taken)
    cuts = quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    return Outcome(
        clients,
        len(taken),
        sum(part.errors for part in parts),
        round(len(taken) / load.seconds, 1),
        round(cuts[49] * 1e3, 3),
        round(cuts[98] * 1e3, 3),
        dict(sum((part.runaways for part in parts), Counter())),
    )


@dataclass
class _Part:
    """What one client, or several, got."""

    taken: list[float] = field(default_factory=list)
    errors: int = 0
    runaways: Counter[str] = field(default_factory=Counter)

    def add(self, other: "_Part") -> None:
        self.taken += other.taken
        self.errors += other.errors
        self.runaways += other.runaways


def _in_threads(load: Load, clients: int, number: int) -> _Part:
    """Several clients of one process, each with a connection of its own."""
    runs = [_Client(load, number * 100 + place) for place in range(clients)]
    threads = [Thread(target=run.run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = _Part()
    for run in runs:
        whole.add(run.got)
    return whole


class _Client:
    def __init__(self, load: Load, seed: int) -> None:
        self._load = load
        self._rng = Random(f"{time.time_ns()} {seed}")
        self._requests = [request.split(FRESH) for request in load.requests]
        Random(seed).shuffle(self._requests)
        self._begin = time.perf_counter() + load.seconds * _WARMING
        self._end = self._begin + load.seconds
        self.got = _Part()

    def run(self) -> None:
        """Ask until the time is up; an answer that comes later does not count."""
        with Connection(self._load.url) as connection:
            while True:
                for parts in self._requests:
                    if self._rng.random() < self._load.share:
                        self._run_away(connection)
                    self._one(connection, self._text(parts))
                    if time.perf_counter() >= self._end:
                        return

    def _run_away(self, connection: Connection) -> None:
        request = self._rng.choice(self._load.runaways)
        try:
            ended = str(connection.ask(request, self._load.patience).status)
        except TooSlow:
            ended = "given up"
        except Dropped:
            ended = "dropped"
        self.got.runaways[ended] += 1

    def _text(self, parts: list[bytes]) -> bytes:
        if len(parts) == 1:
            return parts[0]
        return str(self._rng.getrandbits(60)).encode().join(parts)

    def _one(self, connection: Connection, request: bytes) -> None:
        try:
            reply = connection.ask(request, self._load.limit)
        except (TooSlow, Dropped):
            self.got.errors += 1
            return
        if reply.status != 200:
            self.got.errors += 1
        elif self._begin < time.perf_counter() < self._end:
            self.got.taken.append(reply.seconds)
