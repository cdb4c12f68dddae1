"""What tools find out by themselves: the Service Description, VoID and the examples."""

from dataclasses import replace

from flask import Blueprint, Response, current_app, redirect, request
from pyoxigraph import NamedNode, Triple

from claimgraph import resources
from claimgraph.dataset import Request
from claimgraph.description import SIZES, About, service
from claimgraph.namespaces import graph_iri
from claimgraph.web import addresses, delivery, representation

bp = Blueprint("discovery", __name__)

#: The graphs that a Service Description brings along: editors look for them there.
_BROUGHT = ("prefixes", "queries", "void")


def service_description() -> Response:
    """
    Represent the description of the service and of its dataset (SPARQL 1.1).

    Raises UnknownFormat and NotAcceptable, which list the formats that there are.
    """
    about = _about()
    sizes = _sizes()
    brought = [triple for name in _BROUGHT for triple in _told(name, about)]
    return representation.graph([*service.describe(about, sizes), *brought])


@bp.get("/.well-known/void")
def void() -> Response:
    """Represent the description of the dataset (VoID, section 7.2)."""
    return _at_home("void")


@bp.get("/.well-known/sparql-examples")
def sparql_examples() -> Response:
    """Represent the questions of the library, and the prefixes that they use."""
    return _at_home("queries", "prefixes")


def _at_home(*names: str) -> Response:
    """Represent the graphs of these *names*; people are shown the first one."""
    if representation.likes_pages():
        page = addresses.address(graph_iri(names[0]))
        return redirect(page)  # type: ignore[return-value]
    about = _about()
    told = [triple for name in names for triple in _told(name, about)]
    return representation.graph(told)


def _about() -> About:
    """What the request and the settings say of the service."""
    updates = bool(current_app.config["UPDATE_TOKEN"])
    federation = bool(delivery.engine().plan.limits.services)
    return About(
        address=request.url_root,
        trust=_trust(),
        updates=updates,
        federation=federation,
    )


def _trust() -> str:
    """Whom the address trusts, as it says so: to clients it is a service by itself."""
    parts = request.query_string.decode("ascii", "replace").split("&")
    return "&".join(part for part in parts if part.startswith("trust="))


def _sizes() -> dict[str, int]:
    trust = representation.trusted(current_app.extensions["trust"])
    asked = Request(SIZES, trust=trust)
    return {
        getattr(row["graph"], "value", ""): int(getattr(row["triples"], "value", 0))
        for row in representation.rows(asked)
    }


def _told(name: str, about: About) -> list[Triple]:
    text = (resources.code("description") / "told.rq").read_text(encoding="utf-8")
    bound = {"graph": graph_iri(name), "endpoint": replace(about, trust="").endpoint}
    asked = Request(text, {key: NamedNode(iri) for key, iri in bound.items()})
    return representation.triples(asked)
