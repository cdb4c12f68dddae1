"""What went wrong, told as a problem (RFC 9457) or on a page; what kinds there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    default_exceptions,
)

from claimgraph.errors.base import ClaimgraphError, named
from claimgraph.errors.limits import Busy
from claimgraph.errors.requests import UnknownProblem, UnsupportedEncoding
from claimgraph.namespaces import BASE
from claimgraph.web import refusals, representation

bp = Blueprint("problems", __name__)

_TYPE = f"{BASE}problem/"
#: What the framework finds wrong by itself.
_GENERAL = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)


@dataclass(frozen=True)
class Kind:
    """A kind of problem: how its type ends, its status, and what it is."""

    name: str
    status: HTTPStatus
    meaning: str


def init_app(app: Flask) -> None:
    """Have *app* tell all errors as problems, and explain the kinds that there are."""
    app.register_blueprint(bp)
    app.register_error_handler(ClaimgraphError, _problem)
    app.register_error_handler(HTTPException, _problem)


@bp.get("/problem/")
def kinds() -> Response:
    """List the kinds of problems."""
    return _explained([*_kinds().values()])


@bp.get("/problem/<name>")
def kind(name: str) -> Response:
    """Explain the kind of problem whose type ends with *name*."""
    known = _kinds()
    if name not in known:
        raise UnknownProblem(name)
    return _explained([known[name]])


def _explained(shown: list[Kind]) -> Response:
    representation.for_people("problems.html", kinds=shown)
    if representation.likes_pages():
        response = representation.page()
    else:
        response = jsonify([_members(k.name, k.status, k.meaning) for k in shown])
    response.vary.add("Accept")
    return response


def _kinds() -> dict[str, Kind]:
    """All kinds by name: those of the web in general, and ours before them."""
    found = [*_general(), *_own(ClaimgraphError)]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}


def _general() -> Iterator[Kind]:
    for status in _GENERAL:
        error = default_exceptions[status]()
        yield Kind(_slug(error.name), status, str(error.description))


def _own(above: type[ClaimgraphError]) -> Iterator[Kind]:
    """Those that a server may tell, which say their status, below the class *above*."""
    for error in above.__subclasses__():
        if "status" in vars(error):
            yield Kind(named(error), error.status, getdoc(error) or "")
        yield from _own(error)


def _problem(error: ClaimgraphError | HTTPException) -> Response:
    """Say *error* as an RFC 9457 problem, or on a page to those who like pages."""
    problem = _said(error)
    g.problem = problem["type"].rpartition("/")[2]
    if problem["status"] == HTTPStatus.INTERNAL_SERVER_ERROR:
        g.pop("page", None)  # making it may be what failed
    response = _represented(problem)
    if isinstance(error, UnsupportedEncoding):
        response.headers["Accept-Encoding"] = "identity"
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    if problem["status"] == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="claimgraph"'
    if problem["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(Busy.retry_after)
    return response


def _represented(problem: dict[str, Any]) -> Response:
    reported = refusals.report(problem["report"]) if "report" in problem else None
    if reported:
        response = reported
    elif representation.likes_pages():
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
        return _members(_slug(error.name), status, _sentence(error))
    problem = _members(error.kind, error.status, str(error))
    if error.position:
        problem |= {"line": error.position.line, "column": error.position.column}
    if error.report:
        problem["report"] = dict(error.report)
    return problem | ({"excerpt": error.excerpt} if error.excerpt else {})


def _sentence(error: HTTPException) -> str:
    """What to tell of an *error* that is not one of ours."""
    if isinstance(error, MethodNotAllowed):
        taken = " or ".join(sorted(error.valid_methods or ()))
        return f"{request.path} does not take {request.method}: send {taken}."
    if isinstance(error, RequestEntityTooLarge):
        return (
            f"The form has more than {request.max_form_parts:,} parts, or more than "
            f"{request.max_form_memory_size:,} bytes in its fields: send fewer at a "
            "time, as files, or have the setting MAX_FORM_MEMORY_SIZE raised."
        )
    return error.description or ""


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace("'", "")


def _members(kind: str, status: HTTPStatus, detail: str) -> dict[str, Any]:
    return {
        "type": f"{_TYPE}{kind}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
