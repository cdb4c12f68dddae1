"""Findings that belong together: of one shape, constraint, path and file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from claimgraph.findings import Finding, gravity

#: How many parts of a finding's order are its group's: up to the file.
_OF_GROUP = 6


@dataclass(frozen=True)
class Group:
    """The *findings* of one kind in one file; *file* is empty where none is known."""

    severity: str
    shape: str
    constraint: str
    path: str
    file: str
    findings: tuple[Finding, ...]

    def sample(self, most: int) -> tuple[Finding, ...]:
        """The first *most* of the findings, or all of them if it is 0."""
        return self.findings[:most] if most else self.findings


def groups(
    findings: Iterable[Finding], first: Collection[Finding] = frozenset()
) -> list[Group]:
    """
    Bring together what belongs together, the gravest first, then by its names.

    Within a group those of *first* come first, so that a sample has them.
    """

    def order(found: Finding) -> tuple[object, ...]:
        return found.order[:_OF_GROUP], found not in first, found.order

    ordered = sorted(findings, key=order)
    return [Group(*key, tuple(found)) for key, found in groupby(ordered, _key)]


def _key(found: Finding) -> tuple[str, str, str, str, str]:
    file = found.place.file if found.place else ""
    return found.severity, found.shape, found.constraint, found.path, file


def is_failing(severity: str, fail_on: str) -> bool:
    """Whether a finding of *severity* fails at *fail_on*."""
    return gravity(severity) <= gravity(fail_on)
