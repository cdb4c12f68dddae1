"""The command line: each command calls one function and prints what it returns."""

import click

from claimgraph import __version__
from claimgraph.cli import (
    articles,
    asking,
    checking,
    keeping,
    linting,
    serving,
    validating,
)
from claimgraph.cli.options import Group

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Ask, check and serve a graph of what is claimed about a conflict."""


for _module in (serving, asking, validating, checking, linting, articles, keeping):
    for _command in _module.COMMANDS:
        main.add_command(_command)
