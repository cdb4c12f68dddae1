"""The command that validates: how the report is told, and what fails."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import click

from claimgraph import reports, validation
from claimgraph.cli import documents, options
from claimgraph.cli.documents import Asked
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.files import MissingFile, NoPlace
from claimgraph.errors.reports import NotAReport
from claimgraph.errors.validations import NothingChecked
from claimgraph.findings import SEVERITIES, Report, telling
from claimgraph.reports import Manner
from claimgraph.validation import Given, Settings, unread

#: Seconds between two looks at files that are watched ...
_LOOK = 0.5
#: ... of which looking may take one in so many.
_SHARE = 10


def _place(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """The file to write to, or None for standard output."""
    return None if path == Path("-") else path


_judged = (
    click.option(
        "--fail-on", type=click.Choice(SEVERITIES), default="violation",
        show_default=True, help="Exit 1 for findings at least as grave as this.",
    ),
    click.option(
        "--allow", multiple=True, metavar="CODE", type=click.Choice(validation.codes()),
        help="Do not fail for this reason, such as no-target.",
    ),
)  # fmt: skip
_told = (
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
    click.option("--watch", is_flag=True, help="Check again whenever a file changes."),
)  # fmt: skip


#: Writes a report, and tells whether it passes.
_Write = Callable[[Report, Mapping[str, str]], bool]


def _with(*groups: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def decorated(command: Any) -> Any:
        for group in reversed(groups):
            for option in reversed(group):
                command = option(command)
        return command

    return decorated


@click.command()
@_with(documents.OPTIONS, _judged, _told)
def validate(fail_on: str, allow: Sequence[str], watch: bool, **given: Any) -> None:
    """
    Check data against SHACL shapes, and say where each fault stands.

    PATH is a file, a folder, a pattern such as 'data/**/*.ttl', or - for standard
    input; without any, the shipped data is checked.

    Exit status: 0 passes, 1 fails, 2 the call is wrong or something does not parse.
    """
    asked = Asked.of(given)
    earlier = _earlier_path(given)
    known = str(given["baseline"] or "")
    settings = Settings(fail_on, frozenset(allow), given["language"], known)
    if given["output"] is not None:
        _refuse_place(given["output"], asked, earlier)
    write = _writer(given)
    if watch:
        _watch(asked, settings, write)
    raise SystemExit(not _checked(asked, settings, write))


def _checked(asked: Asked, settings: Settings, write: _Write) -> bool:
    given = Given([], [])
    try:
        given = asked.read()
        with _progress() as told:
            report = validation.examine(given, settings, told)
    except ClaimgraphError as error:
        faults = list(unread.unread(given)) or [(None, error)]
        write(unread.report(given, faults, settings.told()), {})
        raise NothingChecked([str(each) for _, each in faults]) from error
    return write(report, validation.prefixes(given.shapes))


def _watch(asked: Asked, settings: Settings, write: _Write) -> None:
    """Check again and again, until Ctrl-C; what does not parse is said as well."""
    if asked.is_sent:
        raise click.UsageError("--watch watches files: give paths only.")
    status = 2
    try:
        while True:
            before = documents.times(asked.files)
            status = _attempt(asked, settings, write)
            _wait_for_change(asked, before)
    except KeyboardInterrupt:
        raise SystemExit(status) from None


def _attempt(asked: Asked, settings: Settings, write: _Write) -> int:
    try:
        passes = _checked(asked, settings, write)
    except ClaimgraphError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    finally:
        sys.stdout.flush()
    return not passes


def _wait_for_change(asked: Asked, before: dict[str, tuple[int, int]]) -> None:
    click.echo(f"Watching {len(before)} files; Ctrl-C ends this.", err=True)
    while True:
        began = time.perf_counter()
        if documents.times(asked.files) != before:
            return
        time.sleep(max(_LOOK, _SHARE * (time.perf_counter() - began)))


def _writer(given: dict[str, Any]) -> _Write:
    """What writes a report as it was asked for; what cannot be, is said at once."""
    earlier = _earlier_path(given)
    since = None if earlier is None else _earlier(earlier)
    path: Path | None = given["output"]

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


def _refuse_place(path: Path, asked: Asked, since: Path | None) -> None:
    """Raise NoPlace if no report can be written there, or it would replace data."""
    try:
        _refuse_unwritable(path)
        read = asked.reads(path) or (since and since.resolve() == path.resolve())
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


@contextmanager
def _progress() -> Iterator[validation.Told | None]:
    """A bar on a terminal: how many files were read, how many shapes applied."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # a tenth of a second that only a terminal needs
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks = {what: bar.add_task(what, total=None) for what in ("read", "applied")}

        def told(what: str, done: int, total: int) -> None:
            bar.update(tasks[what], completed=done, total=total)

        yield told


COMMANDS = (validate,)
