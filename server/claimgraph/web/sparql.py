"""The SPARQL Protocol's query operation, and the library's questions as addresses."""

from dataclasses import replace
from difflib import get_close_matches

from flask import Blueprint, Response, current_app, g, jsonify, request, url_for

from claimgraph import queries
from claimgraph.dataset import Request
from claimgraph.errors.library import UnknownParameter
from claimgraph.errors.limits import QueryTooLong
from claimgraph.errors.queries import MissingQuery
from claimgraph.errors.requests import NotUtf8, RepeatedParameter, UnsupportedMediaType
from claimgraph.queries import Query
from claimgraph.web import discovery, representation

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
#: Whom the form trusts for people until they choose.
PRESELECTED = "author-strict"
#: What an address of the library takes beside the question's own parameters.
_RESERVED = ("explain", "format", "timeout", "trust")

#: What the query address takes; other names are left to other servers' clients.
PARAMETERS = (
    "query", "default-graph-uri", "named-graph-uri", "trust", "format", "question",
    "output", "results", "timeout", "explain",
)  # fmt: skip

_UPDATE = "application/sparql-update"
#: What rdflib calls the default graph, and sends as its name with a Dataset's queries.
_RDFLIBS_DEFAULT = "urn:x-rdflib:default"
#: How the parameters begin that a client adds to an address.
_ADDED = tuple(f"{name}=".encode() for name in PARAMETERS)

bp = Blueprint("sparql", __name__)


@bp.before_request
def _part_what_is_glued() -> None:
    """
    Part the parameters of an address from those that a client adds.

    SPARQLWrapper, rdflib, Comunica and roqet add ``?query=...`` to any address, be it
    ``/sparql?trust=author-strict``.
    """
    own, mark, added = request.query_string.partition(b"?")
    asks = b"&query=" in b"&" + own
    if mark and not asks and (not added or added.startswith(_ADDED)):
        request.query_string = own + b"&" + added


@bp.app_context_processor
def _library() -> dict[str, object]:
    """Give every page the questions to choose from."""
    return {"library": queries.library(), "types": queries.TYPES}


@bp.route("/sparql", methods=["GET", "POST", "QUERY"], strict_slashes=False)
def query() -> Response:
    """Answer the query in the request; people who send none get a form to write it."""
    _refuse_misspelt()
    _refuse_repeated("version")
    _refuse_update()
    text = _text()
    _refuse_long(text)
    g.text = text
    if not text.strip():
        return _form()
    representation.for_people(
        "sparql.html", text=text, chosen=representation.trusted(())
    )
    return representation.represent(_asked(text))


@bp.get("/queries")
def library() -> Response:
    """List the library's questions: a page for people, JSON for tools."""
    representation.for_people("queries.html")
    people = representation.likes_pages()
    response = representation.page() if people else jsonify(_descriptions())
    response.vary.add("Accept")
    return response


@bp.get("/queries/<path:name>")
def question(name: str) -> Response:
    """Answer the library's question *name*, its parameters bound from the address."""
    found = queries.find(name)
    usual = found.trust or current_app.extensions["trust"]
    trust = representation.trusted(usual)
    values = {key: value for key, value in request.args.items() if key not in _RESERVED}
    representation.for_people("query.html", query=found, chosen=trust, values=values)
    _refuse_repeated(*values)
    asked = Request(found.text, bindings=found.bind(values), trust=trust)
    return representation.represent(asked)


def _refuse_misspelt() -> None:
    """Refuse a name that is nearly one of ours: left out, it changes the answer."""
    for name in {*request.values} - {*PARAMETERS}:
        near = get_close_matches(name, PARAMETERS, n=1, cutoff=0.75)
        if near:
            raise UnknownParameter("/sparql", name, near[0])


def _refuse_long(text: str) -> None:
    length, most = len(text.encode()), current_app.config["QUERY_BYTES"]
    if length > most:
        raise QueryTooLong(length, most)


def _refuse_update() -> None:
    """Tell clients with one address for queries and updates that we have two."""
    there = url_for("update.update")
    if request.mimetype == _UPDATE:
        known = f"{FORM} or {DIRECT}, in UTF-8, and updates to {there}"
        raise UnsupportedMediaType(_UPDATE, known)
    if "update" in request.form:
        raise MissingQuery(f"The request holds an update: send it to {there}.")


def _text() -> str:
    """The one query that the request holds, or nothing."""
    texts = [*request.values.getlist("query"), *_direct()]
    if len(texts) > 1:
        raise RepeatedParameter("query", len(texts))
    if any("\ufffd" in text for text in texts):  # stands for bytes that are not UTF-8
        raise NotUtf8
    return "".join(texts)


def _direct() -> list[str]:
    """The query that is the body of the request, if it is one."""
    if request.method not in ("POST", "QUERY") or request.mimetype == FORM:
        return []
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != DIRECT or charset not in ("utf-8", "utf8"):
        given = request.content_type or "none"
        raise UnsupportedMediaType(given, f"{FORM} or {DIRECT}, in UTF-8")
    return [request.get_data().decode(errors="replace")]


def _refuse_repeated(*names: str) -> None:
    for name in names:
        count = len(request.values.getlist(name))
        if count > 1:
            raise RepeatedParameter(name, count)


def _asked(text: str) -> Request:
    """The *text* and the dataset that the request asks it of."""
    asked = Request(
        text,
        default_graphs=_graphs("default-graph-uri"),
        named_graphs=_graphs("named-graph-uri"),
    )
    usual = current_app.extensions["trust"]
    usual = () if usual and asked.names_its_graphs else usual
    return replace(asked, trust=representation.trusted(usual))


def _graphs(name: str) -> list[str]:
    given = request.values.getlist(name)
    if _RDFLIBS_DEFAULT not in representation.catalogue().graphs:
        given = [value for value in given if value != _RDFLIBS_DEFAULT]
    return [queries.read_term(name, value, "iri").value for value in given]


def _form() -> Response:
    """
    The form to write a query in, holding the question that the request names.

    Tools that send nothing at all get the Service Description (SPARQL 1.1 Service
    Description, section 2).
    """
    if not representation.likes_pages():
        said = {*request.values} - {"format", "trust"}
        if request.method in ("GET", "HEAD") and not said:
            return _linked(discovery.service_description())
        raise MissingQuery(
            "The request holds no query: give it as the parameter 'query', or as a "
            f"body of type {DIRECT}. Ready questions are at {url_for('.library')}."
        )
    name = request.args.get("question")
    found = queries.find(name) if name else None
    chosen = found.trust if found else [PRESELECTED]
    representation.for_people(
        "sparql.html", text=found.text if found else "", chosen=chosen
    )
    response = representation.page(taken=found)
    response.vary.add("Accept")
    return _linked(response)


def _linked(response: Response) -> Response:
    """Say where the service is described for those who write programs (RFC 8631)."""
    place = url_for("openapi.openapi")
    link = f'<{place}>; rel="service-desc"; type="application/json"'
    response.headers.add("Link", link)
    return response


def _descriptions() -> list[dict[str, object]]:
    return [_description(query) for query in queries.library().values()]


def _description(query: Query) -> dict[str, object]:
    return {
        "name": query.name,
        "address": url_for(".question", name=query.name),
        "summary": query.summary,
        "description": query.description,
        "parameters": query.parameters,
        "tags": query.tags,
        "trust": query.trust,
        "sparql": query.header.get("sparql", "1.1"),
    }
