"""The documents about a thing: one a format, each at an address with its suffix."""

from urllib.parse import quote, urlencode

from flask import Response, request

from claimgraph.formats import GRAPHS

#: The format that each suffix stands for, by name, and its media type.
SUFFIXES = {form.extension: form.name for form in GRAPHS} | {"html": "html"}
TYPES = {form.extension: form.media_type for form in GRAPHS} | {"html": "text/html"}

_IN_IRI = ":/?#[]@!$&'()*+,;=%~"


def split(path: str) -> tuple[str, str]:
    """
    Split the suffix off *path*, if it has one.

    >>> split("id/actor/jnim.ttl"), split("ns/core/0.1.0")
    (('id/actor/jnim', 'ttl'), ('ns/core/0.1.0', ''))
    """
    stem, _, last = path.rpartition(".")
    return (stem, last) if stem and last in SUFFIXES else (path, "")


def address(path: str, suffix: str) -> str:
    """The address of a document about the thing at *path*; it keeps who is trusted."""
    given = request.args.getlist("trust")
    asked = f"?{urlencode({'trust': given}, doseq=True)}" if given else ""
    return f"{request.script_root}/{quote(path)}.{suffix}{asked}"


def link(response: Response, iri: str, path: str) -> None:
    """
    Say in the headers which document this is, of which thing, and where others are.

    The thing's own IRI is canonical (RFC 6596); documents in RDF describe it.
    """
    form = next((s for s, kind in TYPES.items() if kind == response.mimetype), "html")
    response.headers["Content-Location"] = address(path, form)
    response.headers.add("Link", f'<{quote(iri, safe=_IN_IRI)}>; rel="canonical"')
    for suffix, media_type in TYPES.items():
        if suffix != form:
            relation = "alternate" if suffix == "html" else "alternate describedby"
            target = f'<{address(path, suffix)}>; rel="{relation}"; type="{media_type}"'
            response.headers.add("Link", target)
