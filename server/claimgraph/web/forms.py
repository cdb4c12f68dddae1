"""The forms that a report of validation has over HTTP."""

from dataclasses import replace

from claimgraph import reports
from claimgraph.formats import EXPLANATION, GRAPHS, TURTLE, Format

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
