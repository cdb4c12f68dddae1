"""The systems compared, in the order in which tables list them."""

from collections.abc import Sequence

from harness.systems.base import Missing, System, Unloadable
from harness.systems.fuseki import Fuseki
from harness.systems.in_process import InProcess
from harness.systems.ours import Claimgraph
from harness.systems.oxigraph import Oxigraph
from harness.systems.rdflib_endpoint import RdflibEndpoint
from harness.systems.virtuoso import Virtuoso

__all__ = ["Missing", "System", "Unloadable", "every"]


def every(options: Sequence[str] = ()) -> list[System]:
    """All systems there are, ours first, with more *options* for it."""
    ours = Claimgraph(options)
    return [ours, Oxigraph(), InProcess(), Virtuoso(), Fuseki(), RdflibEndpoint()]
