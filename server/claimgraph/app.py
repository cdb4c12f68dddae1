"""The application: blueprints, settings, and the one place that says an error."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import waitress  # type: ignore[import-untyped]
from flask import Flask, Response, g, jsonify
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from claimgraph import pages, representation, sparql
from claimgraph.dataset import Dataset, Request
from claimgraph.errors import CannotListen, ClaimgraphError
from claimgraph.namespaces import BASE


@dataclass(frozen=True)
class Setting:
    """A number that whoever runs the server may change."""

    name: str
    default: int
    help: str


SETTINGS = (
    Setting("MAX_CONTENT_LENGTH", 2**20, "bytes that the body of a request may have"),
    Setting("MAX_FORM_MEMORY_SIZE", 2**20, "bytes that a form in a body may have"),
    Setting("ROWS_ON_A_PAGE", 1000, "rows of an answer that a page shows"),
)

#: The engine's parser is recursive: its threads need room.
_STACK = 64 * 2**20

#: Pages load nothing from elsewhere, run nothing, and tell nobody what was asked.
_PROTECTION = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(dataset: Dataset, *, trust: Sequence[str] = ()) -> Flask:
    """
    Assemble the application that serves *dataset*.

    *trust* names the policies for requests that name none. Raises UnknownPolicy if the
    dataset lacks one.
    """
    dataset.query(Request("ASK {}", trust=trust))
    app = Flask("claimgraph")
    app.config.update({setting.name: setting.default for setting in SETTINGS})
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions.update(dataset=dataset, trust=tuple(trust))
    representation.init_app(app)
    app.register_blueprint(sparql.bp)
    app.register_blueprint(pages.bp)
    app.register_error_handler(ClaimgraphError, _problem)
    app.register_error_handler(HTTPException, _problem)
    app.after_request(_protected)
    return app


def serve(app: Flask, host: str, port: int) -> None:
    """
    Serve *app* behind a production server until interrupted.

    Raises CannotListen.
    """
    most = 16 * app.config["MAX_CONTENT_LENGTH"]  # up to here, we say the problem
    threading.stack_size(_STACK)
    try:
        server = waitress.create_server(
            app, host=host, port=port, ident=None, max_request_body_size=most
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise CannotListen(host, port, reason.lower()) from error
    logging.getLogger(__name__).info("Serving on http://%s:%s", host, port)
    server.run()


def _problem(error: ClaimgraphError | HTTPException) -> Response:
    """Say *error* as an RFC 9457 problem, or on a page to those who like pages."""
    problem = _said(error)
    if problem["status"] == HTTPStatus.INTERNAL_SERVER_ERROR:
        g.pop("page", None)  # making it may be what failed
    response = _represented(problem)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _represented(problem: dict[str, Any]) -> Response:
    if representation.likes_pages():
        response = representation.page(problem=problem)
    else:
        response = jsonify(problem)
        response.mimetype = "application/problem+json"
    response.status_code = problem["status"]
    response.vary.add("Accept")
    return response


def _said(error: ClaimgraphError | HTTPException) -> dict[str, Any]:
    """The members of the problem (RFC 9457, section 3.1) that *error* is."""
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        kind = error.name.lower().replace(" ", "-")
        return _members(kind, status, error.description or "")
    problem = _members(error.kind, error.status, str(error))
    if error.position:
        problem |= {"line": error.position.line, "column": error.position.column}
    return problem | ({"excerpt": error.excerpt} if error.excerpt else {})


def _members(kind: str, status: HTTPStatus, detail: str) -> dict[str, Any]:
    return {
        "type": f"{BASE}problem/{kind}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }


def _protected(response: Response) -> Response:
    response.headers.update(_PROTECTION)
    return response
