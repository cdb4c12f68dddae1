"""Publish data and write the dataset as N-Quads: `dump.py --data DIR FILE.nq`.

The graphs with the sources of each fact are left out: they need RDF 1.2, which not all
engines read.
"""

import argparse
import json
import time
from pathlib import Path
from typing import BinaryIO

from claimgraph import formats, loading
from claimgraph.dataset import Dataset, Request

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NTRIPLES = formats.named("nt", formats.GRAPHS)


def main() -> None:
    """Write the file, and beside it how many quads and how many seconds it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--replace", action="store_true")
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args()
    start = time.perf_counter()
    dataset = Dataset.build(loading.everything(chosen.data, replace=chosen.replace))
    taken = time.perf_counter() - start
    quads = dump(dataset, chosen.file)
    facts = json.dumps({"quads": quads, "seconds": round(taken, 2)})
    chosen.file.with_suffix(".json").write_text(facts, encoding="utf-8")


def dump(dataset: Dataset, path: Path) -> int:
    """Write all graphs of *dataset* to *path*; return how many quads they hold."""
    graphs = [name for name in dataset.graphs() if not name.endswith("/sources")]
    with path.open("wb") as out:
        return sum(_write(dataset, name, out) for name in ["", *graphs])


def _write(dataset: Dataset, graph: str, out: BinaryIO) -> int:
    """Write one graph; the empty name is the default graph's."""
    request = Request(_ALL, default_graphs=(graph,) if graph else ())
    lines = dataset.query(request).write(_NTRIPLES).splitlines()
    end = f" <{graph}> .\n".encode() if graph else b" .\n"
    out.writelines(line.removesuffix(b" .") + end for line in lines if line)
    return len(lines)


if __name__ == "__main__":
    main()
