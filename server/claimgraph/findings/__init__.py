"""What a validation found, where, and what it looked at: reports as plain data."""

from claimgraph.findings.model import (
    SEVERITIES,
    Coverage,
    Failure,
    Finding,
    Input,
    Place,
    Report,
    gravity,
)
from claimgraph.findings.telling import TYPE, heard, read, told

__all__ = [
    "SEVERITIES",
    "TYPE",
    "Coverage",
    "Failure",
    "Finding",
    "Input",
    "Place",
    "Report",
    "gravity",
    "heard",
    "read",
    "told",
]
