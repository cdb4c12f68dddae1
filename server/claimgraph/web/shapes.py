"""What is asked of each class: for editors and forms, as a graph, a page for people."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from claimgraph import formats, shapes
from claimgraph.errors.library import UnknownParameter
from claimgraph.formats import EXPLANATION, GRAPHS, Format
from claimgraph.shapes import telling
from claimgraph.validation import choosing
from claimgraph.web import representation

_JSON = replace(EXPLANATION, name="json")
#: The first is the default.
_FORMS = (_JSON, *GRAPHS)

bp = Blueprint("shapes", __name__)


@bp.get("/shapes")
def classes() -> Response:
    """List the classes that shapes are about; as RDF, give all shapes."""
    found = [telling.brief(each) for each in shapes.shipped().classes()]
    return _told("shapes.html", found, ())


@bp.get("/shapes/<path:name>")
def class_(name: str) -> Response:
    """
    Tell what is asked of the class *name*; as RDF, give the shapes that ask it.

    Raises UnknownClass.
    """
    found = telling.told(shapes.shipped().find(name))
    return _told("shape.html", found, found["shapes"])


def _told(template: str, found: Any, names: Sequence[str]) -> Response:
    """
    Represent what was *found*: a page for people, JSON for tools, or a graph.

    The graph has the shapes of these *names*, or all. Raises UnknownParameter,
    UnknownFormat and NotAcceptable.
    """
    representation.for_people(template, found=found)
    for name in request.args.keys() - {"format"}:
        raise UnknownParameter(request.path, name, "format")
    form = _form()
    if form is not None and form is not _JSON:
        representation.wish(form.name)
        return representation.graph(choosing.triples(tuple(names)))
    response = jsonify(found) if form else representation.page()
    response.vary.add("Accept")
    return response


def _form() -> Format | None:
    """The form that the request names, or likes best; None is a page."""
    named = request.args.get("format")
    if named == "html" or (not named and representation.likes_pages(_FORMS)):
        return None
    if named:
        return formats.named(named, _FORMS)
    return formats.negotiate(request.accept_mimetypes, _FORMS)
