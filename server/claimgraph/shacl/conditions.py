"""What makes a value node violate a constraint, as a condition of SPARQL on ?value."""

import re
from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import XSD, Node, Term, sh
from claimgraph.shacl.exact import DATATYPES, WRITTEN, meant
from claimgraph.shacl.graph import Graph

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
_DIGITS = re.compile("[+-]?[0-9]+", re.ASCII)
#: More than anything here can be counted, and as many digits as that takes.
_MANY, _LONGEST = 10**15, 4000


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
        f" || !({_well_formed(wanted)})"
    )


def _written(datatype: NamedNode) -> NamedNode:
    return NamedNode(WRITTEN + datatype.value)


def meaning(variable: str) -> str:
    """The literal that *variable* meant, whatever it was written as."""
    name = f"STR(DATATYPE({variable}))"
    given = f"STRDT(STR({variable}), IRI(STRAFTER({name}, {Literal(WRITTEN)})))"
    return f"IF(STRSTARTS({name}, {Literal(WRITTEN)}), {given}, {variable})"


def _well_formed(datatype: NamedNode) -> Condition:
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
    """It is a number between; the engine's integers are too small for some bounds."""
    exact = f"<{XSD}decimal>(STR(?value))"  # or else far beyond all bounds
    value = f"COALESCE({exact}, <{XSD}double>(STR(?value)))"
    sides = [f"{value} >= {low}.0"] * bool(low) + [f"{value} <= {high}.0"] * bool(high)
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
        if limit.datatype == _BOOLEAN:
            ordered = f"{number('?value')} {sign} {number(str(limit))}"
            return f"!({is_boolean('?value')} && {ordered})"
        return f"!({plain('?value')} && {meaning('?value')} {sign} {limit})"

    return condition


def is_boolean(variable: str) -> str:
    """It is a boolean: those have an order in SPARQL, but not in the engine."""
    return f"DATATYPE({variable}) IN ({_BOOLEAN}, {_written(_BOOLEAN)})"


def number(boolean: str) -> str:
    """The *boolean* as a number, in whose order it stands."""
    return f"{_INTEGER}({_BOOLEAN}(STR({boolean})))"


def plain(variable: str) -> str:
    """It is a literal without a language: only those have an order in SPARQL."""
    return f'(isLiteral({variable}) && LANG({variable}) = "")'


def _length(sign: str) -> Callable[[Term], Condition]:
    """It is a blank node, or its text has another length (sections 4.4.1 and 4.4.2)."""
    return lambda value: (
        f"isBlank(?value) || !(STRLEN(STR(?value)) {sign} {integer(meant(value))})"
    )


def member(members: Iterable[Term]) -> Condition:
    """It is none of *members* (section 4.8.3)."""
    same = [f"sameTerm(?value, {each})" for each in nameable(members)]
    return f"!({' || '.join(same) or 'false'})"


def _languages(graph: Graph) -> Callable[[Term], Condition]:
    """Its language is in none of these ranges (section 4.4.4)."""

    def condition(value: Term) -> Condition:
        ranges = " ".join(str(_literal(each)) for each in graph.members(value))
        tagged = 'isLiteral(?value) && LANG(?value) != ""'
        fits = "FILTER(langMatches(LANG(?value), ?range))"
        return f"!({tagged} && EXISTS {{ VALUES ?range {{ {ranges} }} {fits} }})"

    return condition


def pattern(value: Term, flags: Sequence[Term]) -> Condition:
    """
    It is a blank node, or its text does not match (section 4.4.3).

    Raises MalformedShapes for what is no regular expression, or no flags of one.
    """
    rest = "".join(f", {_literal(flag)}" for flag in flags)
    matches = f"REGEX(STR(?value), {_literal(value)}{rest})"
    ok = f"{matches} IN (true, false)"
    if not Store().query(f'ASK {{ BIND("" AS ?value) FILTER(BOUND(?value) && {ok}) }}'):
        raise MalformedShapes(f"{value}{rest} is no regular expression with its flags.")
    return f"isBlank(?value) || !{matches}"


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


def integer(value: Term) -> int:
    """The *value* as a number; raises MalformedShapes if it is none."""
    if not isinstance(value, Literal) or not _DIGITS.fullmatch(value.value):
        raise MalformedShapes(f"{meant(value)} stands where an integer is wanted.")
    return max(-_MANY, min(int(value.value[:_LONGEST]), _MANY))


def _literal(value: Term) -> Literal:
    if not isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a literal is wanted.")
    return value


def node(value: Term) -> Node:
    """The *value* as what may be a shape; raises MalformedShapes if it is none."""
    if isinstance(value, Literal):
        raise MalformedShapes(f"{value} stands where a shape is wanted.")
    return value
