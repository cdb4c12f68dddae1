"""pySHACL on rdflib's graphs: ``python -m validators.alone DATA SHAPES``."""

import sys
from collections.abc import Iterator

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import SH, BNode, Graph, Literal, Node, URIRef

from validators.telling import Row, part, row, say

rdflib.NORMALIZE_LITERALS = False  # literals are compared as they are written
_PROPERTIES = (
    SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent,
    SH.resultSeverity, SH.sourceShape,
)  # fmt: skip


def main(data_path: str, shapes_path: str) -> None:
    """Validate, and say what was found."""
    with part("reading"):
        data = Graph().parse(data_path, format="nt")
        shapes = Graph().parse(shapes_path, format="nt")
    with part("checking"):
        _, report, text = pyshacl.validate(data, shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise SystemExit(f"pySHACL gave up: {text}")
    say(_rows(report))


def _rows(report: Graph) -> Iterator[Row]:
    for whole in report.subjects(SH.conforms):
        for node in report.objects(whole, SH.result):
            values = (report.value(node, each) for each in _PROPERTIES)
            yield row(*map(_written, values))


def _written(term: Node | None) -> str:
    """As N-Triples has it."""
    if isinstance(term, URIRef):
        return str(ox.NamedNode(str(term)))
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        return ""
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    if term.datatype is None:
        return str(ox.Literal(str(term)))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))))


if __name__ == "__main__":
    main(*sys.argv[1:])
