"""Terms that well-known vocabularies do not have, and which may have been meant."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.linting.rules import NAMES
from claimgraph.meaning import vocabulary
from claimgraph.meaning.graphs import Graph
from claimgraph.meaning.names import Names, local, namespace
from claimgraph.meaning.vocabulary import Vocabulary

_MARKS = NamedNode(f"{NAMES['lint']}marks")
_UNKNOWN = NamedNode(f"{NAMES['lint']}unknown")
_VOCABULARY = NamedNode(f"{NAMES['lint']}vocabulary")
_NEAR = NamedNode(f"{NAMES['lint']}near")
#: A name of one part: with others, it may be that of a document.
_NAME = re.compile(r"[\w-]+")


def marks(store: Store) -> Iterator[Quad]:
    """
    Mark each that *store* names, with the term that is nearest to it if any is.

    The namespaces of the vocabularies are marked, too.
    """
    for each in vocabulary.vocabularies():
        yield Quad(_MARKS, _VOCABULARY, Literal(each.namespace), _MARKS)
    names = Names(Graph(store), {})
    for iri in sorted(_named(store)):
        home = _home(iri)
        if home:
            yield Quad(NamedNode(iri), _UNKNOWN, Literal(True), _MARKS)
            yield from _near(iri, home, names)


def _home(iri: str) -> Vocabulary | None:
    """The vocabulary after which *iri* is named though it is no term of it."""
    home = _homes().get(_folded(namespace(iri)))
    if not home or not _NAME.fullmatch(local(iri)) or vocabulary.is_well_known(iri):
        return None
    return home if iri.startswith(home.namespace) or local(iri) in home.terms else None


@cache
def _homes() -> Mapping[str, Vocabulary]:
    """The vocabularies whose terms are all known, however one writes their names."""
    known = vocabulary.vocabularies()
    return {_folded(each.namespace): each for each in known if each.terms}


def _folded(name: str) -> str:
    """Leave out of a namespace what people confuse: https, www and the last sign."""
    return re.sub(r"^https?://(www[.])?|[#/]+$", "", name.lower())


def _near(iri: str, home: Vocabulary, names: Names) -> Iterator[Quad]:
    name = local(iri)
    near = name if name in home.terms else None
    near = near or names.near(name, home.namespace, lambda: home.terms)
    if near:
        yield Quad(NamedNode(iri), _NEAR, NamedNode(home.namespace + near), _MARKS)


def _named(store: Store) -> set[str]:
    """The IRIs of all terms, and of the datatypes of literals."""
    found = set()
    for at in Graph(store).triples():
        for term in (at.subject, at.predicate, at.object):
            if isinstance(term, NamedNode):
                found.add(term.value)
            elif isinstance(term, Literal):
                found.add(term.datatype.value)
    return found
