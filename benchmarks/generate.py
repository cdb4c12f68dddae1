"""Write made-up articles: `python benchmarks/generate.py --size 1m FOLDER`."""

import argparse
import sys
import time
from pathlib import Path

import synthetic

_SIZE = f"triples: {', '.join(synthetic.SIZES)}, or a number"


def main() -> None:
    """Write them, and say on standard error what was written and how fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=synthetic.size, default="10k", help=_SIZE)
    parser.add_argument("--seed", type=int, default=synthetic.SEED)
    chosen = parser.parse_args()
    start = time.perf_counter()
    made = synthetic.write(chosen.folder, chosen.size, chosen.seed)
    taken = time.perf_counter() - start
    print(
        f"{made.triples} triples in {made.articles} articles, {made.files} files, "
        f"were written to {chosen.folder} in {taken:.1f} s.",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
