"""What validation found, as data and as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

#: From the gravest down; ``--fail-on`` names the least grave that fails.
SEVERITIES = ("violation", "warning", "info")
_SAMPLE = 3


@dataclass(frozen=True, order=True)
class Finding:
    """
    One thing that is not as a shape asks, about one *node*.

    *constraint* is the IRI of the property shape or constraint that says so, *shape*
    that of the shape it belongs to, *messages* what to do by language.
    """

    severity: str
    constraint: str
    node: str
    value: str
    path: str
    shape: str
    component: str
    messages: tuple[tuple[str, str], ...]

    def message(self, language: str = "en") -> str:
        """What to do, in *language* if it is said so, or in English."""
        said = dict(self.messages)
        return said.get(language) or said.get("en") or next(iter(said.values()), "")


@dataclass(frozen=True)
class Report:
    """
    What was found and what was looked at.

    *focus_nodes* counts by shape the nodes that it met, *nodes* all together, and
    *constraints* those that met any. *failures* are reasons not to trust a pass.
    """

    findings: tuple[Finding, ...]
    focus_nodes: Mapping[str, int]
    nodes: int
    constraints: int
    failures: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether everything was looked at and nothing found."""
        return not self.findings and not self.failures

    @property
    def shapes(self) -> int:
        """How many shapes met a node."""
        return sum(1 for count in self.focus_nodes.values() if count)

    def count(self, severity: str) -> int:
        """How many findings are of *severity*."""
        return sum(1 for found in self.findings if found.severity.lower() == severity)


def exit_status(report: Report, fail_on: str = "violation") -> int:
    """1 if *report* has a failure, or a finding at least as grave as *fail_on*."""
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if report.failures or any(map(report.count, grave)) else 0


def text(report: Report, fail_on: str = "violation", language: str = "en") -> str:
    """Write *report* for a person: by constraint, with a count and a sample."""
    lines = [*_groups(report, language)]
    lines += [f"Failure: {failure}" for failure in report.failures]
    lines += [f"Note: {note}" for note in report.notes]
    verdict = "Fails" if exit_status(report, fail_on) else "Passes"
    return "\n".join([*lines, summary(report), f"{verdict} at --fail-on {fail_on}."])


def summary(report: Report) -> str:
    """Say in one line what was looked at and how many findings there are."""
    counts = [
        _number(report.count(severity), severity)
        for severity in SEVERITIES
        if severity != "info" or report.count(severity)
    ]
    return (
        f"{_number(report.nodes, 'focus node')} met "
        f"{_number(report.constraints, 'constraint')} of "
        f"{_number(report.shapes, 'shape')}: {', '.join(counts)}."
    )


def _number(count: int, noun: str) -> str:
    return f"{count:,}".replace(",", " ") + f" {noun}{'' if count == 1 else 's'}"


def _groups(report: Report, language: str) -> Iterator[str]:
    for key, found in groupby(report.findings, lambda f: (f.severity, f.constraint)):
        yield from _group(*key, list(found), language)
        yield ""


def _group(
    severity: str, constraint: str, found: Sequence[Finding], language: str
) -> Iterator[str]:
    name = constraint.rsplit("/", 1)[-1]
    yield f"{severity} {name}: {_number(len(found), 'finding')}"
    shared = {finding.message(language) for finding in found}
    if len(shared) == 1:
        yield f"  {next(iter(shared))}"
    for finding in found[:_SAMPLE]:
        message = finding.message(language)
        if len(shared) > 1:
            yield f"  - {message}"
        elif not message.startswith(finding.node):
            yield f"  - {_where(finding)}"
    if len(found) > _SAMPLE:
        yield f"  ... and {_number(len(found) - _SAMPLE, 'other')}"


def _where(finding: Finding) -> str:
    """The node, and what it has there."""
    has = " ".join(part for part in (finding.path, finding.value) if part)
    return f"{finding.node}: {has}" if has else finding.node
