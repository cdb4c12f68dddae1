"""A keeper in a process of its own; the server starts it."""

import sys

from claimgraph.engine.keeper import main

main(control=int(sys.argv[1]), server=int(sys.argv[2]))
