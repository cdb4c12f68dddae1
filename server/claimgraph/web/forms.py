"""The forms that a report of validation has over HTTP."""

from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256

from claimgraph import reports
from claimgraph.formats import EXPLANATION, GRAPHS, TURTLE, Format
from claimgraph.reports import html

_ORDER = ("json", "html", "text", "sarif", "junit", "github")


def _form(name: str) -> Format:
    """That form of a report, as negotiation knows formats; no engine writes it."""
    form = reports.named(name)
    return replace(
        EXPLANATION,
        name=name,
        media_type=form.media_type,
        extension=form.extension,
    )


#: The first is the default; among those of one media type it is the earlier one.
FORMS = (TURTLE, *map(_form, _ORDER), *(form for form in GRAPHS if form is not TURTLE))

#: The page's own style, and nothing else, besides what any page may.
_STYLED = (
    "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@cache
def page_policy() -> str:
    """The Content-Security-Policy of a report that is a page."""
    return _STYLED.format(b64encode(sha256(html.STYLE.encode()).digest()).decode())
