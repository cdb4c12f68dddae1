"""The commands that reason and format."""

from collections.abc import Sequence
from pathlib import Path

import click

from claimgraph import resources
from claimgraph.cli import options
from claimgraph.cli.options import PATH


@click.command()
@click.option("--write", is_flag=True, help="Write ontology/inferred.ttl anew.")
@options.dataset
def reason(write: bool, data: Sequence[Path], replace: bool) -> None:
    """Reason over ontology and data: consistency, empty classes, OWL profiles."""
    from claimgraph import reasoning  # imports owlready2: needs Java
    from claimgraph.reasoning import hierarchy

    files = [*reasoning.modules(), *_data_files(data, replace)]
    verdict = reasoning.reason(files)
    options.say(verdict)
    stale = hierarchy.refresh() if write else not hierarchy.is_fresh()
    options.say(_freshness(stale, write))
    if not verdict.sound or (stale and not write):
        raise SystemExit(1)


def _freshness(stale: bool, write: bool) -> str:
    if not stale:
        return "ontology/inferred.ttl is fresh."
    if write:
        return "ontology/inferred.ttl was written anew."
    return "ontology/inferred.ttl is stale: run claimgraph reason --write."


@click.command()
@options.dataset
def worlds(data: Sequence[Path], replace: bool) -> None:
    """Tell which holders contradict each other, and by which statements."""
    from claimgraph import reasoning  # imports owlready2: needs Java
    from claimgraph import worlds as comparing

    files = [*reasoning.modules(), *_data_files(data, replace)]
    found = comparing.compare(files)
    for contradiction in found.contradictions:
        options.say(f"{contradiction}\n")
    count = len(found.contradictions)
    options.say(
        f"{found.holders} holders were compared in {found.runs} runs of the reasoner: "
        f"{count} contradiction{'s' * (count != 1)}."
    )
    if found.contradictions:
        raise SystemExit(1)


def _data_files(data: Sequence[Path], replace: bool) -> list[Path]:
    """The files of data, without the ontology and the shapes."""
    kinds = ("data", "article")
    return [
        source.path for source in options.sources(data, replace) if source.kind in kinds
    ]


@click.command("format")
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if any would.")
def format_(paths: Sequence[Path], check: bool) -> None:
    """Write the Turtle files at PATHS (default: the shipped ones) canonically."""
    from claimgraph import turtle  # imports rdflib, which takes a while

    changed = 0
    for path in turtle.files(paths or [resources.ontology(), resources.data()]):
        text = turtle.changes(path)
        if text is not None:
            changed += 1
            _reformat(path, text, check)
    if check and changed:
        raise SystemExit(1)


def _reformat(path: Path, text: str, check: bool) -> None:
    if check:
        click.echo(f"{path} is not in canonical form: run claimgraph format.", err=True)
        return
    path.write_bytes(text.encode())
    click.echo(f"{path} was rewritten.", err=True)


COMMANDS = (reason, worlds, format_)
