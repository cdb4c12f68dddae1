"""The commands for whoever encodes or reads an article."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from claimgraph import articles, namespaces, queries, tables
from claimgraph.cli import options
from claimgraph.cli.options import PATH
from claimgraph.dataset import Request
from claimgraph.errors.articles import OtherText


@click.command("verify-anchors")
@click.argument("slug")
@click.argument("textfile", type=PATH)
@options.dataset
def verify_anchors(
    slug: str, textfile: Path, data: Sequence[Path], replace: bool
) -> None:
    """Compare the positions and digests of article SLUG with your copy in TEXTFILE."""
    text = articles.read_text(textfile)
    dataset = options.build(data, replace)
    stored = dataset.sentences(slug)
    wrong = articles.verify(text, stored, dataset.articles[slug])
    for mismatch in wrong:
        options.say(mismatch)
    if wrong:
        raise SystemExit(1)
    options.say(f"All {len(stored)} sentences of {slug} are where the data says.")


@click.command("new-article")
@click.argument("slug")
@click.option("--text", type=PATH, help="Your copy: its sentence table is made too.")
@click.option(
    "--into",
    type=PATH,
    default=Path("articles"),
    show_default=True,
    help="The folder that the article's folder is made in.",
)
def new_article(slug: str, text: Path | None, into: Path) -> None:
    """Make a folder for article SLUG that validates once it is filled in."""
    copy = articles.read_text(text) if text else None
    for path in articles.create(into / slug, slug, copy):
        click.echo(f"{path} was made.", err=True)


@click.command()
@click.argument("slug")
@click.argument("textfile", type=PATH)
@options.dataset
def read(slug: str, textfile: Path, data: Sequence[Path], replace: bool) -> None:
    """Show your copy of article SLUG, each sentence beside what is encoded of it."""
    text = articles.read_text(textfile)
    dataset = options.build(data, replace)
    sentences = dataset.sentences(slug)
    wrong = articles.verify(text, sentences, dataset.articles[slug])
    if wrong:
        raise OtherText(slug, textfile, len(wrong))
    table = queries.find("claims/table")
    bindings = table.bind({"article": namespaces.article_iri(slug)})
    claims = dataset.query(Request(table.text, bindings))
    with options.output():
        tables.show_reading(text, sentences, claims, Console())


COMMANDS = (verify_anchors, new_article, read)
