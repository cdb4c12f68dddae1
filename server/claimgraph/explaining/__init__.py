"""Answers that help: why one is empty, on whose word one rests, how one is found."""

from claimgraph.explaining.known import prepare, unknown_terms
from claimgraph.explaining.planning import plan
from claimgraph.explaining.whence import sources
from claimgraph.explaining.why import why_empty

__all__ = ["plan", "prepare", "sources", "unknown_terms", "why_empty"]
