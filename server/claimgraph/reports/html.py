"""A report as one page that stands alone."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from claimgraph.findings import SEVERITIES, Finding, Report
from claimgraph.reports.comparison import summary
from claimgraph.reports.excerpts import excerpt
from claimgraph.reports.groups import Group, groups
from claimgraph.reports.manner import Manner
from claimgraph.reports.naming import name, short
from claimgraph.reports.visible import visible
from claimgraph.reports.wording import (
    LANGUAGES,
    clipped,
    grouped,
    local,
    title,
    words,
)

#: How many signs of a source line are shown.
_WIDTH = 160
_FOLDER = Path(__file__).parent
#: What stands in a page's one element of style, to the letter.
STYLE = "\n" + (_FOLDER / "page.css").read_text(encoding="utf-8").rstrip()


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """Write *report* as HTML without a script or anything from elsewhere."""
    template = _environment().get_template("page.html")
    out.writelines(template.generate(_page(report, manner)))


@cache  # a template is compiled once
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: object) -> object:
    """Whatever hides or reorders is written by its code point, wherever it stands."""
    return value if hasattr(value, "__html__") else visible(str(value))


def _page(report: Report, manner: Manner) -> Mapping[str, Any]:
    own = words(manner.language)
    return {
        "report": report,
        "manner": manner,
        "language": manner.language if manner.language in LANGUAGES else "en",
        "style": Markup(STYLE),  # noqa: S704 - it is ours
        "own": own,
        "page": own.page,
        "groups": groups(report.findings, manner.new),
        "new": manner.new,
        "since": list(summary(manner.since, manner.language)) if manner.since else [],
        "rank": _rank,
        "excerpt": _excerpt,
        "grouped": grouped,
        "clipped": clipped,
        "local": local,
        "name": name,
        "said": _said,
        "short": short,
        "title": title,
        "anchors": _anchors,
    }


def _rank(severity: str) -> str:
    """The class of the page's style for a severity."""
    known = severity.lower() in SEVERITIES
    return severity.lower() if known else "custom"


def _excerpt(finding: Finding) -> object:
    return excerpt(finding.place, _WIDTH)


def _said(finding: Finding, language: str) -> tuple[str, str]:
    """What to do, and the language that it is said in."""
    text = finding.message(language)
    spoken = next((tag for tag, told in finding.messages if told == text), "")
    return text or local(finding.component), spoken if _is_tag(spoken) else ""


def _is_tag(language: str) -> bool:
    return language.isascii() and language.replace("-", "").isalnum()


def _anchors(several: list[Group]) -> Iterator[tuple[str, Group]]:
    """Each group with what its heading is linked by."""
    return ((f"group-{n}", group) for n, group in enumerate(several, 1))
