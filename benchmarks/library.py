"""Measure what a user of the shipped data waits for, against rdflib: `library.py`."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import report
from claimgraph import loading, queries
from claimgraph.dataset import Dataset
from engines import built_graphs, on_pyoxigraph, on_rdflib
from harness import machine, results
from serving import ask, served

_ROUNDS = 3


def main() -> None:
    """Measure, write the results and draw the report."""
    path = results.save("library", measured())
    print(f"{path} was written.", file=sys.stderr)
    report.write()


def measured() -> results.Record:
    """Seconds to the first answer, to build and to validate; each library question."""
    dataset = build()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "machine": machine.described(),
        "load_average_before": machine.load_average(),
        "first_answer_seconds": first_answer(),
        "build_seconds": timed(build),
        "quads": dataset.size,
        "peak_memory_mb": round(peak),
        "validation_seconds": validation(),
        "questions": {
            query.name: compared(dataset, query)
            for query in queries.library().values()
            if not query.needs_triple_terms
        },
    }


def timed(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median of the seconds that *work* takes."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return round(median(taken), 4)


def build() -> Dataset:
    """The shipped dataset."""
    return Dataset.build(loading.everything())


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


def compared(dataset: Dataset, query: queries.Query) -> results.Record:
    """Milliseconds of both engines for the same question of the same triples."""
    graphs = built_graphs(dataset, query.trust, with_named="GRAPH" in query.text)
    fast = timed(lambda: on_pyoxigraph(dataset, query))
    slow = timed(lambda: on_rdflib(graphs, query), 1)
    print(f"  {query.name}: {fast * 1e3:.1f} and {slow * 1e3:.1f} ms", file=sys.stderr)
    return {"claimgraph_ms": fast * 1e3, "rdflib_ms": slow * 1e3}


if __name__ == "__main__":
    main()
