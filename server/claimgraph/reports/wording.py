"""What reports say of their own, and terms as people read them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from claimgraph.findings import SEVERITIES, Finding, Place, Report
from claimgraph.reports.naming import name, short
from claimgraph.reports.visible import one_line, visible

_LONG = 80
_TABLES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
#: The languages in which reports can speak.
LANGUAGES = tuple(_TABLES)


@cache
def words(language: str) -> "Words":
    """The words of *language*, or of English for one that we do not speak."""
    return Words(_TABLES.get(language, _TABLES["en"]))


class Words:
    """What to call things in one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self.page: dict[str, str] = table["page"]

    def __getitem__(self, name: str) -> str:
        said: str = self._table[name]
        return said

    def number(self, count: int, noun: str) -> str:
        """
        Count things in words.

        >>> words("en").number(2824, "node"), words("fr").number(0, "violation")
        ('2 824 focus nodes', '0 violation')
        """
        one, many = self._table[noun]
        return f"{grouped(count)} {one if count in self._table['singular'] else many}"

    def noun(self, severity: str) -> str:
        """What a finding of *severity* is called."""
        known = severity.lower() in SEVERITIES
        return str(self._table[severity.lower()][0]) if known else name(severity)

    def heading(self, severity: str) -> str:
        """The same where it begins a line."""
        called = self.noun(severity)
        known = severity.lower() in SEVERITIES
        return called.capitalize() if known else called

    def summary(self, report: Report) -> str:
        """Say in one sentence what was looked at, and how many findings there are."""
        counts = ", ".join(self.counts(report))
        if report.nodes is None:
            return self["found"].format(counts)
        met = sum(1 for each in report.coverage if each.focus_nodes)
        return self["summary"].format(
            nodes=self.number(report.nodes, "node"),
            constraints=self.number(report.constraints, "constraint"),
            shapes=self.number(met, "shape"),
            counts=counts,
        )

    def counts(self, report: Report) -> Iterator[str]:
        """How many findings there are of each severity that there is."""
        counts = {severity: report.count(severity) for severity in SEVERITIES}
        counts["custom"] = len(report.findings) - sum(counts.values())
        for severity, count in counts.items():
            if count or severity in SEVERITIES[:2]:
                yield self.number(count, severity)

    def verdict(self, key: str, fail_on: str) -> str:
        """Say by the words of *key* that what is as grave as *fail_on* fails."""
        said: str = self._table[key][fail_on]
        return said

    def others(self, count: int) -> str:
        """
        Say that so many more are not shown.

        >>> words("en").others(1200)
        '... and 1 200 others'
        """
        return self["and-others"].format(self.number(count, "other"))


def grouped(count: int) -> str:
    """
    Write a number in groups of three digits.

    >>> grouped(1200300)
    '1 200 300'
    """
    return f"{count:,}".replace(",", " ")


def said(finding: Finding, language: str) -> str:
    """
    What to do about *finding*, and which node it is about unless that is said.

    A finding without a message is called by its component.
    """
    message = one_line(finding.message(language)) or local(finding.component)
    node = short(finding.node)
    value = finding.value if finding.value not in (finding.node, "") else ""
    about = " ".join(filter(None, (node, short(finding.path), clipped(short(value)))))
    return message if node and node in message else f"{message} [{about}]"


def at(place: Place | None) -> str:
    """
    What comes before a sentence about what stands at *place*.

    >>> at(Place("a.ttl", 3, 5, 3, 9, "")), at(None)
    ('a.ttl:3:5: ', '')
    """
    return f"{one_line(str(place))}: " if place else ""


def clipped(text: str) -> str:
    """The beginning of a text that is too long to be read in one look."""
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def title(finding: Finding, language: str = "en") -> str:
    """Name what says so: as its shape is called, and by its IRI or its component."""
    unnamed = finding.constraint.startswith("_:")
    known = local(finding.component) if unnamed else name(finding.constraint)
    called = one_line(finding.name(language))
    return f"{called} ({known})" if called else known


def heading(findings: Iterable[Finding], language: str) -> str:
    """Name what asks, from the shape whose target led there down to the path."""
    several = [(each, title(each, language)) for each in findings]
    first = several[0][0]
    root = "" if first.top == first.constraint else name(first.top)
    titles = " / ".join(dict.fromkeys(each for _, each in several))
    return ", ".join(filter(None, (root, titles, short(first.path))))


def local(iri: str) -> str:
    """
    The last part of an IRI.

    >>> local("http://www.w3.org/ns/shacl#MinCountConstraintComponent")
    'MinCountConstraintComponent'
    """
    return visible(re.split("[/#]", iri.rstrip("/#"))[-1])
