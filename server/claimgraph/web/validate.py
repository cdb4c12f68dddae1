"""Validation over HTTP: data that are sent, or a graph of the server, by shapes."""

from difflib import get_close_matches

from flask import Blueprint, Response, g, jsonify, request, url_for

from claimgraph import formats, loading, queries, validation
from claimgraph.engine import CONTEXTS, Validation
from claimgraph.errors.library import BadParameter, UnknownParameter
from claimgraph.errors.requests import RepeatedParameter
from claimgraph.errors.updates import UnknownGraph
from claimgraph.errors.validations import DataAndGraph, MissingData
from claimgraph.findings import SEVERITIES
from claimgraph.formats import GRAPHS
from claimgraph.reports import LANGUAGES
from claimgraph.validation import choosing
from claimgraph.web import delivery, representation
from claimgraph.web.forms import FORMS, page_policy
from claimgraph.web.members import ALIASES, PARAMETERS
from claimgraph.web.submissions import Submission, submitted

_HTML = next(form for form in FORMS if form.name == "html")
_DIGITS = 6

bp = Blueprint("validate", __name__)


@bp.route("/validate", methods=["GET", "POST"], strict_slashes=False)
def validate() -> Response:
    """Validate what the request sends or names; people who do neither get a form."""
    _for_people(Submission())
    found = submitted()
    _for_people(found)
    _refuse_misspelt()
    graphs = _named(found)
    if not graphs and not found.sent("data"):
        return _nothing()
    if graphs and found.sent("data"):
        raise DataAndGraph(found.sent("data")[0].name)
    return _reported(_asked(found, graphs), found)


def _reported(asked: Validation, found: Submission) -> Response:
    g.text = asked.text
    response = None if asked.documents else delivery.kept(asked)
    if response is None:
        body = b"".join(each.content for each in found.documents)
        response = delivery.document(delivery.begun(asked, body), asked)
    if asked.form == _HTML.name:
        response.headers["Content-Security-Policy"] = page_policy()
    response.vary.add("Accept")
    return representation.from_data(response)


def _nothing() -> Response:
    """A form for people; for tools that send nothing at all, what may be sent."""
    response = _described()
    if request.method == "POST":
        raise MissingData
    if representation.likes_pages():
        response = representation.page()
    elif request.args:
        raise MissingData
    response.vary.add("Accept")
    return response


def _described() -> Response:
    return jsonify(
        {
            "title": "Validation of RDF by SHACL shapes",
            "description": url_for("openapi.openapi"),
            "parameters": PARAMETERS,
            "takes": [form.media_type for form in GRAPHS],
            "gives": {form.name: form.media_type for form in FORMS},
            "shapes": choosing.shipped(),
            "graphs": _graphs(),
            "allow": validation.codes(),
        }
    )


def _graphs() -> list[str]:
    """The graphs that were loaded: they are what one may want to have checked."""
    return sorted(filter(loading.is_loaded, representation.catalogue().graphs))


def _for_people(found: Submission) -> None:
    """Choose the form, filled with what was *found*, for whoever gets a page."""
    texts = {
        role: document.content.decode(errors="replace")
        for role in ("data", "shapes")
        for document in found.sent(role)
        if document.name == role
    }
    representation.for_people(
        "validate.html",
        sent=texts,
        values=found.values,
        names=choosing.shipped(),
        graphs=_graphs(),
        syntaxes=GRAPHS,
        forms=FORMS,
        languages=LANGUAGES,
        severities=SEVERITIES,
    )


def _refuse_misspelt() -> None:
    """Refuse a name that is nearly one of ours: left out, it changes the report."""
    for name in {*request.values, *request.files} - {*PARAMETERS, *ALIASES}:
        near = get_close_matches(name, PARAMETERS, n=1, cutoff=0.75)
        if near:
            raise UnknownParameter("/validate", name, near[0])


def _named(found: Submission) -> list[str]:
    """
    The graphs that the request names.

    The default graph stands for all that was loaded: it holds what rules make of that
    as well. Only in a plain store it is one of those, and has no name.
    """
    named = [name for name in found.values.getlist("graph") if name]
    count = len(named) + ("default" in found.values)
    if count > 1:
        raise RepeatedParameter("graph", count)
    if not count:
        return []
    if named in ([], ["default"]):
        return [""] if delivery.engine().plan.plain else _graphs()
    return [_known(queries.read_term("graph", named[0], "iri").value)]


def _known(graph: str) -> str:
    known = representation.catalogue().graphs
    if graph not in known:
        near = get_close_matches(graph, known, n=3, cutoff=0.8)
        raise UnknownGraph(graph, near)
    return graph


def _asked(found: Submission, graphs: list[str]) -> Validation:
    names = [name.strip() for name in found.values.getlist("shapes") if name.strip()]
    own = bool(found.sent("shapes"))
    return Validation(
        documents=[
            (each.role, each.name, each.form.name, len(each.content))
            for each in found.documents
        ],
        base=request.base_url,
        graphs=graphs,
        shapes=names,
        context=_one(found, "context", CONTEXTS, _usual_context(own, graphs)),
        fail_on=_one(found, "fail-on", SEVERITIES, SEVERITIES[0]),
        allow=_allowed(found),
        language=_one(found, "language", LANGUAGES, "en"),
        sample=_sample(found),
        verbose=_one(found, "verbose", ("true", "false"), "false") == "true",
        form=_form(found),
        back=url_for(".validate"),
    )


def _usual_context(own: bool, graphs: list[str]) -> str:
    """Data checked by shapes of its sender's *own* stand alone unless one says so."""
    if own or len(graphs) > 1:
        return "none"
    served = bool(graphs) and not delivery.engine().plan.plain
    return "server" if served else "reference"


def _one(found: Submission, name: str, known: tuple[str, ...], usual: str) -> str:
    """The value of that *name*, one of those *known*."""
    given = found.values.get(name) or usual
    if name == "language":  # may be a locale, such as fr_BE
        given = given.replace("_", "-").partition("-")[0].lower()
    if given not in known:
        raise BadParameter(name, given, f"one of {', '.join(known)}")
    return given


def _allowed(found: Submission) -> list[str]:
    given = [code for each in found.values.getlist("allow") for code in each.split(",")]
    codes = [code.strip() for code in given if code.strip()]
    for code in codes:
        if code not in validation.codes():
            known = ", ".join(validation.codes())
            raise BadParameter("allow", code, f"one of {known}")
    return codes


def _sample(found: Submission) -> int:
    given = found.values.get("sample") or "3"
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        raise BadParameter("sample", given, "a number, such as 3, or 0 for all")
    return int(given)


def _form(found: Submission) -> str:
    """The form that the request names, or likes best."""
    named = found.values.get("format")
    if named:
        return formats.named(named, FORMS).name
    return formats.negotiate(request.accept_mimetypes, FORMS).name
