"""Queries made by chance, the same ones for the same seed."""

import os

_FIRST = int(os.environ.get("CLAIMGRAPH_SEED", "1"))
#: ``make fuzz`` takes many seeds; a test takes one.
SEEDS = range(_FIRST, _FIRST + int(os.environ.get("CLAIMGRAPH_SEEDS", "1")))
