"""pySHACL as the project asks it: ``python -m validators.reference DATA SHAPES``."""

import sys

from pyoxigraph import RdfFormat, parse

from claimgraph.shacl import Data, reference
from validators.telling import part, row, say


def main(data_path: str, shapes_path: str) -> None:
    """Validate, and say what was found."""
    data, rules = Data(), Data()
    with part("reading"):
        data.add(parse(path=data_path, format=RdfFormat.N_TRIPLES))
        rules.add(parse(path=shapes_path, format=RdfFormat.N_TRIPLES))
    with part("checking"):
        found = reference.results(data.store, rules.store)
    say(row(r.focus, r.path, r.value, r.component, r.severity, r.shape) for r in found)


if __name__ == "__main__":
    main(*sys.argv[1:])
