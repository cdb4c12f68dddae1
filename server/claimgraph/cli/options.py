"""What several commands share: their options, and how an error is said."""

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from claimgraph import folders, formats, loading
from claimgraph.dataset import Dataset
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.files import NoPlace
from claimgraph.errors.servers import Refused
from claimgraph.remote import Remote

#: What gives a command one option more.
Option = Callable[[Any], Any]


class _Path(click.Path):
    """A path that is not empty, as an unset variable of a shell is."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Take *value*; raises BadParameter if there is none."""
        if not str(value):
            self.fail("it is empty, so name a path.", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)
#: A path or a pattern, which nobody has looked for yet.
NAMED = _Path(path_type=str, readable=False)
#: What an address is written with (RFC 3986, section 2).
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

trust = click.option(
    "--trust",
    metavar="POLICY",
    multiple=True,
    help="Add the facts as POLICY sees them, such as author-strict.",
)


class Group(click.Group):
    """A group that prints our own errors as one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raises ClickException for an error of ours."""
        try:
            return super().invoke(ctx)
        except ClaimgraphError as error:
            raise _Failure(error) from error


class _Failure(click.ClickException):
    """One of our errors as click says it: its sentence, and the place if it has one."""

    def __init__(self, error: ClaimgraphError) -> None:
        said = [str(error), error.excerpt, _reported(error)]
        super().__init__("\n".join(filter(None, said)))
        self.exit_code = error.exit_status  # type: ignore[misc]


def _reported(error: ClaimgraphError) -> str:
    """The report that *error* may hold, for people."""
    if not error.report:
        return ""
    from claimgraph import reports  # few commands need them
    from claimgraph.findings import telling

    out = StringIO()
    report = telling.heard(error.report, "the server's report")
    prefixes = error.prefixes if isinstance(error, Refused) else {}
    reports.write(report, out, "text", reports.Manner(sample=0, prefixes=prefixes))
    return out.getvalue().rstrip()


def these(*groups: Sequence[Option]) -> Option:
    """Give a command the options of all *groups*, in their order."""

    def decorated(command: Any) -> Any:
        for group in reversed(groups):
            for option in reversed(group):
                command = option(command)
        return command

    return decorated


def dataset(command: Callable[..., object]) -> Callable[..., object]:
    """Give *command* the options that say which data to load."""
    data = click.option(
        "--data", type=PATH, multiple=True, help="Add your own files or folders."
    )
    replace = click.option(
        "--replace", is_flag=True, help="Load the --data instead of the shipped data."
    )
    return data(replace(command))


def server(command: Callable[..., object]) -> Callable[..., object]:
    """Give *command* the options that say which server to speak to."""
    address = click.option(
        "--server",
        "remote",
        metavar="URL",
        default="http://127.0.0.1:8000",
        show_default=True,
        callback=_remote,
        help="The server's address.",
    )
    token = click.option(
        "--update-token",
        metavar="TOKEN",
        envvar="CLAIMGRAPH_UPDATE_TOKEN",
        default="",
        is_eager=True,
        expose_value=False,
        help="The token that lets one write; or set CLAIMGRAPH_UPDATE_TOKEN.",
        callback=_noted,
    )
    return address(token(command))


def _noted(context: click.Context, _: click.Parameter, token: str) -> None:
    context.obj = token


def _remote(context: click.Context, _: click.Parameter, address: str) -> Remote:
    return Remote(address, context.obj)


def endpoint(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """The one IRI *given*, if any; raises BadParameter as `endpoints` does."""
    return endpoints(_, __, [given])[0] if given else None


def endpoints(
    _: click.Context, __: click.Parameter, given: Sequence[str]
) -> Sequence[str]:
    """The IRIs *given*; raises BadParameter for one that nobody could ask."""
    for iri in given:
        parts = urlsplit(iri)
        whole = parts.scheme in ("http", "https") and parts.hostname
        odd = "@" in parts.netloc or parts.fragment or not _ADDRESS.fullmatch(iri)
        if odd or not whole:
            raise click.BadParameter(
                f"{iri} is no address of an endpoint: write it whole, from https:// "
                "on, without # and a name for logging in."
            )
    return given


def paths(named: Iterable[str]) -> Iterator[Path]:
    """The paths *named*, a pattern as the files that match it; raises MissingFile."""
    for name in named:
        if not glob.has_magic(name) or Path(name).exists():
            yield Path(name)
        else:
            yield from folders.matching(name, formats.is_data_file)


def sources(data: Sequence[Path], replace: bool) -> list[loading.Source]:
    """The files to load; raises UsageError for --replace without --data."""
    if replace and not data:
        raise click.UsageError("--replace needs --data: say what to load instead.")
    return loading.everything(data, replace=replace)


def build(data: Sequence[Path], replace: bool) -> Dataset:
    """Build the dataset that the options say."""
    return Dataset.build(sources(data, replace))


def pairs(given: Sequence[str], option: str) -> dict[str, str]:
    """Read what was *given* as NAME=VALUE; raises UsageError."""
    for each in given:
        if "=" not in each:
            raise click.UsageError(f"{option} {each}: write NAME=VALUE.")
    return {name: value for name, _, value in (each.partition("=") for each in given)}


def write(content: bytes) -> None:
    """Put *content* on standard output, ending in a line break; raises NoPlace."""
    ended = content if content.endswith(b"\n") or not content else content + b"\n"
    with output() as out:
        out.write(ended)


def say(text: object) -> None:
    """Put a line on standard output; raises NoPlace."""
    write(f"{text}\n".encode())


@contextmanager
def output() -> Iterator[BinaryIO]:
    """Standard output, all written at the end; raises NoPlace if it cannot be."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except BrokenPipeError:  # its reader has left, which is no error
        raise
    except OSError as error:
        _give_up_output()
        reason = error.strerror or str(error)
        raise NoPlace("standard output", reason) from error


def _give_up_output() -> None:
    """Have what still waits go nowhere, or the interpreter fails with it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
