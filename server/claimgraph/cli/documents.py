"""What a command of validation is to read: files, standard input and endpoints."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from claimgraph import formats, resources, validation
from claimgraph.cli import options
from claimgraph.errors.files import MissingFile
from claimgraph.errors.validations import EmptyDefaultGraph
from claimgraph.namespaces import BASE
from claimgraph.remote import fetched, loaded
from claimgraph.validation import File, Given
from claimgraph.validation.documents import Answer, Body, Document

#: Stands for standard input among the paths.
_STDIN = "-"
#: How SPARQL writes a whole IRI (IRIREF), without its brackets.
_IRI = re.compile(r"[A-Za-z][\w+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


def _graphs(
    _: click.Context, __: click.Parameter, given: Sequence[str]
) -> Sequence[str]:
    """The IRIs *given*; raises BadParameter for what is none."""
    for iri in given:
        if not _IRI.fullmatch(iri):
            raise click.BadParameter(f"{iri} is no IRI: write it whole.")
    return given


OPTIONS = (
    click.argument("paths", nargs=-1, type=options.NAMED, metavar="[PATH]..."),
    click.option(
        "--shapes", multiple=True, type=options.NAMED, metavar="PATH",
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
        "--graph", metavar="IRI", multiple=True, callback=_graphs,
        help="Which graph of the endpoint; without it, the default graph.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the arguments name."""

    paths: Sequence[str]
    shapes: Sequence[str]
    alone: bool
    input_format: str
    endpoint: str | None
    graph: Sequence[str]

    @classmethod
    def of(cls, arguments: dict[str, Any]) -> "Asked":
        """Take those from among all *arguments*; raises UsageError."""
        if arguments["graph"] and not arguments["endpoint"]:
            raise click.UsageError("--graph needs --endpoint: say whose graph it is.")
        return cls(**{name: arguments[name] for name in cls.__annotations__})

    @property
    def is_sent(self) -> bool:
        """Whether there is something that is no file."""
        return self.endpoint is not None or _STDIN in self.paths

    def reads(self, file: Path) -> bool:
        """Whether *file* is among what is read, or shipped, as far as can be seen."""
        named = [path for path in (*self.paths, *self.shapes) if path != _STDIN]
        return holds(named, file)

    def read(self) -> Given:
        """All documents; raises MissingFile, UnknownFormat, Unreachable, Refused."""
        given, whole = self.files(), self._loaded()
        sent = [*self._standard_input(), *self._of_endpoint(whole)]
        context = () if whole else given.context  # it has its own ontology
        return replace(given, data=[*given.data, *sent], context=context)

    def files(self) -> Given:
        """Those that are files; raises MissingFile and UnknownFormat."""
        paths = list(options.paths(path for path in self.paths if path != _STDIN))
        shapes = list(options.paths(self.shapes))
        nothing = self.is_sent and not paths
        return validation.given(
            [] if nothing else paths or None, shapes or None, alone=self.alone
        )

    def _standard_input(self) -> Iterator[Document]:
        if _STDIN in self.paths:
            form = formats.named(self.input_format, formats.GRAPHS)
            content = sys.stdin.buffer.read()
            yield Body(_STDIN, content, form, BASE, "Standard input")

    def _loaded(self) -> Sequence[str]:
        """The graphs that stand for the default graph, which rules have added to."""
        return loaded(self.endpoint) if self.endpoint and not self.graph else ()

    def _of_endpoint(self, whole: Sequence[str]) -> Iterator[Document]:
        """The graphs of an endpoint, each as it answers; raises EmptyDefaultGraph."""
        for graph in (self.graph or whole or ("",)) if self.endpoint else ():
            content = fetched(self.endpoint or "", graph)
            if not (graph or content.strip()):
                raise EmptyDefaultGraph(self.endpoint or "")
            name = graph or self.endpoint or ""
            yield Answer(name, content, formats.NTRIPLES, BASE, f"What {name} answers")


def holds(named: Iterable[str], file: Path) -> bool:
    """Whether *file* is among the paths *named*, or shipped, as far as can be seen."""
    every = [*_found(named), resources.ontology(), resources.data()]
    return file.exists() and any(_holds(path, file) for path in every)


def _found(named: Iterable[str]) -> Iterator[Path]:
    """The paths *named* that are there."""
    for name in named:
        with suppress(MissingFile, OSError):
            yield from (path for path in options.paths([name]) if path.exists())


def _holds(path: Path, file: Path) -> bool:
    """Whether *path* is the *file*, or a folder of which it would be read."""
    if not path.is_dir():
        return path.samefile(file)
    inside = file.resolve().is_relative_to(path.resolve())
    return inside and formats.is_data_file(file)


def times(listed: Callable[[], Given]) -> dict[str, tuple[int, int]]:
    """When the files that are *listed* were changed, and their sizes, by name."""
    try:
        given = listed()
    except MissingFile:
        return {}
    files = (each for each in (*given.data, *given.shapes) if isinstance(each, File))
    return {file.name: _time(file.source.path) for file in files}


def _time(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # it has just gone
        return 0, 0
    return found.st_mtime_ns, found.st_size
