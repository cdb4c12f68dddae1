"""Queries made by chance, the same ones for the same seed."""

import os

#: ``make fuzz`` takes many seeds; a test takes one.
SEEDS = range(1, 1 + int(os.environ.get("CLAIMGRAPH_FUZZ", "1")))
