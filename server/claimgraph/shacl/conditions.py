"""What makes a value node violate a constraint, as a condition of SPARQL on ?value."""

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.shacl.exact import DATATYPES, WRITTEN, XSD, meant
from claimgraph.shacl.graph import Graph, Node, Term
from claimgraph.shacl.vocabulary import RDF, sh

_BOOLEAN = NamedNode(XSD + "boolean")
_INTEGER = NamedNode(XSD + "integer")
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


def datatype(wanted: NamedNode, *, kept: bool) -> Condition:
    """
    It has another datatype, or is ill-typed (section 4.1.2).

    Of what the engine has *kept* only the value is known: an integer is no byte if it
    is out of its bounds.
    """
    bounded = wanted.value.removeprefix(XSD) in DATATYPES["bounds"]
    found = _INTEGER if kept and bounded else wanted
    return (
        f"!isLiteral(?value) || DATATYPE(?value) NOT IN ({found}, {_written(found)})"
        f" || !({well_formed(wanted)})"
    )


def _written(datatype: NamedNode) -> NamedNode:
    return NamedNode(WRITTEN + datatype.value)


def meaning(variable: str) -> str:
    """The literal that *variable* meant, whatever it was written as."""
    name = f"STR(DATATYPE({variable}))"
    given = f"STRDT(STR({variable}), IRI(STRAFTER({name}, {Literal(WRITTEN)})))"
    return f"IF(STRSTARTS({name}, {Literal(WRITTEN)}), {given}, {variable})"


def well_formed(datatype: NamedNode) -> Condition:
    """The text of a literal is one of the *datatype*'s; true where it may be any."""
    name = datatype.value.removeprefix(XSD)
    if not datatype.value.startswith(XSD):
        return "true"
    if name in DATATYPES["cast"]["types"]:
        return f"isLiteral({datatype}(STR(?value)))"
    if name in DATATYPES["texts"]:
        return _matches(DATATYPES["texts"][name])
    if name in DATATYPES["bounds"]:
        integer = _matches(DATATYPES["texts"]["integer"])
        return f"{integer} && {_within(*DATATYPES['bounds'][name])}"
    return "true"


def _matches(text: str) -> Condition:
    return f"REGEX(STR(?value), {Literal('^(' + text + ')$')})"


def _within(low: str, high: str) -> Condition:
    number = f"<{XSD}decimal>(STR(?value))"  # which holds more than an integer here
    sides = [f"{number} >= {low}"] * bool(low) + [f"{number} <= {high}"] * bool(high)
    return " && ".join(sides)


def _node_kind(value: Term) -> Condition:
    """It is of another kind (section 4.1.3)."""
    if not isinstance(value, NamedNode) or value not in _KINDS:
        raise MalformedShapes(f"{value} is no node kind of SHACL.")
    return f"!{_KINDS[value]}"


def _compared(sign: str) -> Callable[[Term], Condition]:
    """It does not compare so, or not at all (sections 4.3.1 to 4.3.4)."""

    def condition(value: Term) -> Condition:
        limit = _literal(meant(value))
        if limit.datatype == _BOOLEAN:  # which SPARQL orders, and the engine does not
            same = f"DATATYPE(?value) IN ({_BOOLEAN}, {_written(_BOOLEAN)})"
            number = f"{_INTEGER}({_BOOLEAN}(STR(?value)))"
            return f"!({same} && {number} {sign} {_INTEGER}({limit}))"
        return f"!({plain('?value')} && {meaning('?value')} {sign} {limit})"

    return condition


def plain(variable: str) -> str:
    """It is a literal without a language: only those have an order in SPARQL."""
    return f'(isLiteral({variable}) && LANG({variable}) = "")'


def _length(sign: str) -> Callable[[Term], Condition]:
    """It is a blank node, or its text has another length (sections 4.4.1 and 4.4.2)."""
    return lambda value: (
        f"isBlank(?value) || !(STRLEN(STR(?value)) {sign} {_literal(meant(value))})"
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


def iri(value: Term) -> NamedNode:
    """The *value* as an IRI; raises MalformedShapes if it is none."""
    if not isinstance(value, NamedNode):
        raise MalformedShapes(f"{value} stands where an IRI is wanted.")
    return value


def _literal(value: Term) -> Literal:
    if not isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a literal is wanted.")
    return value


def node(value: Term) -> Node:
    """The *value* as what may be a shape; raises MalformedShapes if it is none."""
    if isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a shape is wanted.")
    return value
