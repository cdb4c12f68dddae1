"""The SPARQL 1.1 Graph Store HTTP Protocol: whole graphs, read and written."""

from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, Response, request

from claimgraph import formats, queries
from claimgraph.dataset import Request
from claimgraph.engine import Change
from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.requests import RepeatedParameter, UnsupportedMediaType
from claimgraph.errors.updates import (
    MalformedBody,
    NotOneGraph,
    PreconditionFailed,
    UnknownGraph,
)
from claimgraph.formats import GRAPHS, RDFXML, Format
from claimgraph.namespaces import graph_iri
from claimgraph.web import delivery, representation
from claimgraph.web.access import require_token
from claimgraph.web.update import DIRECT, text

_DEFAULT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NAMED = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{}> {{ ?s ?p ?o }} }}"
_MULTIPART = "multipart/form-data"
_WRITING = ["PUT", "POST", "DELETE", "PATCH"]

bp = Blueprint("graph_store", __name__)


@bp.get("/graphs")
def read() -> Response:
    """Represent the graph that the request names (section 5.2)."""
    return _read(_identified())


@bp.route("/graphs", methods=_WRITING)
def write() -> Response:
    """Replace, extend, remove or update the graph that the request names."""
    require_token()
    if request.method == "POST" and not request.args:
        return _made()
    return _written(_identified())


@bp.route("/graph/<path:name>", methods=_WRITING)
def write_itself(name: str) -> Response:
    """Do so to the graph whose own address the request is sent to (section 4.1)."""
    require_token()
    return _written(graph_iri(name))


@bp.after_request
def _tell_patches(response: Response) -> Response:
    """Say which patches are taken (RFC 5789, sections 2.2 and 3.1)."""
    unsupported = response.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if request.method == "OPTIONS" or unsupported:
        response.headers["Accept-Patch"] = DIRECT
    return response


def _identified() -> str:
    """The IRI of the graph that the request names, or nothing for the default one."""
    named = request.args.getlist("graph")
    if len(named) > 1:
        raise RepeatedParameter("graph", len(named))
    if len(named) + ("default" in request.args) != 1:
        raise NotOneGraph
    return queries.read_term("graph", named[0], "iri").value if named else ""


def _read(graph: str) -> Response:
    if graph and graph not in representation.catalogue().graphs:
        raise UnknownGraph(graph)
    query = _NAMED.format(graph) if graph else _DEFAULT
    representation.for_people("sparql.html", text=query, chosen=())
    return representation.represent(Request(query), GRAPHS)


def _made() -> Response:
    """Make a graph of what is sent to the store itself (section 5.5)."""
    graph = graph_iri(uuid4().hex)
    response = _written(graph)
    if response.status_code == HTTPStatus.CREATED:
        response.headers["Location"] = graph
    return response


def _written(graph: str) -> Response:
    method = request.method.lower()
    if method == "patch":
        change, body = Change("patch", _patch(), graph=graph), b""
    else:
        documents, body = ([], b"") if method == "delete" else _sent()
        change = Change(method, graph=graph, documents=documents)
    if method == "post" and not body:
        return Response(status=HTTPStatus.NO_CONTENT)
    outcome = delivery.engine().change(replace(change, only_if=_wanted(graph)), body)
    created = outcome.get("created")
    return Response(status=HTTPStatus.CREATED if created else HTTPStatus.NO_CONTENT)


def _wanted(graph: str) -> str:
    """
    What the request wants the graph to be before it is written, if anything.

    Raises PreconditionFailed for a tag in If-Match: it is to be compared strongly, and
    our tags are weak (RFC 9110, section 13.1.1).
    """
    if request.if_match.star_tag:
        return "there"
    if request.if_match:
        raise PreconditionFailed(graph)
    return "new" if request.if_none_match.star_tag else ""


def _sent() -> tuple[list[tuple[str, int]], bytes]:
    """The documents that were sent, as one body or as files of a form; and their bytes.

    What names no type is RDF/XML (section 5).
    """
    if request.mimetype != _MULTIPART:
        body = request.get_data()
        taken = _taken(request.mimetype or RDFXML.media_type)
        return [(taken.media_type, len(body))], body
    files = [file for _, file in request.files.items(multi=True)]
    if not files:
        raise MalformedBody(_MULTIPART, None, "it holds no file")
    bodies = [file.read() for file in files]
    forms = [_of_file(file.mimetype, file.filename) for file in files]
    documents = zip((form.media_type for form in forms), map(len, bodies), strict=True)
    return list(documents), b"".join(bodies)


def _of_file(media_type: str, name: str | None) -> Format:
    """The format of a file: as it says itself, or else as its name ends."""
    extension = (name or "").rpartition(".")[2]
    with suppress(UnknownFormat):
        return formats.named(media_type, GRAPHS)
    by_name = [form for form in GRAPHS if form.extension == extension]
    return by_name[0] if by_name else _taken(media_type)


def _taken(media_type: str) -> Format:
    try:
        return formats.named(media_type, GRAPHS)
    except UnknownFormat:
        known = ", ".join(form.media_type for form in GRAPHS)
        raise UnsupportedMediaType(media_type or "none", known) from None


def _patch() -> str:
    """The update that is sent for one graph alone (section 5.7)."""
    if request.mimetype != DIRECT:
        raise UnsupportedMediaType(request.content_type or "none", DIRECT)
    return text()
