"""What is counted and logged of each request: one line, and a few numbers."""

import json
import logging
import time
from datetime import UTC, datetime
from hashlib import sha256

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from claimgraph.engine import Engine

log = logging.getLogger("claimgraph.requests")

_SHOWN = 500
#: The methods that are told apart: each name is a row of numbers that stays.
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY")
_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 120.0)


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

    def _gauge(self, name: str, help_: str, value: object) -> None:
        gauge = Gauge(f"claimgraph_{name}", help_, registry=self.registry)
        gauge.set_function(value)  # type: ignore[arg-type]


def init_app(app: Flask, engine: Engine) -> None:
    """Measure and log each request to *app*."""
    app.extensions["metrics"] = Measures(engine)
    app.before_request(_begin)
    app.after_request(_watch)


def _begin() -> None:
    g.begun = time.perf_counter()


def _watch(response: Response) -> Response:
    """Take the measures when the last byte was handed over."""
    said = g._get_current_object()
    about = _about()
    measures: Measures = current_app.extensions["metrics"]
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in _METHODS else "other"
    length = response.calculate_content_length() if not response.is_streamed else None

    def end() -> None:
        seconds = time.perf_counter() - said.begun
        problem = said.get("failed") or said.get("problem") or ""
        status = str(response.status_code)
        measures.seconds.labels(route, method, status).observe(seconds)
        measures.bytes.labels(route).inc(length or 0)
        if problem:
            measures.ended.labels(problem).inc()
        _say(
            {
                **about,
                "status": response.status_code,
                "seconds": round(seconds, 6),
                "bytes": length,
                "rows": said.get("rows"),
                "problem": problem,
            }
        )

    response.call_on_close(end)
    return response


def _about() -> dict[str, object]:
    """What the request is; a query's text is cut, but its hash tells it."""
    query = g.get("text") or ""
    about: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
    }
    if query:
        digest = sha256(query.encode()).hexdigest()[:16]
        about |= {"query": query[:_SHOWN], "length": len(query), "hash": digest}
    return about


def _say(said: dict[str, object]) -> None:
    log.info(
        json.dumps(
            {key: value for key, value in said.items() if value not in ("", None)}
        )
    )
