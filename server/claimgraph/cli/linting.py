"""The command that checks an ontology."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from claimgraph import linting
from claimgraph.cli import documents, options, reporting

#: A tag of a language (RFC 5646, section 2.1), without what is rarely needed.
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _languages(_: click.Context, __: click.Parameter, given: str | None) -> list[str]:
    """The tags *given*; raises BadParameter for what is none."""
    tags = given.split(",") if given is not None else []
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise click.BadParameter(
                f"{tag!r} is no language tag: write them as in en,fr."
            )
    return tags


_JUDGED = reporting.judging("warning", linting.codes(), "mixed-names")
_ASKED = (
    click.argument("paths", nargs=-1, type=options.NAMED),
    click.option(
        "--languages", metavar="TAGS", callback=_languages,
        help="Want labels, definitions and titles in these, such as en,fr; without "
        "it, in those that most labels are in.",
    ),
)  # fmt: skip


@click.command()
@options.these(_ASKED, _JUDGED, reporting.OPTIONS)
def lint(
    paths: Sequence[str],
    languages: Sequence[str],
    fail_on: str,
    allow: Sequence[str],
    **given: Any,
) -> None:
    """
    Check the ontology in the files at PATHS (default: ours) for pitfalls.

    A path is a file, a folder, or a pattern such as 'ontology/**/*.ttl'.
    """
    if "-" in paths:
        raise click.UsageError("lint reads files: write standard input to one first.")
    settings = linting.Settings(fail_on, frozenset(allow), tuple(languages))
    write = reporting.writer(given, lambda file: documents.holds(paths, file))
    report = linting.lint(list(options.paths(paths)), settings)
    named = linting.prefixes(Path(each.name) for each in report.data)
    raise SystemExit(not write(report, named))


COMMANDS = (lint,)
