"""The command that checks an ontology."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from claimgraph import linting
from claimgraph.cli.options import PATH
from claimgraph.findings import SEVERITIES, Report


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit 1 for findings at least as grave as this.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Say the findings in this language.",
)
def lint(paths: Sequence[Path], fail_on: str, language: str) -> None:
    """Check the ontology in the files at PATHS (default: ours) for pitfalls."""
    report = linting.lint(paths)
    for line in _lines(report, language):
        click.echo(line)
    raise SystemExit(not report.passes(fail_on))


def _lines(report: Report, language: str) -> Iterator[str]:
    for found in report.findings:
        name = found.constraint.rpartition("/")[2]
        said = f"{found.severity}: {found.message(language)} ({name})"
        yield f"{found.place}: {said}" if found.place else said
    yield from (failure.sentence for failure in report.failures)
    yield (
        f"{report.nodes} terms met {report.constraints} rules: "
        f"{len(report.findings)} findings."
    )


COMMANDS = (lint,)
