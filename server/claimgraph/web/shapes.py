"""What is asked of each class: for editors and forms, and a page for people."""

from typing import Any

from flask import Blueprint, Response, jsonify

from claimgraph import shapes
from claimgraph.shapes import telling
from claimgraph.web import representation

bp = Blueprint("shapes", __name__)


@bp.get("/shapes")
def classes() -> Response:
    """List the classes that shapes are about."""
    found = [telling.brief(each) for each in shapes.shipped().classes()]
    return _told("shapes.html", found)


@bp.get("/shapes/<path:name>")
def class_(name: str) -> Response:
    """Tell what is asked of the class *name*; raises UnknownClass."""
    return _told("shape.html", telling.told(shapes.shipped().find(name)))


def _told(template: str, found: Any) -> Response:
    """Represent what was *found*: a page for people, JSON for tools."""
    representation.for_people(template, found=found)
    people = representation.likes_pages()
    response = representation.page() if people else jsonify(found)
    response.vary.add("Accept")
    return response
