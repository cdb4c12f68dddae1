"""The kinds of value that the table of SHACL's terms speaks of."""

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graphs import RDF, SH, XSD
from claimgraph.meaning import vocabulary
from claimgraph.meaning.graphs import Statement
from claimgraph.meaning.graphs import Term as Node

_INTEGER = re.compile(r"[+-]?\d+")
_BOOLEAN = frozenset({"true", "false", "1", "0"})
_TEXTS = (f"{XSD}string", f"{RDF}langString")


def _is_typed(node: Node, *datatypes: str) -> bool:
    return isinstance(node, Literal) and node.datatype.value in datatypes


def _is_integer(node: Node) -> bool:
    return _is_typed(node, f"{XSD}integer") and bool(_INTEGER.fullmatch(_lexical(node)))


def _is_boolean(node: Node) -> bool:
    return _is_typed(node, f"{XSD}boolean") and _lexical(node) in _BOOLEAN


def _lexical(node: Node) -> str:
    return node.value if isinstance(node, Literal) else ""


def _is_kind(node: Node, kind: str) -> bool:
    """Whether *node* is a term of SHACL of a *kind*."""
    name = node.value.removeprefix(SH) if isinstance(node, NamedNode) else ""
    term = vocabulary.terms().get(name)
    return term is not None and term.kind == kind


def _is_severity(node: Node) -> bool:
    """Any IRI will do (section 2.1.4), but no term of SHACL that is something else."""
    if not isinstance(node, NamedNode):
        return False
    return not node.value.startswith(SH) or _is_kind(node, "severity")


#: The kinds of value, and the ends of the names of the rules that ask for them.
KINDS: dict[str, tuple[str, Callable[[Node], bool]]] = {
    "iri": ("nodeKind", lambda node: isinstance(node, NamedNode)),
    "literal": ("nodeKind", lambda node: isinstance(node, Literal)),
    "iri-or-literal": ("nodeKind", lambda node: isinstance(node, (NamedNode, Literal))),
    "node": ("node", lambda node: isinstance(node, (NamedNode, BlankNode))),
    "shape": ("node", lambda node: isinstance(node, (NamedNode, BlankNode))),
    "integer": ("datatype", _is_integer),
    "boolean": ("datatype", _is_boolean),
    "string": ("datatype", lambda node: _is_typed(node, f"{XSD}string")),
    "pattern": ("datatype", lambda node: _is_typed(node, f"{XSD}string")),
    "text": ("datatype", lambda node: _is_typed(node, *_TEXTS)),
    "uri": ("datatype", lambda node: _is_typed(node, f"{XSD}anyURI")),
    "node-kind": ("in", lambda node: _is_kind(node, "node-kind")),
    "severity": ("nodeKind", _is_severity),
}


def is_misplaced(at: Statement) -> bool:
    """Whether the object of *at* is no value of the kind that its predicate takes."""
    term = vocabulary.terms().get(at.predicate.value.removeprefix(SH))
    if term is None or not term.heeded or term.values not in KINDS:
        return False
    return not KINDS[term.values][1](at.object)
