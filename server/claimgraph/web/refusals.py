"""A refusal's report of validation, in the form that its client likes best."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from flask import Response, request

from claimgraph import formats, reports
from claimgraph.findings import Report, telling
from claimgraph.formats import GRAPHS
from claimgraph.reports import Manner, rdf
from claimgraph.web.forms import page_policy

_PROBLEM = "application/problem+json"
#: Forms of a report that no RDF format is, by media type.
_FORMS = {
    form.media_type: form.name for form in map(reports.named, ("html", "sarif", "text"))
}
_GRAPHS = [form.media_type for form in GRAPHS]


def report(told: Mapping[str, Any]) -> Response | None:
    """The report that was *told*, unless the client likes a problem as well."""
    known = (_PROBLEM, "application/json", *_GRAPHS, *_FORMS)
    wanted = request.accept_mimetypes.best_match(known, _PROBLEM)
    found = telling.heard(dict(told), "report")
    if wanted in _FORMS:
        return _written(found, _FORMS[wanted], wanted)
    return _graph(found, wanted) if wanted in _GRAPHS else None


def _written(found: Report, name: str, media_type: str) -> Response:
    out = StringIO()
    reports.write(found, out, name)
    response = Response(out.getvalue(), mimetype=media_type)
    if name == "html":
        response.headers["Content-Security-Policy"] = page_policy()
    return response


def _graph(found: Report, media_type: str) -> Response:
    form, out = formats.named(media_type, GRAPHS), StringIO()
    rdf.write(found, out, Manner(), form)
    return Response(out.getvalue(), content_type=form.content_type)
