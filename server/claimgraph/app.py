"""The application: blueprints, settings, and the server that it runs on."""

import logging
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit

import waitress  # type: ignore[import-untyped]
from flask import Flask, Response
from flask_compress import Compress
from waitress.server import (  # type: ignore[import-untyped]
    BaseWSGIServer,
    MultiSocketServer,
)

from claimgraph import hashes
from claimgraph.engine import Engine, Limits, Plan, Sizes, Times
from claimgraph.errors.queries import UnknownPolicy
from claimgraph.errors.servers import CannotListen
from claimgraph.formats import GRAPHS, RESULTS
from claimgraph.loading import Source
from claimgraph.web import (
    admission,
    cors,
    discovery,
    graph_store,
    linked_data,
    measures,
    openapi,
    operations,
    pages,
    problems,
    repeats,
    representation,
    shapes,
    sparql,
    update,
    validate,
)
from claimgraph.web.at_once import Channel, Dispatcher
from claimgraph.web.caching import Cache
from claimgraph.web.publicity import Public


@dataclass(frozen=True)
class Setting:
    """A number that whoever runs the server may change."""

    name: str
    default: int
    help: str


SETTINGS = (
    Setting("TIMEOUT", 30, "seconds that a query or a validation may take"),
    Setting("UPDATE_TIMEOUT", 300, "seconds that an update may take"),
    Setting("MEMORY_BYTES", 2**30, "bytes of memory that one of them may take"),
    Setting("UPDATE_MEMORY_BYTES", 2**32, "bytes of memory that an update may take"),
    Setting("RESULT_BYTES", 2**32, "bytes that an answer may have"),
    Setting("RESULT_ROWS", 10**7, "rows or triples that an answer may have"),
    Setting("IN_MEMORY_BYTES", 2**28, "bytes of files up to which data is in memory"),
    Setting("QUERY_BYTES", 2**18, "bytes that a query may have"),
    Setting("MAX_CONTENT_LENGTH", 2**25, "bytes that the body of a request may have"),
    Setting("MAX_FORM_MEMORY_SIZE", 2**25, "bytes that a form in a body may have"),
    Setting("FAST_QUERIES", 2 * (os.cpu_count() or 1), "short queries at once"),
    Setting("SLOW_QUERIES", 16, "queries at once that go on for longer"),
    Setting("QUEUE", 64, "queries that may wait"),
    Setting("SERVICE_TIMEOUT", 15, "seconds that an endpoint of --service may take"),
    Setting("SERVICE_BYTES", 2**24, "bytes that its answer may have"),
    Setting("SPOOL_BYTES", 2**23, "bytes up to which answers are sent with a length"),
    Setting("CACHE_BYTES", 2**26, "bytes of answers that are kept for a next time"),
    Setting("ROWS_ON_A_PAGE", 1000, "rows of an answer that a page shows"),
)

_SIZES = ("FAST_QUERIES", "SLOW_QUERIES", "QUEUE")
_TIMES = ("TIMEOUT", "UPDATE_TIMEOUT")
_BLUEPRINTS = (
    discovery.bp, openapi.bp, sparql.bp, update.bp, graph_store.bp, operations.bp,
    pages.bp, shapes.bp, validate.bp, linked_data.bp,
)  # fmt: skip

_COMPRESSION = {
    "COMPRESS_MIMETYPES": [
        "application/json", "application/problem+json", "application/sarif+json",
        "application/xml", "image/svg+xml", "text/css",
        "text/html", *(form.media_type for form in (*RESULTS, *GRAPHS)),
    ],
    "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
    "COMPRESS_ALGORITHM_STREAMING": ["zstd", "br", "gzip"],
}  # fmt: skip

#: Threads for what is no query, and connections, which cost little.
_SPARE_THREADS = 8
_CONNECTIONS = 1000
#: Seconds after which a connection is closed on which nothing comes or goes.
_IDLE = 20
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: Seconds that running queries get when the server is told to end.
_GRACE = 5.0

#: Pages load nothing from elsewhere, run nothing, and tell nobody what was asked.
_PROTECTION = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def defaults() -> dict[str, int]:
    """The settings by name, as they are unless somebody changes them."""
    return {setting.name: setting.default for setting in SETTINGS}


def start_engine(
    sources: Sequence[Source],
    settings: Mapping[str, int],
    services: Sequence[str] = (),
    **plan: Any,
) -> Engine:
    """
    Start an engine on *sources* within the limits of the *settings*.

    Queries may ask the endpoints in *services*. *plan* has the other members of `Plan`.
    Raises what `Engine.start` raises.
    """
    limits = _limits(settings, services)
    sizes = Sizes(*(settings[name] for name in _SIZES))
    times = Times(*(settings[name] for name in _TIMES))
    disk = None
    if _total(sources, plan.get("folder")) > settings["IN_MEMORY_BYTES"]:
        disk = _scratch(plan.get("folder"))
    return Engine.start(Plan(sources, limits=limits, disk=disk, **plan), sizes, times)


def _limits(settings: Mapping[str, int], services: Sequence[str]) -> Limits:
    return Limits(
        memory=settings["MEMORY_BYTES"],
        result_bytes=settings["RESULT_BYTES"],
        result_rows=settings["RESULT_ROWS"],
        service_bytes=settings["SERVICE_BYTES"],
        service_seconds=settings["SERVICE_TIMEOUT"],
        services=tuple(services),
        change_memory=settings["UPDATE_MEMORY_BYTES"],
    )


def _total(sources: Sequence[Source], folder: Path | None) -> int:
    """The bytes of all files that a dataset is built from."""
    kept = folder.glob("graphs/*") if folder else ()
    files = {source.path for source in sources if source.path.is_file()} | {*kept}
    return sum(path.stat().st_size for path in files)


def _scratch(folder: Path | None) -> Path:
    """An empty folder for a dataset that is too large for memory."""
    if folder is None:
        return Path(mkdtemp(prefix="claimgraph-"))
    path = folder / "published"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def create_app(
    engine: Engine,
    *,
    trust: Sequence[str] = (),
    update_token: str = "",
    settings: Mapping[str, int] | None = None,
) -> Flask:
    """
    Assemble the application that serves the dataset behind *engine*.

    *trust* names the policies for requests that name none; writers show *update_token*,
    or its hash is given. Raises UnknownPolicy if the dataset lacks one.
    """
    for name in trust:
        if name not in engine.catalogue.policies:
            raise UnknownPolicy(name, engine.catalogue.policies)
    app = Flask("claimgraph.web")
    app.config.update(defaults() | dict(settings or {}))
    app.config.update(_COMPRESSION)
    app.config["UPDATE_TOKEN"] = hashes.hashed(update_token) if update_token else ""
    app.url_map.merge_slashes = False  # an IRI may have two in a row
    app.json.sort_keys = False  # type: ignore[attr-defined]
    cache = Cache(app.config["CACHE_BYTES"])
    metrics = measures.Measures(engine)
    app.extensions.update(
        engine=engine, cache=cache, metrics=metrics, trust=tuple(trust)
    )
    # First: it keeps what all others have made of a response.
    repeats.init_app(app, engine, cache, metrics)
    measures.init_app(app)
    representation.init_app(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    problems.init_app(app)
    admission.init_app(app)
    app.after_request(_protected)
    cors.init_app(app)
    Compress(app)
    return app


def serve(
    app: Flask, host: str, port: int, *, public_url: str = "", proxy: str = ""
) -> None:
    """
    Serve *app* behind a production server until interrupted or terminated.

    With *public_url*, links and names are those that the world knows; the headers of
    the *proxy* at that address say who asks. Raises CannotListen.
    """
    if _is_loopback(host):
        public = urlsplit(public_url).hostname or host
        app.config["HOSTS"] = {*_LOOPBACK, host.lower(), public.lower()}
    most = 16 * app.config["MAX_CONTENT_LENGTH"]  # up to here, we say the problem
    threads = sum(app.config[name] for name in _SIZES) + _SPARE_THREADS
    try:
        server = waitress.create_server(
            Public(app, public_url) if public_url else app,
            host=host,
            port=port,
            ident=None,
            max_request_body_size=most,
            _dispatcher=Dispatcher(app.extensions["repeats"], threads),
            asyncore_use_poll=True,  # select knows no socket above the 1024th
            connection_limit=_CONNECTIONS,
            channel_request_lookahead=1,  # notices a client that leaves
            channel_timeout=_IDLE,
            cleanup_interval=_IDLE // 4,
            **_forwarding(proxy),
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise CannotListen(host, port, reason.lower()) from error
    _answer_at_once(server)
    logging.getLogger(__name__).info("Serving on http://%s:%s", host, port)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.run()
    finally:
        app.extensions["engine"].close(wait=_GRACE)


def _answer_at_once(server: Any) -> None:
    """Have all sockets that *server* listens on make channels of ours."""
    listening = server.map if isinstance(server, MultiSocketServer) else server._map
    for each in listening.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = Channel


def _is_loopback(host: str) -> bool:
    return host in _LOOPBACK or host.startswith("127.")


def _forwarding(proxy: str) -> dict[str, Any]:
    """The server's own settings for trusting what the *proxy* says of a client."""
    if not proxy:
        return {}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def _interrupt(*_: object) -> None:
    """End as on an interrupt from the keyboard: running queries come to their end."""
    raise KeyboardInterrupt


def _protected(response: Response) -> Response:
    for name, value in _PROTECTION.items():
        response.headers.setdefault(name, value)
    if response.status_code in (201, 204):
        response.headers.pop("Content-Type", None)
    return response
