"""Data and shapes for the SHACL engine, and what it finds as a report in Turtle."""

import io
import re

from pyoxigraph import Literal, RdfFormat, parse

from claimgraph import shacl
from claimgraph.findings import Finding, Report
from claimgraph.graphs import SH, sh
from claimgraph.reports import Manner, turtle

_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def read(text, base="https://example.org/"):
    """The graph of a *text* in Turtle."""
    data = shacl.Data()
    data.add(parse(text, format=RdfFormat.TURTLE, base_iri=base))
    return data


def read_file(file):
    """The graph of a *file* in Turtle."""
    return read(file.read_bytes(), file.as_uri())


def results(data, shapes):
    """What the compiled shapes find."""
    applied = shacl.validate(data, shacl.Shapes(shapes.store))
    return [result for each in applied for result in each.results]


def report(data, shapes):
    """What the shapes find, as a report in Turtle."""
    graph = shacl.Shapes(shapes.store).graph
    found = tuple(_finding(result, graph) for result in results(data, shapes))
    whole = Report(found, (), 0, (), (), (), (), (), {}, {}, "", 0.0)
    out = io.StringIO()
    turtle.write(whole, out, Manner())
    return out.getvalue()


def _finding(result, graph):
    return Finding(
        severity=_name(result.severity).removeprefix(SH),
        constraint=_name(result.constraint or result.shape),
        shape=_name(result.shape),
        component=_name(result.component),
        focus=str(result.focus),
        node=str(result.focus),
        path=result.path,
        value="" if result.value is None else str(result.value),
        messages=tuple(_messages(result, graph)),
        place=None,
    )


def _name(node):
    return str(node).strip("<>")


def _messages(result, graph):
    """The messages of SHACL 1.0, sections 2.1.5 and 5.3.2, with their variables."""
    told = result.bindings.get("message")
    said = [[told]] if isinstance(told, Literal) else []
    said += [graph.literals(node, sh("message")) for node in result.speakers]
    for literal in next(filter(None, said), []):
        yield literal.language or "", _VARIABLE.sub(_filled(result), literal.value)


def _filled(result):
    known = {"this": result.focus, "value": result.value, **result.bindings}

    def filled(match):
        term = known.get(match[1])
        return match[0] if term is None else getattr(term, "value", str(term))

    return filled
