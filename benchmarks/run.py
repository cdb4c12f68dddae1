"""Measure what a user waits for, against rdflib on the same work: `make bench`."""

import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from claimgraph import loading, queries
from claimgraph.dataset import Dataset, Request
from claimgraph.formats import GRAPHS, RESULTS
from engines import Peer  # the tests' own rdflib twin of a dataset
from serving import ask, served

ROUNDS = 3


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the seconds that *work* takes."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def first_answer() -> float:
    """Seconds from starting the command to the first answer over HTTP."""

    def work() -> None:
        with served() as address:
            ask(address, "ASK { ?claim a cg:DirectClaim }")

    return timed(work)


def validation() -> float:
    """Seconds that validating the shipped data takes from the command line."""
    command = [sys.executable, "-m", "claimgraph", "validate"]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True), 1)


def ours(dataset: Dataset, query: queries.Query) -> bytes:
    """The answer of our engine, written out."""
    answer = dataset.query(Request(query.text, trust=query.trust))
    return answer.write(GRAPHS[0] if answer.kind == "graph" else RESULTS[0])


def row(name: str, *cells: object) -> None:
    """Print one line of the table."""
    print("\t".join([name, *map(str, cells)]), flush=True)


def main() -> None:
    """Print the table: one line a measurement, seconds and ratios."""
    row("machine", platform.platform(), platform.python_version())
    row("command to first answer (s)", f"{first_answer():.2f}")
    row("build of the dataset (s)", f"{timed(lambda: build()):.2f}")
    dataset = build()
    row("quads", dataset.size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("peak memory with the dataset (MB)", f"{peak:.0f}")
    row("validation of the shipped data (s)", f"{validation():.1f}")
    row("question", "claimgraph (ms)", "rdflib (ms)", "ratio")
    peer = Peer(dataset)
    for query in queries.library().values():
        if query.needs_triple_terms:
            continue
        fast = timed(lambda query=query: ours(dataset, query))  # type: ignore[misc]
        slow = timed(lambda query=query: peer.answer(query), 1)  # type: ignore[misc]
        row(query.name, f"{fast * 1e3:.1f}", f"{slow * 1e3:.1f}", f"{slow / fast:.0f}")


def build() -> Dataset:
    """The shipped dataset."""
    return Dataset.build(loading.everything())


if __name__ == "__main__":
    main()
