"""SHACL validation: what the shapes say of the data, and whether they said anything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph
from rdflib.term import Node

from claimgraph.validation import coverage, messages, reading
from claimgraph.validation.report import (
    SEVERITIES,
    Finding,
    Report,
    exit_status,
    text,
)

__all__ = ["SEVERITIES", "Finding", "Report", "check", "exit_status", "text"]


def check(
    paths: Sequence[Path] | None = None, shapes: Sequence[Path] | None = None
) -> Report:
    """
    Check the files at and below *paths*, or all that is shipped, against the shapes.

    The files are read together with the ontology and the reference data, and only what
    is found about their own nodes is reported. *shapes* replaces the shipped shapes.
    Raises MalformedFile for a file that does not parse, with line and column.
    """
    with reading.quietly():
        data = reading.data(paths)
        rules = reading.shapes(shapes)
        return _report(data, rules)


def _report(data: reading.Data, shapes: Graph) -> Report:
    met = coverage.met(data, shapes)
    failures = coverage.failures(data, shapes, met)
    results: list[Finding] = []
    if any(met.values()):
        try:
            results = sorted(_findings(data, shapes, met))
        except ReportableRuntimeError as error:
            failures.append(f"The shapes could not be applied: {error}")
    return Report(
        findings=tuple(results),
        focus_nodes={str(shape): len(nodes) for shape, nodes in met.items()},
        nodes=len(coverage.nodes(shapes, met)),
        constraints=coverage.constraints(shapes, met),
        failures=tuple(failures),
        notes=tuple(coverage.notes(data, met)),
    )


def _findings(
    data: reading.Data, shapes: Graph, met: coverage.Met
) -> Iterator[Finding]:
    rules = coverage.narrowed(shapes, met)
    _, answer, _ = pyshacl.validate(data.graph, shacl_graph=rules, inplace=True)
    if not isinstance(answer, Graph):
        raise answer
    for result in answer.objects(None, SH.result):
        node = _about(answer, result, shapes)
        if node in data.own:
            yield messages.finding(answer, result, node, shapes)


def _about(answer: Graph, result: Node, shapes: Graph) -> Node | None:
    """The node that *result* is about: the value, where one node stands for a set."""
    focus = answer.value(result, SH.focusNode)
    shape = answer.value(result, SH.sourceShape)
    if shape is not None and coverage.is_set_level(shapes, shape):
        return answer.value(result, SH.value) or focus
    return focus
