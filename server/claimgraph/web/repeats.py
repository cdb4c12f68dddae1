"""A request that was answered before, from the same data, is answered the same again.

What is asked over and over is answered ahead of the application: only the dataset's
digest, the log line and the measures are new.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from flask import Flask, Response, current_app, g, request

from claimgraph.engine import Engine
from claimgraph.web.admission import LONGEST_HEADER
from claimgraph.web.caching import ROUND_ABOUT, Cache
from claimgraph.web.measures import Measures, Noted

_Environ = dict[str, Any]
_Key = tuple[str | bytes | None, ...]

#: What of a request its answer depends on, or whether it is let in; and the body.
_TELLING = (
    "REQUEST_METHOD", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO",
    "QUERY_STRING", "CONTENT_TYPE", "HTTP_CONTENT_ENCODING", "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
)  # fmt: skip
_METHODS = ("GET", "POST", "QUERY")
#: Where a request carries its key to the response that may be kept under it ...
_CARRIED = "claimgraph.key"
#: ... and the response, if there is one.
_FOUND = "claimgraph.again"
#: Bytes of a body that is sent without waiting for who reads it.
_SHORT = 1 << 16


@dataclass(frozen=True)
class Again:
    """A response, whole, with what is to be told of it each time."""

    key: _Key
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    noted: Noted
    rows: int | None

    @property
    def size(self) -> int:
        """The bytes of memory that it takes."""
        return len(self.body) + sum(len(part or "") for part in self.key) + ROUND_ABOUT


def init_app(app: Flask, engine: Engine, cache: Cache, metrics: Measures) -> None:
    """
    Have *app* keep its responses to what is asked again, and give them again.

    To be called before all else that alters responses, so that they are kept as sent.
    """
    app.after_request(_remember)
    repeats = Repeats(app, engine, cache, metrics)
    app.wsgi_app = repeats  # type: ignore[method-assign]
    app.extensions["repeats"] = repeats


class Repeats:
    """What stands ahead of *app*, and answers what its cache holds (PEP 3333)."""

    def __init__(
        self, app: Flask, engine: Engine, cache: Cache, metrics: Measures
    ) -> None:
        self._app = app.wsgi_app
        self._engine = engine
        self._cache = cache
        self._metrics = metrics
        self._longest_body = app.config["QUERY_BYTES"]

    def __call__(self, environ: _Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        begun = time.perf_counter()
        found = environ.pop(_FOUND, None) or self._found(environ)
        if not found:
            return self._app(environ, start_response)
        start_response(found.status, [*found.headers])
        client = environ.get("REMOTE_ADDR")
        self._metrics.take(found.noted, client, begun, found.rows)
        return [found.body] if found.body else []

    def has(self, environ: _Environ) -> bool:
        """
        Whether a short response is there; the request then carries it along.

        What a proxy says of a request counts only once it is known to be ours.
        """
        if "HTTP_X_FORWARDED_PROTO" in environ:
            return False
        found = self._found(environ)
        if found is None or len(found.body) > _SHORT:
            return False
        environ[_FOUND] = found
        return True

    def _found(self, environ: _Environ) -> Again | None:
        if _CARRIED not in environ:
            environ[_CARRIED] = _key(environ, self._longest_body)
        key = environ[_CARRIED]
        digest = self._engine.catalogue.digest
        return self._cache.get((digest, *key), Again) if key else None


def _key(environ: _Environ, longest_body: int) -> _Key | None:
    """What tells the request from others; None if it is not one to be kept."""
    if environ["REQUEST_METHOD"] not in _METHODS or "HTTP_AUTHORIZATION" in environ:
        return None
    headers = (value for name, value in environ.items() if name.startswith("HTTP_"))
    if max(map(len, headers), default=0) > LONGEST_HEADER:
        return None
    body = _body(environ, longest_body)
    if body is None:
        return None
    return (*(environ.get(name) for name in _TELLING), body)


def _body(environ: _Environ, longest: int) -> bytes | None:
    """The body, which can be read once more; None if it is too long, or not known."""
    if environ["REQUEST_METHOD"] == "GET":
        return b""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isdecimal() and int(length) <= longest):
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return cast("bytes", body)


def _remember(response: Response) -> Response:
    """Keep *response* if it was given before, to whoever asked whatever way."""
    key = request.environ.get(_CARRIED)
    if key and g.get("repeats") and response.status_code in (200, 304):
        headers = response.get_wsgi_headers(request.environ).to_wsgi_list()
        body = response.get_data()
        key = (g.digest, *key)
        again = Again(key, response.status, headers, body, g.noted, g.get("rows"))
        cast("Cache", current_app.extensions["cache"]).keep(key, again)
    return response
