"""The command that validates: what is read, how it is told, and what fails."""

import glob
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import click

from claimgraph import formats, reports, validation
from claimgraph.cli import options
from claimgraph.errors.files import MissingFile
from claimgraph.findings import SEVERITIES, Report, telling
from claimgraph.namespaces import BASE
from claimgraph.remote import fetched
from claimgraph.reports import Manner
from claimgraph.validation import Given, Settings
from claimgraph.validation.documents import Body, Document

#: Stands for standard input among the paths.
_STDIN = "-"
#: Seconds between two looks at files that are watched.
_LOOK = 0.5

_given = (
    click.argument("paths", nargs=-1, metavar="[PATH]..."),
    click.option(
        "--shapes", multiple=True, type=options.PATH, metavar="PATH",
        help="Check against the shapes there instead of the shipped ones.",
    ),
    click.option(
        "--alone", is_flag=True,
        help="Check the data without the shipped ontology and reference data.",
    ),
    click.option(
        "--input-format", metavar="FORMAT", default="turtle", show_default=True,
        help="What standard input is written in.",
    ),
    click.option(
        "--endpoint", metavar="URL", callback=options.endpoint,
        help="Check a graph of this SPARQL endpoint.",
    ),
    click.option(
        "--graph", metavar="IRI", multiple=True,
        help="Which graph of the endpoint; without it, the default graph.",
    ),
)  # fmt: skip
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


def _with(*groups: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def decorated(command: Any) -> Any:
        for group in reversed(groups):
            for option in reversed(group):
                command = option(command)
        return command

    return decorated


@click.command()
@_with(_given, _judged, _told)
def validate(
    paths: Sequence[str], fail_on: str, allow: Sequence[str], watch: bool, **asked: Any
) -> None:
    """
    Check data against SHACL shapes, and say where each fault stands.

    PATH is a file, a folder, a pattern such as 'data/**/*.ttl', or - for standard
    input; without any, the shipped data is checked.

    Exit status: 0 passes, 1 fails, 2 the call is wrong or something does not parse.
    """
    settings = Settings(fail_on, frozenset(allow), asked["language"])
    given = _read(paths, asked)
    report = _reported(given, settings, asked)
    while watch:
        _wait_for_change(given)
        given = _read(paths, asked)
        report = _reported(given, settings, asked)
    raise SystemExit(not report.passes())


def _read(paths: Sequence[str], asked: dict[str, Any]) -> Given:
    """The documents that the arguments name."""
    sent = [*_standard_input(paths, asked), *_graphs(asked)]
    files = list(_files(paths))
    shapes = asked["shapes"] or None
    nothing = sent and not files
    given = validation.given(
        [] if nothing else files or None, shapes, alone=asked["alone"]
    )
    return Given([*given.data, *sent], given.shapes, given.context, given.shipped)


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for path in paths:
        if path == _STDIN:
            continue
        if not glob.has_magic(path) or Path(path).exists():
            yield Path(path)
        elif found := sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 - from /
            yield from map(Path, found)
        else:
            raise MissingFile(Path(path), "No file matches the pattern.")


def _standard_input(paths: Sequence[str], asked: dict[str, Any]) -> Iterator[Document]:
    if _STDIN in paths:
        form = formats.named(asked["input_format"], formats.GRAPHS)
        yield Body(_STDIN, sys.stdin.buffer.read(), form, BASE)


def _graphs(asked: dict[str, Any]) -> Iterator[Document]:
    """The graphs of an endpoint, each as it answers."""
    if asked["graph"] and not asked["endpoint"]:
        raise click.UsageError("--graph needs --endpoint: say whose graph it is.")
    for graph in (asked["graph"] or ("",)) if asked["endpoint"] else ():
        content = fetched(asked["endpoint"], graph)
        yield Body(graph or asked["endpoint"], content, formats.NTRIPLES, BASE)


def _reported(given: Given, settings: Settings, asked: dict[str, Any]) -> Report:
    with _progress() as told:
        report = validation.examine(given, settings, told)
    _write(report, asked)
    return report


def _write(report: Report, asked: dict[str, Any]) -> None:
    out, path = StringIO(), asked["output"]
    reports.write(report, out, asked["form"], _manner(report, asked))
    if path is None:
        options.write(out.getvalue().encode())
    else:
        path.write_text(out.getvalue(), encoding="utf-8")


def _manner(report: Report, asked: dict[str, Any]) -> Manner:
    since = asked["since"]
    return Manner(
        language=asked["language"],
        sample=asked["sample"],
        verbose=asked["verbose"],
        colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        width=shutil.get_terminal_size().columns,
        since=since and reports.compare(_earlier(since), report),
    )


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


def _wait_for_change(given: Given) -> None:
    before = _times(given)
    while _times(given) == before:
        time.sleep(_LOOK)


def _times(given: Given) -> list[float]:
    """When the files of *given* were changed."""
    documents = (*given.data, *given.shapes)
    paths = (Path(each.name) for each in documents if isinstance(each, validation.File))
    return [path.stat().st_mtime if path.exists() else 0.0 for path in paths]


COMMANDS = (validate,)
