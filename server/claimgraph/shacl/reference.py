"""pySHACL over the same data: the reference, and for what is not compiled.

Importing this module takes half a second.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

import pyshacl
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, URIRef
from rdflib.plugins import sparql
from rdflib.term import Node as RdflibNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.graphs import Node, Term, sh
from claimgraph.shacl import exact, paths
from claimgraph.shacl.graph import Graph as Read
from claimgraph.shacl.reading import TARGETS
from claimgraph.shacl.results import Result

VERSION = pyshacl.__version__
#: No query reads a file or an address, whatever it says it is FROM.
sparql.SPARQL_LOAD_GRAPHS = False


def results(
    data: Store, shapes: Store, only: Iterable[Node] | None = None
) -> list[Result]:
    """
    All that pySHACL finds in the default graph of *data*, by *only* these shapes.

    Literals may be `exact.written`.

    Raises ShapeFailure where it gives up, which it does for all shapes together.
    """
    rules = _graph(shapes)
    if only is not None:
        _silence(rules, {_to(node) for node in only})
    with _quietly():
        report = _report(_graph(data), rules)
    return list(_results(report, Read(shapes)))


def _report(data: Graph, rules: Graph) -> Graph:
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    except MemoryError:
        raise
    except Exception as error:  # whatever its parsers and rdflib's evaluator raise
        raise ShapeFailure("graph", _sentence(error)) from error
    if not isinstance(report, Graph):
        raise ShapeFailure("graph", str(report or text))
    return report


def _sentence(error: Exception) -> str:
    first = str(error).strip().partition("\n")[0]
    return first.rstrip(".") or type(error).__name__


def _silence(rules: Graph, only: set[RdflibNode]) -> None:
    """Take their targets from all other shapes, so that they wait to be asked."""
    for name in TARGETS:
        for shape in set(rules.subjects(SH[name])) - only:
            rules.remove((shape, SH[name], None))
    for kind in (RDFS.Class, *rules.subjects(RDFS.subClassOf, RDFS.Class)):
        for shape in set(rules.subjects(RDF.type, kind)) - only:
            if {SH.NodeShape, SH.PropertyShape} & set(rules.objects(shape, RDF.type)):
                rules.remove((shape, RDF.type, kind))


def _graph(store: Store) -> Graph:
    graph = Graph(bind_namespaces="none")
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        if not isinstance(quad.object, Triple):
            graph.add((_to(quad.subject), _to(quad.predicate), _to(quad.object)))
    return graph


def _to(term: Term | Triple) -> RdflibNode:
    """The engine's *term* as rdflib's; a plain string has no datatype there."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if not isinstance(term, Literal):
        raise TypeError(term)
    term = cast("Literal", exact.meant(term))
    datatype = URIRef(term.datatype.value)
    kind = None if datatype in (XSD.string, RDF.langString) else datatype
    return rdflib.Literal(term.value, term.language, kind, normalize=False)


def _from(term: RdflibNode) -> Term:
    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, BNode):
        return BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise TypeError(term)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or XSD.string)))


def _results(report: Graph, shapes: Read) -> Iterator[Result]:
    """The results, without those that are details of others."""
    stated = Read(_stored(report))
    for whole in stated.subjects(sh("conforms")):
        for node in stated.nodes(whole, sh("result")):
            yield _result(stated, node, shapes)


def _stored(graph: Graph) -> Store:
    store = Store()
    for subject, predicate, value in graph:
        parts = _from(subject), _from(predicate), exact.written(_from(value))
        store.add(Quad(*parts))  # type: ignore[arg-type]
    return store


def _result(report: Read, node: Node, shapes: Read) -> Result:
    def one(name: str) -> Term | None:
        found = report.values(node, sh(name))
        return exact.meant(found[0]) if found else None

    return Result(
        one("focusNode"),  # type: ignore[arg-type]
        _path(one("resultPath"), one("sourceShape"), shapes),
        one("value"),
        one("sourceConstraintComponent"),  # type: ignore[arg-type]
        one("sourceShape"),  # type: ignore[arg-type]
        one("resultSeverity"),  # type: ignore[arg-type]
        one("sourceConstraint"),  # type: ignore[arg-type]
        messages=tuple(report.literals(node, sh("resultMessage"))),
    )


def _path(said: Term | None, shape: Term | None, shapes: Read) -> str:
    """The path: a report has only the beginning of a long one, the shape has it all."""
    if isinstance(said, BlankNode) and isinstance(shape, NamedNode | BlankNode):
        said = next(iter(shapes.values(shape, sh("path"))), None)
    return "" if said is None else str(paths.read(shapes, said))


@contextmanager
def _quietly() -> Iterator[None]:
    """Leave literals as they are written, and to the shapes what is ill-typed."""
    normalizing, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl.validate")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalizing
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
