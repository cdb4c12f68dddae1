"""Terms that well-known vocabularies do not have, and which may have been meant."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.linting.rules import NAMES
from claimgraph.meaning import vocabulary
from claimgraph.meaning.graphs import Graph
from claimgraph.meaning.names import Names
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
        home = vocabulary.closed(iri)
        if home and _is_unknown(iri, home):
            yield Quad(NamedNode(iri), _UNKNOWN, Literal(True), _MARKS)
            yield from _near(iri, home, names)


def _is_unknown(iri: str, home: Vocabulary) -> bool:
    name = iri.removeprefix(home.namespace)
    return bool(_NAME.fullmatch(name)) and not vocabulary.is_well_known(iri)


def _near(iri: str, home: Vocabulary, names: Names) -> Iterator[Quad]:
    name = iri.removeprefix(home.namespace)
    near = names.near(name, home.namespace, lambda: home.terms)
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
