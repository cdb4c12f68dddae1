"""What a validation found, where, and what it looked at: reports as plain data."""

from claimgraph.findings.model import (
    NOWHERE,
    SEVERITIES,
    UNCHECKED,
    Coverage,
    Failure,
    Finding,
    Input,
    Place,
    Report,
    Texts,
    gravity,
)
from claimgraph.findings.telling import TYPE, finding_told, heard, read, told

__all__ = [
    "NOWHERE",
    "SEVERITIES",
    "TYPE",
    "UNCHECKED",
    "Coverage",
    "Failure",
    "Finding",
    "Input",
    "Place",
    "Report",
    "Texts",
    "finding_told",
    "gravity",
    "heard",
    "read",
    "told",
]
