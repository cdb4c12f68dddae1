"""Files become two rdflib graphs: the data with all that they rest on, the shapes."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import RDF, XSD, BNode, Graph, URIRef
from rdflib.term import Node

from claimgraph import loading, resources


@dataclass(frozen=True)
class Data:
    """A *graph* to check, its *own* nodes, and what of it cannot be checked."""

    graph: Graph
    own: frozenset[Node]
    shipped: bool
    unreadable: tuple[str, ...]


def data(paths: Sequence[Path] | None) -> Data:
    """Read the files of *paths* and all that they rest on, or everything shipped."""
    context = [s for s in loading.shipped_ontology() if s.kind != "shapes"]
    shipped = loading.shipped_data()
    if paths is None:
        graph, unreadable = _read([*context, *shipped])
        return Data(graph, frozenset(graph.subjects()), True, unreadable)
    reference = [source for source in shipped if source.kind != "article"]
    graph, _ = _read([*context, *reference])
    given, unreadable = _read(loading.sources(paths))
    own = frozenset(given.subjects())
    return Data(graph.__iadd__(given), own, False, unreadable)


def shapes(paths: Sequence[Path] | None) -> Graph:
    """Read the shapes at and below *paths*, or those that are shipped."""
    folder = [resources.ontology() / "shapes"]
    graph, _ = _read(loading.sources(folder if paths is None else paths))
    return graph


def _read(sources: Iterable[loading.Source]) -> tuple[Graph, tuple[str, ...]]:
    graph = Graph(bind_namespaces="none")
    unreadable: set[Path] = set()
    for source in sources:
        for quad in loading.quads(source):
            subject, value = _term(quad.subject), _term(quad.object)
            if subject is None or value is None:
                unreadable.add(source.path)
            else:
                graph.add((subject, URIRef(quad.predicate.value), value))
    return graph, tuple(f"{path} has triple terms" for path in sorted(unreadable))


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Node | None:
    """Say an engine's *term* as rdflib's, or None for a triple term."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    return _literal(term) if isinstance(term, Literal) else None


def _literal(term: Literal) -> Node:
    """A plain string has no datatype here, as where rdflib parses it."""
    datatype = URIRef(term.datatype.value)
    plain = datatype in (XSD.string, RDF.langString)
    return rdflib.Literal(term.value, term.language, None if plain else datatype)


@contextmanager
def quietly() -> Iterator[None]:
    """Leave it to the shapes to say that a literal is ill-typed."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
