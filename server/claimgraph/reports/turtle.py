"""A report as the graph that SHACL has for it (SHACL 1.0, 3.6)."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from claimgraph.findings import SEVERITIES, Failure, Finding, Report
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.reports.manner import Manner
from claimgraph.reports.paths import NotAPath, as_shacl
from claimgraph.reports.visible import encodable, one_line
from claimgraph.reports.wording import words

_SH = PREFIXES["sh"]
#: What stands before the codes of failures as constraint components: what lists them.
_FAILURE = f"{BASE}validate#"


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """
    Write the ``sh:ValidationReport``, each finding a result, and nothing else.

    Each failure is a result as well: who reads reports of SHACL asks whether data
    conform, and would take a report without results for a pass.
    What was checked stands above it in comments. Blank nodes keep their labels; a path
    that is none is left out; anything else that is no term becomes a literal.
    """
    for line in _comments(report, manner):
        out.write(f"# {line}\n")
    out.write(f"PREFIX sh: <{_SH}>\n\n[] a sh:ValidationReport")
    out.write(f" ;\n    sh:conforms {str(report.conforms).lower()}")
    failed = map(_failed, report.failures)
    found = map(_properties, report.findings)
    for number, properties in enumerate(chain(failed, found)):
        out.write(" ,\n    [" if number else " ;\n    sh:result [")
        out.write(_result(properties))
        out.write("    ]")
    out.write(" .\n")


def _comments(report: Report, manner: Manner) -> Iterator[str]:
    own = words("en")
    for role, inputs in (("Data", report.data), ("Shapes", report.shapes)):
        for each in inputs:
            yield one_line(f"{role}: {each.name}, SHA-256 {each.digest}")
    for pairs in (report.versions, report.settings):
        yield from (one_line(f"{key}: {told}") for key, told in pairs.items() if told)
    if report.started:
        yield one_line(f"Started {report.started}, took {report.seconds:.2f} s.")
    yield from (one_line(f"Failure: {_at(each)}") for each in report.failures)
    yield from (one_line(f"Note: {note}") for note in report.notes)
    yield own.summary(report)
    yield manner.verdict(report, "en")


def _at(failure: Failure) -> str:
    return ": ".join(map(str, filter(None, (failure.place, failure.sentence))))


def _result(properties: Iterable[tuple[str, str]]) -> str:
    lines = [f"        {name} {value} ;\n" for name, value in properties]
    return "\n        a sh:ValidationResult ;\n" + "".join(lines)


def _failed(failure: Failure) -> Iterator[tuple[str, str]]:
    """What is at fault stands as the focus node, or else the kind of failure does."""
    kind = _resource(_FAILURE + failure.code)
    yield "sh:focusNode", term(failure.node) if failure.node else kind
    yield "sh:resultSeverity", "sh:Violation"
    yield "sh:sourceConstraintComponent", kind
    yield "sh:resultMessage", _message("", failure.sentence)


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "sh:focusNode", term(finding.focus)
    path = _path(finding.path)
    if path:
        yield "sh:resultPath", path
    if finding.value:
        yield "sh:value", term(finding.value)
    yield "sh:resultSeverity", _severity(finding.severity)
    yield "sh:sourceConstraintComponent", _resource(finding.component)
    yield "sh:sourceShape", _resource(finding.shape)
    if finding.constraint != finding.shape:
        yield "sh:sourceConstraint", _resource(finding.constraint)
    for language, text in finding.messages:
        yield "sh:resultMessage", _message(language, text)


def term(text: str) -> str:
    r"""
    Write a term of N-Triples in Turtle, and any other text as a literal.

    >>> term('"a"@en'), term('<http://a/> . <http://b/>')
    ('"a"@en', '"<http://a/> . <http://b/>"')
    """
    text = encodable(text)
    try:
        (quad,) = parse(f"<x:s> <x:p> {text} .", RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        return str(Literal(text))
    return _safe(str(quad.object))


def _safe(literal: str) -> str:
    r"""
    Write what a reader of the file could not see by its escape.

    >>> _safe('"a\u202eb"')
    '"a\\U0000202Eb"'
    """
    if literal.isprintable() or not literal.startswith('"'):
        return literal
    return "".join(s if s.isprintable() else f"\\U{ord(s):08X}" for s in literal)


def _resource(name: str) -> str:
    """A name without brackets: an IRI of SHACL's own in short, or a blank node."""
    name = encodable(name)
    try:
        if name.startswith("_:"):
            return str(BlankNode(name[2:]))
        whole = str(NamedNode(name))
    except ValueError:
        return str(Literal(name))
    local = name.removeprefix(_SH)
    own = name.startswith(_SH) and local.isascii() and local.isalpha()
    return f"sh:{local}" if own else whole


def _severity(severity: str) -> str:
    known = severity.lower() in SEVERITIES
    return f"sh:{severity.capitalize()}" if known else _resource(severity)


def _path(path: str) -> str:
    try:
        return as_shacl(path) if path else ""
    except NotAPath:
        return ""


def _message(language: str, text: str) -> str:
    try:
        literal = Literal(encodable(text), language=language or None)
    except ValueError:
        literal = Literal(encodable(text))
    return _safe(str(literal))
