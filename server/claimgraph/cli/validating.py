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
from claimgraph.findings import SEVERITIES, Report, telling
from claimgraph.reports import Manner
from claimgraph.validation import Settings

#: Seconds between two looks at files that are watched ...
_LOOK = 0.5
#: ... of which looking may take one in so many.
_SHARE = 10

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
        "--output", type=options.PATH, metavar="FILE", help="Write the report there.",
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
    click.option("--watch", is_flag=True, help="Check again whenever a file changes."),
)  # fmt: skip


_Write = Callable[[Report, Mapping[str, str]], None]


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
    settings = Settings(fail_on, frozenset(allow), given["language"])
    write = _writer(given)
    if watch:
        _watch(asked, settings, write)
    report = _checked(asked, settings, write)
    raise SystemExit(not report.passes())


def _checked(asked: Asked, settings: Settings, write: _Write) -> Report:
    given = asked.read()
    with _progress() as told:
        report = validation.examine(given, settings, told)
    write(report, given.prefixes)
    return report


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
        report = _checked(asked, settings, write)
    except ClaimgraphError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    finally:
        sys.stdout.flush()
    return not report.passes()


def _wait_for_change(asked: Asked, before: dict[str, tuple[int, int]]) -> None:
    click.echo(f"Watching {len(before)} files; Ctrl-C ends this.", err=True)
    while True:
        began = time.perf_counter()
        if documents.times(asked.files) != before:
            return
        time.sleep(max(_LOOK, _SHARE * (time.perf_counter() - began)))


def _writer(given: dict[str, Any]) -> _Write:
    """What writes a report as it was asked for; what cannot be, is said at once."""
    since = None if given["since"] is None else _earlier(given["since"])
    path: Path | None = given["output"]
    if path is not None:
        _refuse_unwritable(path)

    def write(report: Report, prefixes: Mapping[str, str]) -> None:
        compared = None if since is None else reports.compare(since, report)
        out, manner = StringIO(), _manner(given, compared, prefixes)
        reports.write(report, out, given["form"], manner)
        _put(out.getvalue(), path)

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


def _refuse_unwritable(path: Path) -> None:
    if path.is_dir():
        raise NoPlace(path, "it is a folder, so name a file in it")
    if not path.parent.is_dir():
        raise NoPlace(path, f"there is no folder {path.parent}, so make it first")


def _earlier(path: Path) -> Report:
    """The report in the file at *path*; raises MissingFile and NotAReport."""
    if not path.is_file():
        raise MissingFile(path)
    return telling.read(path.read_bytes(), path)


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
