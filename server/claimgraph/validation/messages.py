"""A result becomes a finding: its messages by language, their variables filled in."""

import re
from collections.abc import Iterator, Mapping

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph.namespaces import shorten
from claimgraph.validation.report import Finding

_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def finding(answer: Graph, result: Node, node: Node, shapes: Graph) -> Finding:
    """Say one *result* of *answer* as a finding about *node*."""
    shape = answer.value(result, SH.sourceShape)
    source = answer.value(result, SH.sourceConstraint) or shape
    path = answer.value(result, SH.resultPath)
    value = answer.value(result, SH.value)
    return Finding(
        severity=_name(answer.value(result, SH.resultSeverity)),
        constraint=str(source),
        node=short(node),
        shape=str(shape),
        component=_name(answer.value(result, SH.sourceConstraintComponent)),
        path=short(path) if isinstance(path, URIRef) else "",
        value="" if value is None or value == node else short(value),
        messages=tuple(sorted(_filled(answer, result, shapes, source).items())),
    )


def short(term: object) -> str:
    """
    Write *term* with the project's prefixes where one fits.

    >>> short(URIRef("https://w3id.org/claimgraph/ns#holder"))
    'cg:holder'
    """
    return term.n3() if isinstance(term, Literal) else shorten(str(term))


def _name(term: Node | None) -> str:
    return str(term).rsplit("#", 1)[-1]


def _filled(
    answer: Graph, result: Node, shapes: Graph, source: Node | None
) -> dict[str, str]:
    """
    The messages of *source* by language, filled in.

    pySHACL fills those of constraints in SPARQL but drops their languages: what stands
    in its text for each variable is read back by matching it with the template.
    """
    said = [str(text) for text in answer.objects(result, SH.resultMessage)]
    known = {
        "this": answer.value(result, SH.focusNode),
        "value": answer.value(result, SH.value),
    }
    return {
        str(template.language or ""): _fill(template, known, said)
        for template in _templates(shapes, source)
    }


def _templates(shapes: Graph, source: Node | None) -> Iterator[Literal]:
    for text in shapes.objects(source, SH.message):
        if isinstance(text, Literal):
            yield text


def _fill(template: str, known: Mapping[str, Node | None], said: list[str]) -> str:
    matches = (re.fullmatch(_pattern(template), text, re.DOTALL) for text in said)
    found = next((match.groupdict() for match in matches if match), {})
    values = {name: value for name, value in known.items() if value is not None} | found

    def value(variable: re.Match[str]) -> str:
        return short(values.get(variable[1], variable[0]))

    return _VARIABLE.sub(value, template)


def _pattern(template: str) -> str:
    """
    A regular expression for *template* with anything for its variables.

    >>> re.fullmatch(_pattern("{?a} is {?b}."), "x is y.").groupdict()
    {'a': 'x', 'b': 'y'}
    """
    parts, seen = _VARIABLE.split(template), set[str]()
    pattern = re.escape(parts[0])
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
        pattern += re.escape(after)
        seen.add(name)
    return pattern
