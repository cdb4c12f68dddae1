"""What is counted and logged of each request: one line, and a few numbers."""

import json
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from claimgraph.engine import Engine

log = logging.getLogger("claimgraph.requests")

_SHOWN = 500
#: The methods that are told apart: each name is a row of numbers that stays.
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY")
_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 120.0)


@dataclass(frozen=True)
class Noted:
    """What is told of a request and its answer, whoever asks and whenever."""

    route: str
    method: str
    path: str
    query: str
    status: int
    length: int | None

    @cached_property
    def about(self) -> dict[str, object]:
        """What the request is; a query's text is cut, but its hash tells it."""
        about: dict[str, object] = {"method": self.method, "path": self.path}
        if self.query:
            digest = sha256(self.query.encode()).hexdigest()[:16]
            length = len(self.query)
            about |= {"query": self.query[:_SHOWN], "length": length, "hash": digest}
        return about


class Measures:
    """The numbers that Prometheus collects, of one application."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "claimgraph_request_seconds",
            "How long requests took",
            ["route", "method", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.bytes = Counter(
            "claimgraph_response_bytes", "Bytes sent", ["route"], registry=self.registry
        )
        self.ended = Counter(
            "claimgraph_queries_ended",
            "Queries that were ended or failed, by problem",
            ["problem"],
            registry=self.registry,
        )
        self._gauge(
            "queries_running", "Queries being answered", lambda: len(engine.running())
        )
        self._gauge("queries_waiting", "Queries that wait", lambda: engine.waiting)
        self._gauge("quads", "Quads served", lambda: engine.catalogue.size)

    def take(
        self,
        noted: Noted,
        client: str | None,
        begun: float,
        rows: int | None,
        problem: str = "",
    ) -> None:
        """Count and log an answer to *client* that is done now, and had *rows*."""
        seconds = time.perf_counter() - begun
        method = noted.method if noted.method in _METHODS else "other"
        labels = noted.route, method, str(noted.status)
        self.seconds.labels(*labels).observe(seconds)
        self.bytes.labels(noted.route).inc(noted.length or 0)
        if problem:
            self.ended.labels(problem).inc()
        _say(
            {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "client": client,
                **noted.about,
                "status": noted.status,
                "seconds": round(seconds, 6),
                "bytes": noted.length,
                "rows": rows,
                "problem": problem,
            }
        )

    def _gauge(self, name: str, help_: str, value: object) -> None:
        gauge = Gauge(f"claimgraph_{name}", help_, registry=self.registry)
        gauge.set_function(value)  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Have *app*, whose extension ``metrics`` is, measure and log each request."""
    app.before_request(_begin)
    app.after_request(_watch)


def _begin() -> None:
    g.begun = time.perf_counter()


def _watch(response: Response) -> Response:
    """Take the measures when the last byte was handed over."""
    said = g._get_current_object()
    said.noted = noted = _noted(response)
    measures: Measures = current_app.extensions["metrics"]
    client = request.remote_addr

    def end() -> None:
        problem = said.get("failed") or said.get("problem") or ""
        measures.take(noted, client, said.begun, said.get("rows"), problem)

    response.call_on_close(end)
    return response


def _noted(response: Response) -> Noted:
    length = response.calculate_content_length() if not response.is_streamed else None
    return Noted(
        request.url_rule.rule if request.url_rule else "none",
        request.method,
        request.path,
        g.get("text") or "",
        response.status_code,
        length,
    )


def _say(said: dict[str, object]) -> None:
    log.info(
        json.dumps(
            {key: value for key, value in said.items() if value not in ("", None)}
        )
    )
