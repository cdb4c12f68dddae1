"""How a report is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from claimgraph.findings import Finding, Report
from claimgraph.reports.comparison import Comparison
from claimgraph.reports.wording import words


@dataclass(frozen=True)
class Manner:
    """
    What a reader asked for; each format heeds what it can.

    *sample* is how many findings of a group are shown, 0 for all; what is left out is
    counted and said. *verbose* adds each shape's coverage and the nodes that no shape
    looked at. *colour* and *width* are a terminal's. *since* is the comparison with an
    earlier report; if that is a *baseline*, what it has does not fail.
    *prefixes*, with their namespaces, shorten names before ours do.
    *back* is where a page leads to for another validation.
    """

    language: str = "en"
    sample: int = 3
    verbose: bool = False
    colour: bool = False
    width: int = 100
    since: Comparison | None = None
    baseline: bool = False
    prefixes: Mapping[str, str] = field(default_factory=dict)
    back: str = ""

    @cached_property
    def new(self) -> frozenset[Finding]:
        """The findings that are new since the earlier report, if there is one."""
        return frozenset(self.since.new if self.since else ())

    def counts(self, found: Finding) -> bool:
        """Whether *found* may fail."""
        return not self.baseline or found in self.new

    def passes(self, report: Report) -> bool:
        """Whether nothing failed in *report* that counts."""
        counting = tuple(filter(self.counts, report.findings))
        return replace(report, findings=counting).passes()

    def verdict(self, report: Report, language: str = "") -> str:
        """Say whether *report* passes, and at what it was asked to fail."""
        own = words(language or self.language)
        if not report.is_checked:
            return own["unchecked"]
        if report.failures:
            return own["failed"]
        key = "passes" if self.passes(report) else "fails"
        return own.verdict(f"new-{key}" if self.baseline else key, report.fail_on)
