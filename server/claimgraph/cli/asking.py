"""The command that asks."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from claimgraph import articles, formats, queries, tables
from claimgraph.cli import options
from claimgraph.dataset import Request
from claimgraph.errors.files import MissingFile


@click.command()
@click.argument("file", required=False, metavar="FILE.rq")
@click.option("--name", metavar="THEME/QUESTION", help="Ask a question of the library.")
@click.option("--param", metavar="NAME=VALUE", multiple=True, help="Bind a parameter.")
@click.option("--format", "form", metavar="FORMAT", help="table, json, csv, turtle ...")
@options.dataset
@options.trust
def query(
    file: str | None,
    name: str | None,
    param: Sequence[str],
    form: str | None,
    data: Sequence[Path],
    replace: bool,
    trust: Sequence[str],
) -> None:
    """Answer the query in FILE.rq (or - for standard input), or one of the library."""
    found = _question(file, name)
    bindings = found.bind(options.pairs(param, "--param"))
    request = Request(found.text, bindings, trust or found.trust)
    answer = options.build(data, replace).query(request)
    if form == "table" or (form is None and sys.stdout.isatty()):
        with options.output():
            tables.show(answer, Console())
        return
    chosen = formats.named(form, answer.formats) if form else _for_pipe(answer.formats)
    options.write(answer.write(chosen))


def _for_pipe(offered: Sequence[formats.Format]) -> formats.Format:
    return formats.TSV if formats.TSV in offered else offered[0]


def _question(file: str | None, name: str | None) -> queries.Query:
    if (file is None) == (name is None):
        raise click.UsageError("Give either a FILE.rq (or -) or --name.")
    if name is not None:
        return queries.find(name)
    if file == "-":
        return queries.parse("standard input", sys.stdin.read())
    path = Path(str(file))
    if not path.is_file():
        raise MissingFile(path)
    return queries.parse(str(path), articles.read_text(path))


COMMANDS = (query,)
