"""A refusal's report of validation, in the form that its client likes best."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from io import StringIO
from typing import Any

from flask import Response, request

from claimgraph import answers, bodies, formats, reports
from claimgraph.findings import Report, telling
from claimgraph.formats import GRAPHS, TURTLE
from claimgraph.namespaces import BASE

_PROBLEM = "application/problem+json"
#: Forms of a report that no RDF format is, by media type.
_FORMS = {
    form.media_type: form.name for form in map(reports.named, ("html", "sarif", "text"))
}
_GRAPHS = [form.media_type for form in GRAPHS]
#: The page's own style, and nothing else.
_STYLED = "default-src 'none'; style-src 'sha256-{}'; frame-ancestors 'none'"


def report(told: Mapping[str, Any]) -> Response | None:
    """The report that was *told*, unless the client likes a problem as well."""
    known = (_PROBLEM, "application/json", *_GRAPHS, *_FORMS)
    wanted = request.accept_mimetypes.best_match(known, _PROBLEM)
    found = telling.heard(dict(told), "report")
    if wanted in _FORMS:
        return _written(found, _FORMS[wanted], wanted)
    return _graph(found, wanted) if wanted in _GRAPHS else None


def _written(found: Report, name: str, media_type: str) -> Response:
    text = _text(found, name)
    response = Response(text, mimetype=media_type)
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    if style and name == "html":
        digest = b64encode(sha256(style[1].encode()).digest()).decode()
        response.headers["Content-Security-Policy"] = _STYLED.format(digest)
    return response


def _graph(found: Report, media_type: str) -> Response:
    form = formats.named(media_type, GRAPHS)
    text = _text(found, "turtle").encode()
    if form is not TURTLE:
        triples = [quad.triple for quad in bodies.quads(text, TURTLE, BASE)]
        text = answers.write_graph(triples, form)
    return Response(text, content_type=form.content_type)


def _text(found: Report, name: str) -> str:
    out = StringIO()
    reports.write(found, out, name)
    return out.getvalue()
