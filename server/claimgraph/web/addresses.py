"""Addresses: where links on a page lead."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import request, url_for

from claimgraph import namespaces
from claimgraph.formats import Format


def address(iri: str, trust: Sequence[str] = ()) -> str:
    """
    Where a link on *iri* leads: ours to the same path here, other schemes nowhere.

    The IRI's own percent signs are escaped, so that the path decodes to the IRI.
    """
    if not iri.startswith(namespaces.BASE):
        return iri if re.match("https?://", iri, re.IGNORECASE) else ""
    path, _, fragment = iri.removeprefix(namespaces.BASE).partition("#")
    if path.partition("/")[0] not in namespaces.PATHS:
        query = f"DESCRIBE <{iri}>"
        return url_for("sparql.query", query=query, trust=",".join(trust))
    asked = f"?{urlencode({'trust': ','.join(trust)})}" if trust else ""
    place = f"#{quote(fragment)}" if fragment else ""
    return f"{request.script_root}/{quote(path)}{asked}{place}"


def explanation(what: str) -> str:
    """The address of the page at hand that explains its answer as well."""
    values = request.values.to_dict(flat=False) | {"explain": [what]}
    return "?" + urlencode(values, doseq=True) + f"#{what}"


def download(form: Format) -> str:
    """The address of the answer at hand in another *form*."""
    values = request.values.to_dict(flat=False) | {"format": [form.name]}
    return "?" + urlencode(values, doseq=True)
