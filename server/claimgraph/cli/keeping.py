"""The commands for what is kept: writing to a server, dumps and backups."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from claimgraph import articles, backups, formats, loading, tables
from claimgraph.cli import options
from claimgraph.cli.options import PATH
from claimgraph.errors.servers import Refused
from claimgraph.findings import telling
from claimgraph.loading import Source
from claimgraph.remote import Remote
from claimgraph.validation import Given, documents
from claimgraph.validation.relocating import relocated


@click.command()
@click.option("--graph", metavar="IRI", help="Only this graph, as its triples.")
@click.option("--format", "form", metavar="FORMAT", help="nquads, trig, turtle ...")
@options.dataset
def dump(
    graph: str | None, form: str | None, data: Sequence[Path], replace: bool
) -> None:
    """Write the whole dataset, views included, to standard output."""
    dataset = options.build(data, replace)
    chosen = formats.named(form or ("ntriples" if graph else "nquads"), formats.GRAPHS)
    with options.output() as out:
        dataset.dump(out, chosen, graph)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--graph", metavar="IRI", help="Into this graph instead of their own.")
@click.option("--replace", is_flag=True, help="In the place of what is there.")
@options.server
def load(
    paths: Sequence[Path], graph: str | None, replace: bool, remote: Remote
) -> None:
    """Send the files at PATHS to a running server, each graph whole or not at all."""
    found = loading.sources(paths)
    for name, content in loading.contents(found, graph):
        with _told_of(found, content):
            remote.add(name, content, formats.NTRIPLES.media_type, replace=replace)
        click.echo(f"{name} was written.", err=True)


@contextmanager
def _told_of(sources: Sequence[Source], content: bytes) -> Iterator[None]:
    """Have a refusal's report on *content* tell of the files that it was made of."""
    try:
        yield
    except Refused as refused:
        if not refused.report:
            raise
        report = telling.heard(refused.report, "the server's report")
        files = documents.of(sources)
        told = telling.told(relocated(report, content, files))
        raise Refused(refused.sentence, told, Given(files, []).prefixes) from refused


@click.command()
@click.argument("file", metavar="FILE.ru")
@options.server
def update(file: str, remote: Remote) -> None:
    """Have a running server make the SPARQL update in FILE.ru (or - for stdin)."""
    text = sys.stdin.read() if file == "-" else articles.read_text(Path(file))
    remote.update(text)


@click.command()
@click.option("--kill", metavar="ID", help="End this query.")
@options.server
def running(kill: str | None, remote: Remote) -> None:
    """List the queries that a running server is answering, or end one."""
    if kill:
        remote.stop(kill)
        return
    found = remote.running()
    with options.output():
        tables.show_running(found, Console())


@click.command()
@click.argument("store", type=PATH)
@click.argument("target", metavar="FILE.tar", type=PATH)
def backup(store: Path, target: Path) -> None:
    """Write one consistent state of the folder STORE to FILE.tar, used or not."""
    manifest = backups.backup(store, target)
    click.echo(f"State {manifest.number} of {store} is in {target}.", err=True)


@click.command()
@click.argument("source", metavar="FILE.tar", type=PATH)
@click.argument("store", type=PATH)
def restore(source: Path, store: Path) -> None:
    """Make the folder STORE, which must be empty, from the backup in FILE.tar."""
    manifest = backups.restore(source, store)
    click.echo(f"State {manifest.number} of {source} is in {store}.", err=True)


COMMANDS = (dump, load, update, running, backup, restore)
