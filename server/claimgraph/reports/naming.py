"""Names as people read them: by the prefixes that a report is written with."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from types import MappingProxyType

from claimgraph.namespaces import abbreviated, longest_first, shorten
from claimgraph.reports.visible import one_line, visible

_Prefixes = tuple[tuple[str, str], ...]
_CURRENT: ContextVar[_Prefixes] = ContextVar("prefixes", default=())
_LABELS: ContextVar[Mapping[str, str]] = ContextVar(
    "labels", default=MappingProxyType({})
)
_IRI = re.compile(r"<([^<>\"\s]*)>")
_TYPED = re.compile(r'(?<=")\^\^<([^<>"\s]*)>\Z')


@contextmanager
def prefixed(
    prefixes: Mapping[str, str], labels: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    """
    Have names shortened by *prefixes* first, the longest that fits.

    Blank nodes are called as *labels* say.
    """
    tokens = _CURRENT.set(longest_first(prefixes)), _LABELS.set(labels)
    try:
        yield
    finally:
        _CURRENT.reset(tokens[0])
        _LABELS.reset(tokens[1])


def name(iri: str) -> str:
    """Name what is an IRI without brackets, or a blank node with its label."""
    return _name(_LABELS.get().get(iri, iri), _CURRENT.get())


def short(term: str) -> str:
    """
    Write a term or a path in N-Triples' form for reading, everything in it visible.

    >>> short("<https://w3id.org/claimgraph/ns#holder>")
    'cg:holder'
    >>> short('"12"^^<http://www.w3.org/2001/XMLSchema#integer>')
    '"12"^^xsd:integer'
    >>> with prefixed({"ex": "http://example.org/"}):
    ...     short("<http://www.w3.org/2004/02/skos/core#member>/^<http://example.org/p>")
    'skos:member/^ex:p'
    >>> with prefixed({}, {"_:0b9c": "_:z"}):
    ...     short("_:0b9c")
    '_:z'
    """
    return _short(_LABELS.get().get(term, term), _CURRENT.get())


@lru_cache(maxsize=10_000)
def _name(iri: str, prefixes: _Prefixes) -> str:
    return visible(_shortened(iri, prefixes))


@lru_cache(maxsize=10_000)
def _short(term: str, prefixes: _Prefixes) -> str:
    if term.startswith('"'):
        term = _TYPED.sub(lambda typed: f"^^{_shortened(typed[1], prefixes)}", term)
    else:
        term = _IRI.sub(lambda iri: _shortened(iri[1], prefixes), term)
    return one_line(term)


def _shortened(iri: str, prefixes: _Prefixes) -> str:
    return abbreviated(iri, prefixes) or shorten(iri)
