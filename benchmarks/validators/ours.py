"""The compiled engine: ``python -m validators.ours DATA SHAPES``."""

import os
import sys

from pyoxigraph import RdfFormat, parse

from claimgraph.shacl import Data, Shapes, validate
from validators.telling import part, row, say


def main(data_path: str, shapes_path: str) -> None:
    """Validate, and say what was found."""
    data, rules = Data(), Data()
    with part("reading"):
        data.add(parse(path=data_path, format=RdfFormat.N_TRIPLES))
        rules.add(parse(path=shapes_path, format=RdfFormat.N_TRIPLES))
    with part("checking"):
        applied = validate(data, Shapes(rules.store), cores=os.cpu_count() or 1)
        found = [result for each in applied for result in each.results]
    say(row(r.focus, r.path, r.value, r.component, r.severity, r.shape) for r in found)


if __name__ == "__main__":
    main(*sys.argv[1:])
