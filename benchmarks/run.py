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
from claimgraph.dataset import Dataset
from engines import built_graphs, on_pyoxigraph, on_rdflib
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


def row(name: str, *cells: object) -> None:
    """Print one line of the table."""
    print("\t".join([name, *map(str, cells)]), flush=True)


def main() -> None:
    """Print the table: one line a measurement, seconds and ratios."""
    row("machine", platform.platform(), platform.python_version())
    row("command to first answer (s)", f"{first_answer():.2f}")
    row("build of the dataset (s)", f"{timed(build):.2f}")
    dataset = build()
    row("quads", dataset.size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("peak memory with the dataset (MB)", f"{peak:.0f}")
    row("validation of the shipped data (s)", f"{validation():.1f}")
    row("question", "claimgraph (ms)", "rdflib (ms)", "ratio")
    for query in queries.library().values():
        if not query.needs_triple_terms:
            compare(dataset, query)


def compare(dataset: Dataset, query: queries.Query) -> None:
    """Ask both engines the same question of the same triples."""
    graphs = built_graphs(dataset, query.trust, with_named="GRAPH" in query.text)
    fast = timed(lambda: on_pyoxigraph(dataset, query))
    slow = timed(lambda: on_rdflib(graphs, query), 1)
    row(query.name, f"{fast * 1e3:.1f}", f"{slow * 1e3:.1f}", f"{slow / fast:.0f}")


def build() -> Dataset:
    """The shipped dataset."""
    return Dataset.build(loading.everything())


if __name__ == "__main__":
    main()
