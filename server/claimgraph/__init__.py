"""A knowledge graph of what is claimed about a conflict, and its SPARQL endpoint."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("claimgraph")
except PackageNotFoundError:  # run from a checkout that nobody installed
    __version__ = "0.1.0"
