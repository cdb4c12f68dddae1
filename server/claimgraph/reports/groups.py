"""Findings that belong together: of one shape, constraint, path and file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claimgraph.findings import Finding, gravity

_Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Group:
    """
    The *findings* of one kind in one file; *file* is empty where none is known.

    *root* is the shape whose target led to them.
    """

    severity: str
    root: str
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
    Bring together what belongs together, in the order of *findings*, the gravest first.

    Within a group those of *first* come first, so that a sample has them.
    """
    together: dict[_Key, list[Finding]] = {}
    for found in findings:
        together.setdefault(_key(found), []).append(found)
    ordered = sorted(together.items(), key=lambda item: gravity(item[0][0]))
    return [Group(*key, tuple(_begun(several, first))) for key, several in ordered]


def _begun(several: list[Finding], first: Collection[Finding]) -> list[Finding]:
    return sorted(several, key=lambda found: found not in first) if first else several


def _key(found: Finding) -> _Key:
    file = found.place.file if found.place else ""
    return (
        found.severity, found.top, found.shape, found.constraint, found.path, file
    )  # fmt: skip


def is_failing(severity: str, fail_on: str) -> bool:
    """Whether a finding of *severity* fails at *fail_on*."""
    return gravity(severity) <= gravity(fail_on)
