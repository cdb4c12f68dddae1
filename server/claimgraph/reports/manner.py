"""How a report is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimgraph.reports.comparison import Comparison


@dataclass(frozen=True)
class Manner:
    """
    What a reader asked for; each format heeds what it can.

    *sample* is how many findings of a group are shown, 0 for all; what is left out is
    counted and said. *verbose* adds each shape's coverage and the nodes that no shape
    looked at. *colour* and *width* are a terminal's. *since* is the comparison with an
    earlier report. *prefixes*, with their namespaces, shorten names before ours do.
    *back* is where a page leads to for another validation.
    """

    language: str = "en"
    sample: int = 3
    verbose: bool = False
    colour: bool = False
    width: int = 100
    since: Comparison | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    back: str = ""
