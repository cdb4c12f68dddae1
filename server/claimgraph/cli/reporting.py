"""How a command is to tell a report: the options, and what writes it so."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import click

from claimgraph import reports
from claimgraph.cli import options
from claimgraph.errors.files import MissingFile, NoPlace
from claimgraph.errors.reports import NotAReport
from claimgraph.findings import SEVERITIES, Report, telling
from claimgraph.reports import Manner


def _place(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """The file to write to, or None for standard output."""
    return None if path == Path("-") else path


OPTIONS = (
    click.option(
        "--format", "form", type=click.Choice([*reports.FORMATS]), default="text",
        show_default=True, help="Write the report in this form.",
    ),
    click.option(
        "--output", type=options.PATH, metavar="FILE", callback=_place,
        help="Write the report there; - is standard output.",
    ),
    click.option(
        "--language", type=click.Choice(reports.LANGUAGES), default="en",
        show_default=True, help="Say what is wrong in this language.",
    ),
    click.option(
        "--sample", type=click.IntRange(0), default=3, show_default=True, metavar="N",
        help="Show so many findings of a kind; 0 shows all.",
    ),
    click.option(
        "--verbose", is_flag=True,
        help="Tell what each shape looked at, and the nodes that none did.",
    ),
    click.option(
        "--since", type=options.PATH, metavar="REPORT",
        help="Tell what is new and what is gone since that report in JSON.",
    ),
    click.option(
        "--baseline", type=options.PATH, metavar="REPORT",
        help="Like --since, and only what is new fails.",
    ),
)  # fmt: skip

#: Writes a report, with the prefixes that shorten its names; tells whether it passes.
Write = Callable[[Report, Mapping[str, str]], bool]
#: Whether a file is one of those that a command reads.
Reads = Callable[[Path], bool]


def judging(least: str, codes: Sequence[str], such: str) -> Sequence[options.Option]:
    """The options that say what fails: *least* is the default, *such* one code."""
    return (
        click.option(
            "--fail-on", type=click.Choice(SEVERITIES), default=least,
            show_default=True, help="Exit 1 for findings at least as grave as this.",
        ),
        click.option(
            "--allow", multiple=True, metavar="CODE", type=click.Choice(codes),
            help=f"Do not fail for this reason, such as {such}.",
        ),
    )  # fmt: skip


def writer(given: dict[str, Any], reads: Reads) -> Write:
    """
    What writes a report as it was asked for; what cannot be, is said at once.

    Raises UsageError for two earlier reports; NoPlace for a place where none can be
    written, or that the command *reads*; MissingFile and NotAReport.
    """
    earlier = _earlier_path(given)
    path: Path | None = given["output"]
    if path is not None:
        _refuse_place(path, reads, earlier)
    since = None if earlier is None else _earlier(earlier)

    def write(report: Report, prefixes: Mapping[str, str]) -> bool:
        if not report.is_checked and given["form"] == "text" and path is None:
            return False  # the error says the same
        known = since if report.is_checked else None
        compared = reports.compare(known, report) if known else None
        out, manner = StringIO(), _manner(given, compared, prefixes)
        reports.write(report, out, given["form"], manner)
        _put(out.getvalue(), path)
        return manner.passes(report)

    return write


def _manner(
    given: dict[str, Any],
    since: reports.Comparison | None,
    prefixes: Mapping[str, str],
) -> Manner:
    """How to write: with colours on a terminal, unless NO_COLOR is set."""
    plain = given["output"] or os.environ.get("NO_COLOR")
    return Manner(
        language=given["language"],
        sample=given["sample"],
        verbose=given["verbose"],
        colour=not plain and sys.stdout.isatty(),
        width=shutil.get_terminal_size().columns,
        since=since,
        baseline=given["baseline"] is not None,
        prefixes=prefixes,
    )


def _put(text: str, path: Path | None) -> None:
    if path is None:
        options.write(text.encode())
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NoPlace(path, error.strerror or str(error)) from error


def _refuse_place(path: Path, reads: Reads, since: Path | None) -> None:
    """Raise NoPlace if no report can be written there, or it would replace data."""
    try:
        _refuse_unwritable(path)
        read = reads(path) or (since and since.resolve() == path.resolve())
    except OSError as error:
        raise NoPlace(path, error.strerror or str(error)) from error
    if read:
        raise NoPlace(path, "it is one of the files that are read, so name another")


def _refuse_unwritable(path: Path) -> None:
    if path.is_dir():
        raise NoPlace(path, "it is a folder, so name a file in it")
    if not path.parent.is_dir():
        raise NoPlace(path, f"there is no folder {path.parent}, so make it first")


def _earlier_path(given: dict[str, Any]) -> Path | None:
    """The earlier report that was named, if any; raises UsageError for two."""
    if given["since"] and given["baseline"]:
        raise click.UsageError("--baseline compares as --since does: give only one.")
    path: Path | None = given["since"] or given["baseline"]
    return path


def _earlier(path: Path) -> Report:
    """The report in the file at *path*; raises MissingFile and NotAReport."""
    if not path.is_file():
        raise MissingFile(path)
    report = telling.read(path.read_bytes(), path)
    if not report.is_checked:
        raise NotAReport(path, "nothing had been checked when it was written")
    return report
