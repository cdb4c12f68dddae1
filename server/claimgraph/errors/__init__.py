"""
The exceptions, each with its HTTP status, its exit status and one sentence.

A module a topic; whoever catches all of them catches `ClaimgraphError`.
"""

from claimgraph.errors.base import ClaimgraphError

__all__ = ["ClaimgraphError"]
