"""Which programs a report is from."""

import pyoxigraph

from claimgraph import __version__


def versions() -> dict[str, str]:
    """The versions of this package and of the engine, by name."""
    return {"claimgraph": __version__, "pyoxigraph": pyoxigraph.__version__}
