"""The overview: what is in the graph, each number with the query that shows it."""

import re

from flask import Blueprint, Response, url_for

from claimgraph import resources
from claimgraph.answers import Term
from claimgraph.dataset import Request
from claimgraph.namespaces import shorten
from claimgraph.web import representation

Cells = dict[str, Term | None]

bp = Blueprint("pages", __name__)

#: The parts of the overview, each a query beside this module.
PARTS = ("articles", "counts", "divisions", "holders")
#: Queries that show what a number counts, and the example in each that is replaced.
_THINGS = ("things", "{ cg:Document }")
_CLAIMS = ("claims", "(cg:certainty cg:probable)")


@bp.get("/")
def overview() -> Response:
    """Say what is in the graph: articles, holders, and how claims divide."""
    parts = {part: _rows(part) for part in PARTS}
    representation.for_people("overview.html", things=_things, claims=_claims)
    return representation.from_data(representation.page(**parts))


def _rows(part: str) -> list[Cells]:
    return representation.rows(Request(_text(part)))


def _text(part: str) -> str:
    path = resources.code("web/overview") / f"{part}.rq"
    return path.read_text(encoding="utf-8")


def _things(kind: Term) -> str:
    """The address that shows the things of a *kind*."""
    return _asking(*_THINGS, f"{{ {_written(kind)} }}")


def _claims(property_: Term, value: Term | None) -> str:
    """The address that shows the claims with a *value*; None stands for any."""
    return _asking(*_CLAIMS, f"({_written(property_)} {_written(value)})")


def _asking(part: str, example: str, actual: str) -> str:
    return url_for("sparql.query", query=_text(part).replace(example, actual))


def _written(term: Term | None) -> str:
    """Write *term* as SPARQL does, by a prefix where the rest is a plain name."""
    short = shorten(getattr(term, "value", ""))
    plain = re.fullmatch(r"[a-z]+:[A-Za-z0-9_-]+", short)
    return "UNDEF" if term is None else short if plain else str(term)
