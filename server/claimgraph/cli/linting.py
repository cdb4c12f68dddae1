"""The command that checks an ontology."""

import shutil
import sys
from collections.abc import Sequence
from io import StringIO

import click

from claimgraph import linting, reports
from claimgraph.cli import options
from claimgraph.findings import SEVERITIES


@click.command()
@click.argument("paths", nargs=-1, type=options.NAMED)
@click.option(
    "--format",
    "form",
    type=click.Choice([*reports.FORMATS]),
    default="text",
    show_default=True,
    help="Write the report in this format.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit 1 for findings at least as grave as this.",
)
@click.option(
    "--language",
    type=click.Choice(reports.LANGUAGES),
    default="en",
    show_default=True,
    help="Say the findings in this language.",
)
def lint(paths: Sequence[str], form: str, fail_on: str, language: str) -> None:
    """
    Check the ontology in the files at PATHS (default: ours) for pitfalls.

    A path is a file, a folder, or a pattern such as 'ontology/**/*.ttl'.
    """
    if "-" in paths:
        raise click.UsageError("lint reads files: write standard input to one first.")
    report = linting.lint(list(options.paths(paths)), fail_on)
    manner = reports.Manner(
        language=language,
        sample=0,
        colour=sys.stdout.isatty(),
        width=shutil.get_terminal_size().columns,
    )
    out = StringIO()
    reports.write(report, out, form, manner)
    options.write(out.getvalue().encode())
    raise SystemExit(not report.passes())


COMMANDS = (lint,)
