"""How terms are written for reading: by the prefixes of the shapes, or by ours."""

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat

from claimgraph.graphs import XSD
from claimgraph.namespaces import PREFIXES, abbreviated, longest_first
from claimgraph.validation.documents import Document

_DECLARED = re.compile(
    r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE
)
_WITH_PREFIXES = (RdfFormat.TURTLE, RdfFormat.TRIG)
_IRI = re.compile(r"<([^>]*)>")
#: The datatypes of what needs no quotes.
_BARE = {XSD + kind for kind in ("boolean", "decimal", "double", "integer")}


def prefixes(documents: Iterable[Document]) -> dict[str, str]:
    """Ours, and those that *documents* declare, of which the first counts."""
    found: dict[str, str] = {}
    for document in documents:
        if document.form in _WITH_PREFIXES:
            for prefix, namespace in _DECLARED.findall(document.text()):
                found.setdefault(prefix, namespace)
    return PREFIXES | found


class Names:
    """
    Writes terms by *prefixes*, the longest that fits.

    >>> names = Names({"ex": "http://example.org/"})
    >>> names.short(NamedNode("http://example.org/age"))
    'ex:age'
    >>> names.short(Literal(42))
    '42'
    >>> names.readable("^<http://example.org/a>/<http://other.org/b>")
    '^ex:a/<http://other.org/b>'
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = longest_first(prefixes)
        self._known: dict[str, str] = {}

    def short(self, term: object) -> str:
        """Write *term*; a number as it is."""
        if isinstance(term, NamedNode):
            return self._shortened(term.value) or term.value
        if isinstance(term, Literal) and term.datatype.value in _BARE:
            return term.value
        return self.readable(str(term))

    def readable(self, path: str) -> str:
        """Write a *path*, or a literal with its datatype."""
        return _IRI.sub(lambda match: self._shortened(match[1]) or match[0], path)

    def _shortened(self, iri: str) -> str:
        """By a prefix, or nothing if none fits."""
        if iri not in self._known:
            self._known[iri] = abbreviated(iri, self._prefixes)
        return self._known[iri]
