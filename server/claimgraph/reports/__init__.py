"""A report of validation in the forms that people and tools read."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO

from claimgraph.errors.files import UnknownFormat
from claimgraph.findings import Report
from claimgraph.reports.comparison import Comparison, compare
from claimgraph.reports.manner import Manner
from claimgraph.reports.naming import prefixed
from claimgraph.reports.wording import LANGUAGES

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "Comparison",
    "Format",
    "Manner",
    "compare",
    "named",
    "write",
]

_Write = Callable[[Report, TextIO, Manner], None]


@dataclass(frozen=True)
class Format:
    """A form of a report: the module of its *name* writes it."""

    name: str
    media_type: str
    extension: str

    def write(self, report: Report, out: TextIO, manner: Manner) -> None:
        """Write *report* to *out*, text that is to be encoded in UTF-8."""
        writer: _Write = import_module(f"{__name__}.{self.name}").write
        earlier = manner.since.labels if manner.since else {}
        with prefixed(manner.prefixes, {**earlier, **report.labels}):
            writer(report, out, manner)


#: The forms by name; a module is imported when its form is first asked for.
FORMATS = {
    each.name: each
    for each in (
        Format("text", "text/plain", "txt"),
        Format("json", "application/json", "json"),
        Format("turtle", "text/turtle", "ttl"),
        Format("html", "text/html", "html"),
        Format("sarif", "application/sarif+json", "sarif"),
        Format("junit", "application/xml", "xml"),
        Format("github", "text/plain", "txt"),
    )
}


def named(name: str) -> Format:
    """The form of that *name*, or UnknownFormat."""
    if name not in FORMATS:
        raise UnknownFormat(name, ", ".join(FORMATS))
    return FORMATS[name]


def write(report: Report, out: TextIO, form: str, manner: Manner | None = None) -> None:
    """Write *report* to *out* in the *form* of that name."""
    named(form).write(report, out, manner or Manner())
