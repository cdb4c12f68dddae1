"""The command that serves."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from claimgraph import hashes, loading, locks
from claimgraph.cli import log, options
from claimgraph.cli.options import PATH
from claimgraph.description import About


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Listen on this port.",
)
@options.dataset
@options.trust
@click.option("--store", type=PATH, help="Keep what is written in this folder.")
@click.option(
    "--empty", is_flag=True, help="Serve a plain store: no graphs and rules of ours."
)
@click.option("--no-guard", is_flag=True, help="Take whatever writers send, unchecked.")
@click.option(
    "--quarantine",
    is_flag=True,
    help="Take also what the shapes do not pass, and report it in graph:validation.",
)
@click.option(
    "--update-token",
    metavar="TOKEN",
    envvar="CLAIMGRAPH_UPDATE_TOKEN",
    default="",
    help="Take updates from whoever shows TOKEN; its hash will do.",
)
@click.option(
    "--public-url", metavar="URL", default="", help="The address the world knows."
)
@click.option(
    "--proxy", metavar="ADDRESS", default="", help="Trust this proxy's headers."
)
@click.option(
    "--service",
    metavar="IRI",
    multiple=True,
    callback=options.endpoints,
    help="Let queries ask this endpoint by SERVICE.",
)
@click.option(
    "--setting", metavar="NAME=VALUE", multiple=True, help="Change a setting."
)
def serve(
    host: str,
    port: int,
    data: Sequence[Path],
    replace: bool,
    trust: Sequence[str],
    store: Path | None,
    empty: bool,
    no_guard: bool,
    quarantine: bool,
    update_token: str,
    public_url: str,
    proxy: str,
    service: Sequence[str],
    setting: Sequence[str],
) -> None:
    """Serve the graph over HTTP until interrupted."""
    from claimgraph import app  # imports Flask: only this command needs it

    logging.getLogger("waitress").setLevel(logging.CRITICAL)  # we log requests
    settings = app.defaults() | _settings(app.defaults(), setting)
    found = loading.sources(data) if empty else options.sources(data, replace)
    if update_token and store is None:
        click.echo(
            "What is written is lost at the end: --store DIR keeps it.", err=True
        )
    address = f"{public_url or f'http://{host}:{port}'}".rstrip("/") + "/"
    about = About(address=address, updates=bool(update_token), federation=bool(service))
    with log.to_standard_error(), locks.held(store):
        engine = app.start_engine(
            found,
            settings,
            service,
            plain=empty,
            guarded=not no_guard,
            quarantine=quarantine,
            folder=store,
            about=about,
        )
        served = app.create_app(
            engine, trust=trust, update_token=update_token, settings=settings
        )
        app.serve(served, host, port, public_url=public_url, proxy=proxy)


@click.command()
def token() -> None:
    """Make a token for writers: they show the first line, the server takes either."""
    made = secrets.token_urlsafe(32)
    options.say(f"{made}\n{hashes.hashed(made)}")


def _settings(known: Mapping[str, int], given: Sequence[str]) -> dict[str, int]:
    """The settings that were *given* as NAME=VALUE."""
    found = {}
    for name, value in options.pairs(given, "--setting").items():
        if name not in known:
            raise click.UsageError(f"There is no setting {name}: {', '.join(known)}.")
        if not value.isdecimal():
            raise click.UsageError(f"--setting {name}={value}: give a whole number.")
        found[name] = int(value)
    return found


COMMANDS = (serve, token)
