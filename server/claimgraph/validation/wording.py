"""A result becomes a finding: its messages by language, their variables filled in."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from itertools import islice

from pyoxigraph import Literal, NamedNode

from claimgraph.findings import Finding
from claimgraph.namespaces import shorten
from claimgraph.shacl import Result
from claimgraph.shacl.exact import XSD, meant
from claimgraph.shacl.graph import Graph, Node, Term
from claimgraph.shacl.vocabulary import FIRST, SHACL, sh

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_PARAMETER = re.compile(r"\{(\w+?)_?\}")
_IRI = re.compile(r"<([^>]*)>")
_LANGUAGES = ("en", "fr")
_MESSAGES = tomllib.loads(
    files("claimgraph.validation").joinpath("messages.toml").read_text("utf-8")
)
#: The datatypes of what needs no quotes.
_BARE = {XSD + kind for kind in ("boolean", "decimal", "double", "integer")}
#: How many members of a list a message names.
_SAMPLE = 8


def finding(result: Result, node: Term, shapes: Graph) -> Finding:
    """Say *result* as a finding about *node*, which has no place yet."""
    return Finding(
        severity=_severity(result.severity),
        constraint=name(result.constraint or result.shape),
        shape=name(result.shape),
        component=result.component.value,
        focus=str(result.focus),
        node=str(node),
        path=result.path,
        value="" if result.value is None else str(result.value),
        messages=tuple(_messages(result, shapes)),
        place=None,
    )


def name(node: Node) -> str:
    """The IRI of *node* without brackets, or its label."""
    return node.value if isinstance(node, NamedNode) else str(node)


def _severity(severity: NamedNode) -> str:
    known = severity.value.removeprefix(SHACL)
    return known if known in ("Violation", "Warning", "Info") else severity.value


def short(term: object) -> str:
    """
    Write *term* with the project's prefixes where one fits, a number as it is.

    >>> short(NamedNode("https://w3id.org/claimgraph/ns#holder"))
    'cg:holder'
    >>> short(Literal(42))
    '42'
    """
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if isinstance(term, Literal) and term.datatype.value in _BARE:
        return term.value
    return readable(str(term))


def _messages(result: Result, shapes: Graph) -> Iterator[tuple[str, str]]:
    """The shapes' own, or pySHACL's, or else ours."""
    own = list(_own(result, shapes))
    if own and not _VARIABLE.search("".join(text for _, text in own)):
        yield from sorted(own)
    elif result.messages:
        yield from sorted((m.language or "", m.value) for m in result.messages)
    elif own:
        yield from sorted(own)
    else:
        yield from ((each, _ours(result, shapes, each)) for each in _LANGUAGES)


def _own(result: Result, shapes: Graph) -> Iterator[tuple[str, str]]:
    said = result.bindings.get("message")
    templates = [said] if isinstance(said, Literal) else _templates(result, shapes)
    known = _known(result, _text)
    for template in templates:
        yield template.language or "", _filled(template.value, known)


def _templates(result: Result, shapes: Graph) -> list[Literal]:
    for speaker in result.speakers or (result.constraint or result.shape,):
        if found := shapes.literals(speaker, sh("message")):
            return found
    return []


def _text(term: object) -> str:
    """A value as a message of the shapes' own has it: literals without quotes."""
    return term.value if isinstance(term, Literal) else short(term)


def _known(result: Result, written: Callable[[object], str] = short) -> dict[str, str]:
    terms = {"this": result.focus, "value": result.value} | dict(result.bindings)
    known = {
        key: written(meant(term)) for key, term in terms.items() if term is not None
    }
    return {"path": readable(result.path), "PATH": readable(result.path)} | known


def _filled(template: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: known.get(match[1], match[0]), template)


def _ours(result: Result, shapes: Graph, language: str) -> str:
    component = result.component.value.removeprefix(SHACL)
    template = _MESSAGES.get(component, _MESSAGES["other"])[language]
    known = _known(result)
    told = {
        "node": known["this"],
        "value": known.get("value", known["this"]),
        "path": known["path"] or "itself",
        "shape": short(result.shape),
    }

    def value(match: re.Match[str]) -> str:
        return told.get(match[0][1:-1]) or _parameter(shapes, result.shape, match[1])

    return _PARAMETER.sub(value, template)


def _parameter(shapes: Graph, shape: Node, parameter: str) -> str:
    found = (_listed(shapes, each) for each in shapes.values(shape, sh(parameter)))
    return ", ".join(found) or f"sh:{parameter}"


def _listed(shapes: Graph, value: Term) -> str:
    if isinstance(value, Literal) or not shapes.has(value, FIRST):
        return short(meant(value))
    members = [
        short(meant(each)) for each in islice(shapes.members(value), _SAMPLE + 1)
    ]
    rest = ["..."] if len(members) > _SAMPLE else []
    return ", ".join([*members[:_SAMPLE], *rest])


def readable(path: str) -> str:
    """
    Write a *path* with the project's prefixes.

    >>> readable("<https://w3id.org/claimgraph/ns#holder>")
    'cg:holder'
    """
    return _IRI.sub(lambda match: _shortened(match[1]), path)


def _shortened(iri: str) -> str:
    short_ = shorten(iri)
    return f"<{iri}>" if short_ == iri else short_
