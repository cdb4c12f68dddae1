"""What the server takes over HTTP, as an OpenAPI document (OpenAPI 3.1)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request

from claimgraph import formats, queries, resources, validation
from claimgraph.engine import CONTEXTS, EXPLANATIONS
from claimgraph.findings import SEVERITIES
from claimgraph.namespaces import PATHS
from claimgraph.reports import LANGUAGES
from claimgraph.validation import choosing
from claimgraph.web import representation
from claimgraph.web.forms import FORMS
from claimgraph.web.linked_data import documents

bp = Blueprint("openapi", __name__)

#: Where the file lists the statuses of problems, for all operations or for one.
_PROBLEMS = "x-problems"


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe each address and method, and what may come back."""
    return jsonify(document())


def document() -> dict[str, Any]:
    """The document, filled with what this server knows."""
    text = resources.code("web/openapi.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    told["info"]["version"] = representation.catalogue().release
    told["servers"] = [{"url": request.url_root.rstrip("/")}]
    components = told["components"]
    for name, known in _known().items():
        components["schemas"][name] |= {"enum": [*known]} if known else {}
    everywhere = told.pop(_PROBLEMS)
    for operation in _operations(told):
        statuses = sorted({*everywhere, *operation.pop(_PROBLEMS, ())})
        problems = _problems(map(str, statuses), components["responses"])
        operation["responses"] |= problems
    return told


def _known() -> dict[str, Sequence[str]]:
    """The values there are for some schemas."""
    graphs = [*_names(formats.GRAPHS), "html"]
    return {
        "Policy": [*representation.catalogue().policies],
        "Question": [*queries.library()],
        "Format": [*_names(formats.RESULTS), *graphs],
        "GraphFormat": graphs,
        "ShapesFormat": ["json", *graphs],
        "Suffix": [*documents.SUFFIXES],
        "First": PATHS,
        "Explanation": EXPLANATIONS,
        "Shape": choosing.shipped(),
        "Context": CONTEXTS,
        "Severity": SEVERITIES,
        "Failure": validation.codes(),
        "Language": LANGUAGES,
        "ReportFormat": _names_or_types(FORMS),
        "GraphSyntax": _names_or_types(formats.GRAPHS),
    }


def _names_or_types(offered: Sequence[formats.Format]) -> list[str]:
    types = (form.media_type for form in offered)
    return [*dict.fromkeys([*_names(offered), *types])]


def _names(offered: Sequence[formats.Format]) -> list[str]:
    return [form.name for form in offered]


def _operations(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in told["paths"].values():
        yield from (each for each in path.values() if "responses" in each)


def _problems(statuses: Iterable[str], own: dict[str, Any]) -> dict[str, Any]:
    """A reference to what is said of each status, or of problems in general."""
    named = {status: status if status in own else "Problem" for status in statuses}
    return {
        status: {"$ref": f"#/components/responses/{name}"}
        for status, name in named.items()
    }
