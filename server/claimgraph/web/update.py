"""The SPARQL Protocol's update operation (SPARQL 1.1 Protocol, section 2.2)."""

from flask import Blueprint, Response, request

from claimgraph import queries
from claimgraph.engine import Change
from claimgraph.errors.queries import MissingQuery
from claimgraph.errors.requests import NotUtf8, RepeatedParameter, UnsupportedMediaType
from claimgraph.web import delivery
from claimgraph.web.access import require_token

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-update"

bp = Blueprint("update", __name__)


@bp.post("/update")
def update() -> Response:
    """Make the update in the request: all of it, or nothing."""
    require_token()
    delivery.engine().change(
        Change(
            "update",
            text(),
            default_graphs=_graphs("using-graph-uri"),
            named_graphs=_graphs("using-named-graph-uri"),
        )
    )
    return Response(status=204)


def text() -> str:
    """The one update that the body of the request holds."""
    _refuse_repeated("version")
    if "update" in request.args:
        raise MissingQuery("The update stands in the address: send it in the body.")
    if request.mimetype == FORM:
        return _one(request.form.getlist("update"))
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != DIRECT or charset not in ("utf-8", "utf8"):
        given = request.content_type or "none"
        raise UnsupportedMediaType(given, f"{FORM} or {DIRECT}, in UTF-8")
    return _one([request.get_data().decode(errors="replace")])


def _refuse_repeated(name: str) -> None:
    count = len(request.values.getlist(name))
    if count > 1:
        raise RepeatedParameter(name, count)


def _one(texts: list[str]) -> str:
    if len(texts) > 1:
        raise RepeatedParameter("update", len(texts))
    if not texts:
        raise MissingQuery(
            "The request holds no update: give it as the parameter 'update', or as a "
            f"body of type {DIRECT}."
        )
    if "\ufffd" in texts[0]:  # stands for bytes that are not UTF-8
        raise NotUtf8
    return texts[0]


def _graphs(name: str) -> list[str]:
    given = request.values.getlist(name)
    return [queries.read_term(name, value, "iri").value for value in given]
