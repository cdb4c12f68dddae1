"""Where things stand, as SARIF has it (3.28 to 3.30)."""

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from claimgraph.findings import Input, Place
from claimgraph.reports.visible import encodable

#: What a URI may have beside what needs no quoting (RFC 3986, 2.2), and "%" itself.
_URI = ":/?@!$&'()*+,;=%"
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")


def locations(
    place: Place | None, node: str = "", term: str = "", file: str = ""
) -> list[dict[str, Any]]:
    """
    Say where *place* is, or *file* if there is none, and which *node* it is about.

    *term* is the node's whole name.
    """
    known = place or (Place(file) if file else None)
    location: dict[str, Any] = {}
    if known and known.file:
        location["physicalLocation"] = _physical(known)
    if node:
        whole = term.strip("<>")
        logical = {"name": node, "fullyQualifiedName": whole, "kind": "resource"}
        location["logicalLocations"] = [logical]
    return [location] if location else []


def _physical(place: Place) -> dict[str, Any]:
    if place.line is None or place.line < 1:
        return {"artifactLocation": {"uri": uri(place.file)}}
    return {
        "artifactLocation": {"uri": uri(place.file)},
        "region": _region(place),
        **_context(place),
    }


def _region(place: Place) -> dict[str, int]:
    """What is known of a span, and nothing that SARIF could not have."""
    spans = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {key: n for key, n in spans.items() if n is not None and n >= 1}


def _context(place: Place) -> dict[str, Any]:
    if not place.source:
        return {}
    snippet = {"text": place.source}
    return {"contextRegion": {"startLine": place.line, "snippet": snippet}}


def uri(file: str) -> str:
    """
    Name a file, a URL or a graph by a URI reference.

    >>> uri("data/été 1.ttl"), uri("/tmp/a.ttl"), uri("https://example.org/é")
    ('data/%C3%A9t%C3%A9%201.ttl', 'file:///tmp/a.ttl', 'https://example.org/%C3%A9')
    """
    file = encodable(file)
    if file == "-":
        return "stdin"
    if is_uri(file):
        before, _, fragment = _STRAY.sub("%25", file).partition("#")
        parts = (before, fragment) if fragment else (before,)
        return "#".join(quote(part, safe=_URI) for part in parts)
    path = quote(file)
    return f"file://{path}" if PurePosixPath(file).is_absolute() else path


def is_uri(name: str) -> bool:
    """Whether *name* is an absolute IRI of a kind that files and graphs have."""
    try:
        parts = urlsplit(name)
        well = parts.port is None or bool(parts.hostname)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return well and bool(parts.hostname)
    return parts.scheme in ("file", "urn") and bool(parts.path)


def artifact(each: Input, role: str) -> dict[str, Any]:
    """Describe what was read, and its *role* in the run."""
    return {
        "location": {"uri": uri(each.name)},
        "roles": [role],
        "hashes": {"sha-256": each.digest},
    }
