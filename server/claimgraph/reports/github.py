"""A report as the annotation lines of a code-hosting pipeline (workflow commands)."""

from collections.abc import Iterator, Mapping
from typing import TextIO

from claimgraph.findings import Place, Report, gravity
from claimgraph.reports.comparison import summary
from claimgraph.reports.manner import Manner
from claimgraph.reports.visible import one_line
from claimgraph.reports.wording import said, title, words

_COMMANDS = ("error", "warning", "notice")
_FAILURE = "Validation failed"


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """
    Write a line for each failure and finding, in their order, and the summary.

    With an earlier report, what is new is said so; with a baseline, nothing else is.
    """
    for failure in report.failures:
        titled = {**_where(failure.place), "title": f"{_FAILURE} ({failure.code})"}
        out.write(_command("error", titled, failure.sentence))
    own = words(manner.language)
    for found in filter(manner.counts, report.findings):
        titled = {**_where(found.place), "title": title(found, manner.language)}
        command = _COMMANDS[gravity(found.severity)]
        mark = f"{own['new']}: " if found in manner.new else ""
        out.write(_command(command, titled, mark + said(found, manner.language)))
    told = summary(manner.since, manner.language) if manner.since else ()
    lines = *told, own.summary(report), manner.verdict(report)
    out.writelines(f"{line}\n" for line in lines)


def _command(command: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(f"{name}={_property(v)}" for name, v in properties.items())
    return f"::{command} {written}::{_data(message)}\n"


def _where(place: Place | None) -> dict[str, str]:
    return dict(_properties(place)) if place else {}


def _properties(place: Place) -> Iterator[tuple[str, str]]:
    """Where an annotation stands; its columns count only within one line."""
    yield "file", place.file
    if place.line is not None:
        yield "line", str(place.line)
        yield "endLine", str(place.end_line or place.line)
        if place.column is not None and place.end_line in (place.line, None):
            yield "col", str(place.column)
            yield "endColumn", str(_last(place.column, place.end_column))


def _last(column: int, end: int | None) -> int:
    """The last column that is meant: the pipeline's end is inclusive."""
    return max(column, (end or 0) - 1)


def _data(text: str) -> str:
    """Escape what would end the line; hidden signs are written by their code points."""
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
