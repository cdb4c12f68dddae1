"""Linked data: an IRI of ours is answered at the same path under the server's address.

RDF is what is said of the thing, or a graph as a whole; people get a page. Each form
has an address of its own, with the suffix of its format.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from flask import Blueprint, Response, current_app
from pyoxigraph import NamedNode

from claimgraph.dataset import Request
from claimgraph.errors.queries import UnknownThing
from claimgraph.formats import GRAPHS
from claimgraph.namespaces import BASE, PATHS
from claimgraph.web import representation
from claimgraph.web.linked_data import asking, documents, pages
from claimgraph.web.linked_data.pages import Known

bp = Blueprint("linked_data", __name__)

_FIRST = f"<any({', '.join(PATHS)}):first>"
_SUFFIX = f"<any({', '.join(documents.SUFFIXES)}):suffix>"


@bp.get(f"/{_FIRST}")
@bp.get(f"/{_FIRST}.{_SUFFIX}")
@bp.get(f"/{_FIRST}/")
@bp.get(f"/{_FIRST}/<path:rest>")
def thing(first: str, rest: str = "", suffix: str = "") -> Response:
    """Represent what the IRI at this path names; its fragments are in the document."""
    path, last = documents.split(f"{first}/{rest}" if rest else first)
    if suffix or last:
        representation.wish(documents.SUFFIXES[suffix or last])
    found = _found(path, representation.trusted(current_app.extensions["trust"]))
    response = _page(found) if representation.shows_page() else _data(found)
    documents.link(response, found.iri, path)
    return response


def _found(path: str, trust: Sequence[str]) -> Known:
    """What is known at *path*; raises UnknownThing if nothing is."""
    for iri in dict.fromkeys(_candidates(path)):
        known = pages.known(iri, path, trust)
        if known:
            return known
    raise UnknownThing(BASE + path)


def _candidates(path: str) -> Iterator[str]:
    """The IRIs that *path* may stand for, the likeliest first."""
    for written in (path, quote(path), f"{path}/"):
        try:
            yield NamedNode(BASE + written).value
        except ValueError:  # no IRI has such characters
            continue


def _page(found: Known) -> Response:
    response = representation.from_data(pages.page(found), found.trust)
    response.vary.add("Accept")
    return response


def _data(found: Known) -> Response:
    """Represent what is said of the thing, or all of a graph, as its client likes."""
    if found.iri == f"{BASE}ns":
        return _constructed("vocabulary", found.iri)
    if found.is_graph:
        return _constructed("graph", found.iri)
    if found.said:
        return _constructed("thing", found.iri, trust=found.trust)
    if found.elsewhere:
        return _constructed("thing", found.iri, graphs=found.elsewhere)
    return _constructed("mentions", found.iri)


def _constructed(
    name: str, iri: str, trust: Sequence[str] = (), graphs: Sequence[str] = ()
) -> Response:
    text = asking.construct(name, iri)
    asked = Request(text, trust=trust, default_graphs=graphs)
    return representation.represent(asked, GRAPHS)
