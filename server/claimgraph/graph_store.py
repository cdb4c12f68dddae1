"""The SPARQL 1.1 Graph Store HTTP Protocol: whole graphs, read and written."""

from uuid import uuid4

from flask import Blueprint, Response, request

from claimgraph import delivery, formats, queries, representation
from claimgraph.access import require_token
from claimgraph.dataset import Request
from claimgraph.engine import Change
from claimgraph.errors import (
    NotOneGraph,
    RepeatedParameter,
    UnknownFormat,
    UnknownGraph,
    UnsupportedMediaType,
)
from claimgraph.formats import GRAPHS, Format
from claimgraph.namespaces import graph_iri
from claimgraph.update import DIRECT, text

_DEFAULT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NAMED = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{}> {{ ?s ?p ?o }} }}"
#: What a body that names no type is taken for by clients that send one.
_MULTIPART = "multipart/form-data"

bp = Blueprint("graph_store", __name__)


@bp.get("/graphs")
def read() -> Response:
    """Represent the graph that the request names (section 5.2)."""
    graph = _identified()
    _refuse_unknown(graph)
    query = _NAMED.format(graph) if graph else _DEFAULT
    return representation.represent(Request(query))


@bp.route("/graphs", methods=["PUT", "POST", "DELETE", "PATCH"])
def write() -> Response:
    """Replace, extend, remove or update the graph that the request names."""
    require_token()
    fresh = request.method == "POST" and not request.args
    return _written(graph_iri(uuid4().hex) if fresh else _identified(), fresh=fresh)


@bp.route("/graph/<path:name>", methods=["PUT", "POST", "DELETE", "PATCH"])
def write_itself(name: str) -> Response:
    """Do so to the graph whose own address the request is sent to (section 4.1)."""
    require_token()
    return _written(graph_iri(name), fresh=False)


def _identified() -> str:
    """The IRI of the graph that the request names, or nothing for the default one."""
    named = request.args.getlist("graph")
    if len(named) > 1:
        raise RepeatedParameter("graph", len(named))
    if len(named) + ("default" in request.args) != 1:
        raise NotOneGraph
    return queries.read_term("graph", named[0], "iri").value if named else ""


def _refuse_unknown(graph: str) -> None:
    if graph and graph not in representation.catalogue().graphs:
        raise UnknownGraph(graph)


def _written(graph: str, *, fresh: bool) -> Response:
    if request.method == "PATCH":
        return _patched(graph)
    method = request.method.lower()
    bodies = [("", b"")] if method == "delete" else _bodies()
    outcome = {}
    for media_type, body in bodies:
        change = Change(method, graph=graph, media_type=media_type)
        outcome = delivery.engine().change(change, body)
    created = fresh or outcome.get("created")
    response = Response(status=201 if created else 204)
    if fresh:
        response.headers["Location"] = graph
    return response


def _bodies() -> list[tuple[str, bytes]]:
    """The media types and bytes of what was sent: one body, or files of a form."""
    if request.mimetype != _MULTIPART:
        return [(_taken(request.mimetype).media_type, request.get_data())]
    files = [file for _, file in request.files.items(multi=True)]
    return [(_of_file(file.mimetype, file.filename), file.read()) for file in files]


def _of_file(media_type: str, name: str | None) -> str:
    extension = (name or "").rpartition(".")[2]
    for form in GRAPHS:
        if extension == form.extension:
            return form.media_type
    return _taken(media_type).media_type


def _taken(media_type: str) -> Format:
    try:
        return formats.named(media_type, GRAPHS)
    except UnknownFormat:
        known = ", ".join(form.media_type for form in GRAPHS)
        raise UnsupportedMediaType(media_type or "none", known) from None


def _patched(graph: str) -> Response:
    """Apply the update that is sent to this graph alone (section 5.7)."""
    if request.mimetype != DIRECT:
        raise UnsupportedMediaType(request.content_type or "none", DIRECT)
    delivery.engine().change(Change("patch", text(), graph=graph))
    return Response(status=204)
