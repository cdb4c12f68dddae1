"""The command that validates, once or whenever a file changes."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from claimgraph import validation
from claimgraph.cli import documents, options, reporting
from claimgraph.cli.documents import Asked
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.validations import NothingChecked
from claimgraph.validation import Given, Settings, unread

#: Seconds between two looks at files that are watched ...
_LOOK = 0.5
#: ... of which looking may take one in so many.
_SHARE = 10

_JUDGED = reporting.judging("violation", validation.codes(), "no-target")
_WATCHED = (
    click.option("--watch", is_flag=True, help="Check again whenever a file changes."),
)


@click.command()
@options.these(documents.OPTIONS, _JUDGED, reporting.OPTIONS, _WATCHED)
def validate(fail_on: str, allow: Sequence[str], watch: bool, **given: Any) -> None:
    """
    Check data against SHACL shapes, and say where each fault stands.

    PATH is a file, a folder, a pattern such as 'data/**/*.ttl', or - for standard
    input; without any, the shipped data is checked.

    Exit status: 0 passes, 1 fails, 2 the call is wrong or something does not parse.
    """
    asked = Asked.of(given)
    known = str(given["baseline"] or "")
    settings = Settings(fail_on, frozenset(allow), given["language"], known)
    write = reporting.writer(given, asked.reads)
    if watch:
        _watch(asked, settings, write)
    raise SystemExit(not _checked(asked, settings, write))


def _checked(asked: Asked, settings: Settings, write: reporting.Write) -> bool:
    given = Given([], [])
    try:
        given = asked.read()
        with _progress() as told:
            report = validation.examine(given, settings, told)
    except ClaimgraphError as error:
        faults = list(unread.unread(given)) or [(None, error)]
        write(unread.report(given, faults, settings.told()), {})
        raise NothingChecked([str(each) for _, each in faults]) from error
    return write(report, given.prefixes)


def _watch(asked: Asked, settings: Settings, write: reporting.Write) -> None:
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


def _attempt(asked: Asked, settings: Settings, write: reporting.Write) -> int:
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
