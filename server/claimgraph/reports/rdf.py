"""A report as the graph that SHACL has for it, in any format of RDF."""

import io
from typing import TextIO, cast

from pyoxigraph import RdfFormat, parse, serialize

from claimgraph.findings import Report
from claimgraph.formats import TURTLE, Format
from claimgraph.namespaces import PREFIXES
from claimgraph.reports import turtle
from claimgraph.reports.manner import Manner


def write(report: Report, out: TextIO, manner: Manner, form: Format) -> None:
    """Write the graph that `turtle.write` writes, in *form*, one of RDF's."""
    if form is TURTLE:
        turtle.write(report, out, manner)
        return
    text = io.StringIO()
    turtle.write(report, text, manner)
    triples = (quad.triple for quad in parse(text.getvalue(), RdfFormat.TURTLE))
    engine, prefixes = cast("RdfFormat", form.engine), {"sh": PREFIXES["sh"]}
    written = serialize(triples, format=engine, prefixes=prefixes) or b""
    out.write(written.decode())
