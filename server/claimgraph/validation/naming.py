"""How terms are written for reading: by the prefixes of the shapes, or by ours."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from claimgraph.namespaces import PREFIXES
from claimgraph.shacl.exact import XSD
from claimgraph.validation.documents import Document

_DECLARED = re.compile(
    r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE
)
_WITH_PREFIXES = (RdfFormat.TURTLE, RdfFormat.TRIG)
_IRI = re.compile(r"<([^>]*)>")
#: What may stand after a prefix and be read at a glance.
_LOCAL = re.compile(r"[\w.:/%-]*[\w/%-]")
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
    Writes terms by *prefixes*, the longest that fits, and blank nodes by *labels*.

    >>> names = Names({"ex": "http://example.org/"})
    >>> names.short(NamedNode("http://example.org/age"))
    'ex:age'
    >>> names.short(Literal(42))
    '42'
    >>> names.readable("^<http://example.org/a>/<http://other.org/b>")
    '^ex:a/<http://other.org/b>'
    """

    def __init__(
        self,
        prefixes: Mapping[str, str],
        labels: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.labels = labels
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._known: dict[str, str] = {}

    def short(self, term: object) -> str:
        """Write *term*; a number as it is."""
        if isinstance(term, NamedNode):
            return self._shortened(term.value) or term.value
        if isinstance(term, BlankNode):
            return self.labels.get(str(term), str(term))
        if isinstance(term, Literal) and term.datatype.value in _BARE:
            return term.value
        return self.readable(str(term))

    def readable(self, path: str) -> str:
        """Write a *path*, or a literal with its datatype."""
        return _IRI.sub(lambda match: self._shortened(match[1]) or match[0], path)

    def _shortened(self, iri: str) -> str:
        """By a prefix, or nothing if none fits."""
        if iri not in self._known:
            self._known[iri] = self._found(iri)
        return self._known[iri]

    def _found(self, iri: str) -> str:
        for prefix, namespace in self._prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return ""
