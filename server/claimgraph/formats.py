"""The formats we read and write, and the choice among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat

from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.requests import NotAcceptable

if TYPE_CHECKING:  # takes a twentieth of a second, which the command line saves
    from werkzeug.datastructures import MIMEAccept

Engine = RdfFormat | QueryResultsFormat
#: What a client likes, and how well: the ranges of its ``Accept`` header.
_Liked = tuple[tuple[str, float], ...]

_FORMATS = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, eq=False)  # each is one of its kind, and told so at once
class Format:
    """A serialisation: its *name* for people, *media_type* and file *extension*."""

    name: str
    media_type: str
    extension: str
    engine: Engine

    @property
    def content_type(self) -> str:
        """The media type as a header says it."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type

    @property
    def iri(self) -> str:
        """The IRI of the format among the W3C's Unique URIs for File Formats."""
        return self.engine.iri.replace("https://www.w3.org/ns/formats/data/", _FORMATS)


JSON = Format("json", "application/sparql-results+json", "srj", QueryResultsFormat.JSON)
XML = Format("xml", "application/sparql-results+xml", "srx", QueryResultsFormat.XML)
CSV = Format("csv", "text/csv", "csv", QueryResultsFormat.CSV)
TSV = Format("tsv", "text/tab-separated-values", "tsv", QueryResultsFormat.TSV)

TURTLE = Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE)
NTRIPLES = Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES)
RDFXML = Format("rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML)
JSONLD = Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD)
TRIG = Format("trig", "application/trig", "trig", RdfFormat.TRIG)
NQUADS = Format("nquads", "application/n-quads", "nq", RdfFormat.N_QUADS)

#: What is told of an answer instead of giving it.
EXPLANATION = Format("explanation", "application/json", "json", QueryResultsFormat.JSON)

#: What SELECT and ASK are written in; the first is the default.
RESULTS = (JSON, XML, CSV, TSV)
#: What CONSTRUCT and DESCRIBE are written in; the first is the default.
GRAPHS = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
#: The graph formats that can hold a triple term (RDF 1.2).
WITH_TRIPLE_TERMS = tuple(form for form in GRAPHS if form is not JSONLD)

#: The graph formats that can say in which graph a triple stands.
WITH_NAMED_GRAPHS = (TRIG, NQUADS)

#: Other names that clients use for a format, in ``Accept`` or ``?format=``.
#: SPARQLWrapper says "json" or "xml" before it knows whether a table or a graph comes.
_ALIASES = {
    "json": JSONLD,
    "xml": RDFXML,
    "application/json": JSON,
    "text/json": JSON,
    "srj": JSON,
    "application/xml": XML,
    "text/xml": XML,
    "srx": XML,
    "text/plain": NTRIPLES,
    "ttl": TURTLE,
    "nt": NTRIPLES,
    "rdf": RDFXML,
    "nq": NQUADS,
    "n3": TURTLE,
    "rdf+xml": RDFXML,
    "json-ld": JSONLD,
}

#: What stands in for a format that the client cannot have (RFC 9110, section 12.5.1):
#: rdflib, told to read JSON, asks for a table when it asks for a graph.
_KIN = {JSONLD: JSON}


def named(name: str, offered: Sequence[Format]) -> Format:
    """
    Find a format by its name, extension or media type.

    >>> named("ttl", GRAPHS).name
    'turtle'
    >>> named("Application/RDF XML; charset=utf-8", GRAPHS).name
    'rdfxml'

    Raises UnknownFormat, listing what is offered.
    """
    plain = _plain(name)
    for form in offered:
        if plain in (form.name, form.extension, form.media_type):
            return form
    alias = _ALIASES.get(plain)
    if alias is not None and alias in offered:
        return alias
    raise UnknownFormat(repr(name), ", ".join(form.name for form in offered))


def _plain(name: str) -> str:
    """A *name* without parameters; in an address ``+`` stands for a space."""
    return name.partition(";")[0].strip().lower().replace(" ", "+")


def negotiate(accept: "MIMEAccept", offered: Sequence[Format]) -> Format:
    """
    Choose the offered format that *accept* likes best.

    Among equals our own order decides, so the first one is the default; no header
    means anything goes. Raises NotAcceptable, listing what is offered.

    >>> from werkzeug.datastructures import MIMEAccept
    >>> accept = MIMEAccept([("application/rdf+xml", 0.5), ("*/*", 1)])
    >>> negotiate(accept, GRAPHS).name
    'turtle'
    """
    return _best(tuple(accept), tuple(offered)) if accept else offered[0]


@lru_cache(maxsize=512)  # a client sends the same header again and again
def _best(accept: _Liked, offered: tuple[Format, ...]) -> Format:
    for liking in (_quality, _quality_of_kin):
        best = max(offered, key=partial(liking, accept))
        if liking(accept, best) > 0:
            return best
    types = ", ".join(form.media_type for form in offered)
    raise NotAcceptable(f"The answer can be written as {types}: accept one of them.")


def prefers_html(accept: "MIMEAccept", offered: Sequence[Format]) -> bool:
    """
    Tell whether *accept* likes a page better than any of the *offered* formats.

    >>> from werkzeug.datastructures import MIMEAccept
    >>> prefers_html(MIMEAccept([("text/html", 1), ("*/*", 0.8)]), RESULTS)
    True
    >>> prefers_html(MIMEAccept([("*/*", 1)]), RESULTS)
    False
    """
    return _prefers_html(tuple(accept), tuple(offered))


@lru_cache(maxsize=512)
def _prefers_html(accept: _Liked, offered: tuple[Format, ...]) -> bool:
    page = _best_specific(accept, "text/html")
    return page > max(_quality(accept, form) for form in offered)


@lru_cache(maxsize=512)
def _quality(accept: _Liked, form: Format) -> float:
    """The client's liking: an alias counts only where the client spells it out."""
    spelled = {kind.split(";")[0].strip().lower(): quality for kind, quality in accept}
    aliases = (a for a, of in _ALIASES.items() if of is form and a in spelled)
    return max(
        [_best_specific(accept, form.media_type), *(spelled[a] for a in aliases)]
    )


def _quality_of_kin(accept: _Liked, form: Format) -> float:
    return _quality(accept, _KIN[form]) if form in _KIN else 0.0


@lru_cache(maxsize=512)
def _best_specific(accept: _Liked, media_type: str) -> float:
    """Quality of the most specific range that matches (RFC 9110, section 12.5.1)."""
    matches = [
        (_specificity(wanted), quality)
        for wanted, quality in accept
        if _matches(wanted, media_type)
    ]
    return max(matches)[1] if matches else 0.0


def _matches(wanted: str, media_type: str) -> bool:
    kind = wanted.split(";")[0].strip().lower()
    major = media_type.split("/")[0]
    return kind in (media_type, f"{major}/*", "*/*")


def _specificity(wanted: str) -> int:
    kind = wanted.split(";")[0]
    return 0 if kind == "*/*" else 1 if kind.endswith("/*") else 2


#: The extensions of the RDF formats that we read.
_EXTENSIONS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".n3": RdfFormat.N3,
}


def of_file(path: Path) -> RdfFormat:
    """Tell a data file's format by its extension; raises UnknownFormat."""
    try:
        return _EXTENSIONS[path.suffix.lower()]
    except KeyError:
        raise UnknownFormat(path, ", ".join(_EXTENSIONS)) from None


def is_data_file(path: Path) -> bool:
    """Tell whether *path* is surely RDF: .json and .xml may hold anything."""
    surely = path.suffix.lower() in _EXTENSIONS.keys() - {".json", ".xml"}
    return surely and path.is_file()
