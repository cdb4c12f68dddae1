"""The systems that take part: installed, loaded, started, and in the end stopped."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from harness import memory
from harness.cache import empty
from harness.corpus import Corpus
from harness.process import Died
from harness.systems import Missing, System, Unloadable


@dataclass
class Entry:
    """What is known of one system, whether it takes part or not."""

    name: str
    setup: str
    version: str = ""
    #: Why it does not take part.
    absent: str = ""
    load_seconds: float | None = None
    start_seconds: float | None = None
    #: Megabytes after the start and after all questions.
    memory: dict[str, dict[str, float]] = field(default_factory=dict)
    #: What it said last, if it ended while it was measured.
    ended: str = ""

    def as_json(self) -> dict[str, object]:
        """Everything."""
        return asdict(self)


@dataclass
class Field:
    """Systems that run, and the entries of all that were to run."""

    systems: list[System]
    entries: dict[str, Entry]

    def weigh(self, when: str) -> None:
        """Note how much memory each takes, or that it has ended."""
        for system in self.systems:
            entry = self.entries[system.name]
            try:
                system.see_that_it_lives()
                entry.memory[when] = _rounded(memory.use(system.pid))
            except Died as error:
                entry.ended = str(error)


def _rounded(used: memory.Use) -> dict[str, float]:
    return {
        "resident": round(used.resident, 1),
        "proportional": round(used.proportional, 1),
        "processes": used.processes,
    }


@contextmanager
def running(systems: Sequence[System], corpus: Corpus, cache: Path) -> Iterator[Field]:
    """All of *systems* that can run, started; an absent one is named with a reason."""
    entries = {system.name: Entry(system.name, system.setup) for system in systems}
    started: list[System] = []
    try:
        for system in systems:
            started += _joined(system, entries[system.name], corpus, cache)
        yield Field(started, entries)
    finally:
        for system in started:
            system.stop()


def _joined(system: System, entry: Entry, corpus: Corpus, cache: Path) -> list[System]:
    """The *system*, if it could be started."""
    try:
        _prepare(system, entry, corpus, cache)
    except (Missing, Unloadable, Died) as error:
        system.stop()
        entry.absent = str(error)
    word = f"absent: {entry.absent}" if entry.absent else f"{entry.version} runs"
    print(f"{entry.name}: {word}", file=sys.stderr, flush=True)
    return [] if entry.absent else [system]


def _prepare(system: System, entry: Entry, corpus: Corpus, cache: Path) -> None:
    most = system.most_triples
    if most is not None and corpus.triples > most:
        raise Missing(f"It is tried up to {most} triples of reports only.")
    entry.version = system.install(cache / "peers")
    folder = empty(cache / "stores" / system.name.replace(" ", "-"))
    start = time.perf_counter()
    system.load(corpus, folder)
    loaded = time.perf_counter()
    system.start(corpus, folder)
    entry.load_seconds = round(loaded - start, 2)
    entry.start_seconds = round(time.perf_counter() - loaded, 2)
