"""How terms are written for reading: by the prefixes of the shapes, or by ours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from claimgraph.graphs import XSD
from claimgraph.namespaces import PREFIXES, abbreviated, longest_first
from claimgraph.validation.documents import Document

_DECLARED = re.compile(
    r"(?<![\w:@?$-])@?prefix\s+([\w.-]*):\s*<([^<>\s]+)>", re.IGNORECASE
)
_WITH_PREFIXES = (RdfFormat.TURTLE, RdfFormat.TRIG)
#: Where they are looked for: they stand at the beginning, and a file may be large.
_HEAD = 100_000
_IRI = re.compile(r"<([^>]*)>")
#: The datatypes of what needs no quotes.
_BARE = {XSD + kind for kind in ("boolean", "decimal", "double", "integer")}


def prefixes(shapes: Iterable[Document], data: Iterable[Document]) -> dict[str, str]:
    """
    Those that the *shapes* declare, of which the first counts, the *data*'s, and ours.

    One that the data declare for several namespaces would say nothing. Where several
    stand for one namespace, the first is the one to write.
    """
    found: dict[str, str] = {}
    for prefix, namespace in _declared(shapes):
        found.setdefault(prefix, namespace)
    told: dict[str, set[str]] = {}
    for prefix, namespace in _declared(data):
        told.setdefault(prefix, set()).add(namespace)
    clear = {prefix: min(spaces) for prefix, spaces in told.items() if len(spaces) == 1}
    return _followed(_followed(found, clear), PREFIXES)


def _declared(documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document.form in _WITH_PREFIXES:
            yield from _DECLARED.findall(document.text(), 0, _HEAD)


def _followed(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """All of *one*, and what else the *other* has, in this order."""
    return {**one, **{key: iri for key, iri in other.items() if key not in one}}


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
        self._prefixes = longest_first(prefixes)
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
            self._known[iri] = abbreviated(iri, self._prefixes)
        return self._known[iri]
