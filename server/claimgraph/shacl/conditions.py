"""What makes a value node violate a constraint, as a condition of SPARQL on ?value."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.shacl.graph import Graph, Node, Term
from claimgraph.shacl.vocabulary import RDF, sh

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATATYPES = tomllib.loads(
    files("claimgraph.shacl").joinpath("datatypes.toml").read_text(encoding="utf-8")
)
_KINDS = {
    sh("IRI"): "isIRI(?value)",
    sh("BlankNode"): "isBlank(?value)",
    sh("Literal"): "isLiteral(?value)",
    sh("BlankNodeOrIRI"): "(isBlank(?value) || isIRI(?value))",
    sh("BlankNodeOrLiteral"): "(isBlank(?value) || isLiteral(?value))",
    sh("IRIOrLiteral"): "(isIRI(?value) || isLiteral(?value))",
}
Condition = str


def instance(classes: Iterable[NamedNode]) -> Condition:
    """It is an instance of none of *classes* (section 4.1.1)."""
    names = ", ".join(map(str, classes))
    return f"NOT EXISTS {{ ?value <{RDF}type> ?class . FILTER(?class IN ({names})) }}"


def _datatype(value: Term) -> Condition:
    """It has another datatype, or is ill-typed (section 4.1.2)."""
    datatype = _iri(value)
    return (
        f"!isLiteral(?value) || DATATYPE(?value) != {datatype}"
        f" || !({well_formed(datatype)})"
    )


def well_formed(datatype: NamedNode) -> Condition:
    """The text of a literal is one of the *datatype*'s; true where it may be any."""
    name = datatype.value.removeprefix(_XSD)
    if not datatype.value.startswith(_XSD):
        return "true"
    if name in _DATATYPES["cast"]["types"]:
        return f"isLiteral({datatype}(STR(?value)))"
    return _within(*_DATATYPES["bounds"].get(name, ("", "")))


def _within(low: str, high: str) -> Condition:
    number = f"<{_XSD}integer>(STR(?value))"
    sides = [f"{number} >= {low}"] * bool(low) + [f"{number} <= {high}"] * bool(high)
    return " && ".join(sides) or "true"


def _node_kind(value: Term) -> Condition:
    """It is of another kind (section 4.1.3)."""
    if not isinstance(value, NamedNode) or value not in _KINDS:
        raise MalformedShapes(f"{value} is no node kind of SHACL.")
    return f"!{_KINDS[value]}"


def _compared(sign: str) -> Callable[[Term], Condition]:
    """It does not compare so, or not at all (sections 4.3.1 to 4.3.4)."""
    return lambda value: f"!(?value {sign} {_literal(value)})"


def _length(sign: str) -> Callable[[Term], Condition]:
    """It is a blank node, or its text has another length (sections 4.4.1 and 4.4.2)."""
    return lambda value: (
        f"isBlank(?value) || !(STRLEN(STR(?value)) {sign} {_literal(value)})"
    )


def _member(graph: Graph) -> Callable[[Term], Condition]:
    """It is no member of the list (section 4.8.3)."""

    def condition(value: Term) -> Condition:
        same = [f"sameTerm(?value, {m})" for m in nameable(graph.members(value))]
        return f"!({' || '.join(same) or 'false'})"

    return condition


def _languages(graph: Graph) -> Callable[[Term], Condition]:
    """Its language is in none of these ranges (section 4.4.4)."""

    def condition(value: Term) -> Condition:
        ranges = [
            f'(LANG(?value) != "" && langMatches(LANG(?value), {_literal(member)}))'
            for member in graph.members(value)
        ]
        return f"!isLiteral(?value) || !({' || '.join(ranges) or 'false'})"

    return condition


def pattern(value: Term, flags: Sequence[Term]) -> Condition:
    """It is a blank node, or its text does not match (section 4.4.3)."""
    rest = "".join(f", {_literal(flag)}" for flag in flags)
    return f"isBlank(?value) || !REGEX(STR(?value), {_literal(value)}{rest})"


def conditions(graph: Graph) -> dict[str, Callable[[Term], Condition]]:
    """By parameter: from its value to what violates."""
    return {
        "datatype": _datatype,
        "nodeKind": _node_kind,
        "minExclusive": _compared(">"),
        "minInclusive": _compared(">="),
        "maxExclusive": _compared("<"),
        "maxInclusive": _compared("<="),
        "minLength": _length(">="),
        "maxLength": _length("<="),
        "languageIn": _languages(graph),
        "in": _member(graph),
    }


def nameable(terms: Iterable[Term]) -> list[NamedNode | Literal]:
    """The terms that a query can name: no blank node of another graph is the same."""
    return [term for term in terms if not isinstance(term, BlankNode)]


def iris(terms: Iterable[Term]) -> list[NamedNode]:
    """Those of *terms* that are IRIs."""
    return [term for term in terms if isinstance(term, NamedNode)]



def _iri(value: Term) -> NamedNode:
    if not isinstance(value, NamedNode):
        raise MalformedShapes(f"{value} stands where an IRI is wanted.")
    return value


def _literal(value: Term) -> Literal:
    if not isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a literal is wanted.")
    return value


def node(value: Term) -> Node:
    """The *value* as a node that may be a shape; raises MalformedShapes if it is none."""
    if isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a shape is wanted.")
    return value
