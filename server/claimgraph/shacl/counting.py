"""The constraints that are about all value nodes of a focus node at once."""

from pyoxigraph import BlankNode, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import Term, is_true, sh
from claimgraph.shacl import conditions
from claimgraph.shacl.checks import FOCUS, FocusCheck
from claimgraph.shacl.conditions import (
    integer,
    is_boolean,
    meaning,
    number,
    plain,
)
from claimgraph.shacl.paths import Path, Step


def values(path: Path | None) -> str:
    """A group that binds ?this to the focus nodes and ?value to their value nodes."""
    if path is None:
        return f"{FOCUS} BIND(?this AS ?value)"
    return f"{FOCUS} ?this {path} ?value ."


def least(path: Path, value: Term) -> list[FocusCheck]:
    """Fewer value nodes than *value* (section 4.2.1)."""
    count, component = integer(value), sh("MinCountConstraintComponent")
    if count < 1:
        return []
    if count == 1:
        body = f"{FOCUS} FILTER NOT EXISTS {{ ?this {path} ?any }}"
        return [FocusCheck(component, body)]
    body = f"{FOCUS} OPTIONAL {{ ?this {path} ?value }}"
    return [FocusCheck(component, body, tail=_grouped(f"< {count}"))]


def most(path: Path, value: Term) -> list[FocusCheck]:
    """More value nodes than *value* (section 4.2.2)."""
    count, component = integer(value), sh("MaxCountConstraintComponent")
    sign = _another(path) if count == 1 else ""
    return [FocusCheck(component, values(path), tail=_grouped(f"> {count}"), sign=sign)]


def _another(path: Path) -> str:
    """There is another value node, which by one step alone is soon told."""
    other = f"?this {path} ?other FILTER(!sameTerm(?other, ?value))"
    return f"EXISTS {{ {other} }}" if isinstance(path, Step) else ""


def _grouped(condition: str) -> str:
    return f"GROUP BY ?this HAVING (COUNT(DISTINCT ?value) {condition})"


def unique_languages(path: Path, value: Term) -> list[FocusCheck]:
    """Two value nodes in one language (section 4.4.5)."""
    if not is_true(value):
        return []
    body = f'{values(path)} FILTER(LANG(?value) != "")'
    tail = "GROUP BY ?this (LCASE(LANG(?value)) AS ?language)"
    having = "HAVING (COUNT(DISTINCT ?value) > 1)"
    component = sh("UniqueLangConstraintComponent")
    return [FocusCheck(component, body, "?this ?language", f"{tail} {having}")]


def equal(path: Path | None, value: Term) -> list[FocusCheck]:
    """What is a value node or an object of the property, but not both (4.5.1)."""
    other, component = _predicate(value), sh("EqualsConstraintComponent")
    only = f"{values(path)} FILTER NOT EXISTS {{ ?this {other} ?value }}"
    missing = "FILTER(!sameTerm(?this, ?value))"
    if path is not None:
        missing = f"FILTER NOT EXISTS {{ ?this {path} ?value }}"
    lacking = f"{FOCUS} ?this {other} ?value . {missing}"
    group = f"{{ {only} }} UNION {{ {lacking} }}"
    return [FocusCheck(component, group, "?this ?value", reads=(other,))]


def disjoint(path: Path | None, value: Term) -> list[FocusCheck]:
    """What is a value node and an object of the property (section 4.5.2)."""
    group = f"{values(path)} FILTER EXISTS {{ ?this {_predicate(value)} ?value }}"
    component, reads = sh("DisjointConstraintComponent"), (_predicate(value),)
    return [FocusCheck(component, group, "?this ?value", reads=reads)]


def less(path: Path, value: Term, sign: str) -> list[FocusCheck]:
    """Pairs that are not in this order (sections 4.5.3 and 4.5.4)."""
    pair = ("?value", "?other")
    both = " && ".join(map(plain, pair))
    ordered = f"{both} && {f' {sign} '.join(map(meaning, pair))}"
    truths = " && ".join([*map(is_boolean, pair), f" {sign} ".join(map(number, pair))])
    unless = f"FILTER(!COALESCE({ordered}, {truths}, false))"
    group = f"{values(path)} ?this {_predicate(value)} ?other . {unless}"
    name = "LessThan" if sign == "<" else "LessThanOrEquals"
    component = sh(f"{name}ConstraintComponent")
    reads = (_predicate(value),)
    return [FocusCheck(component, group, "?this ?value ?other", reads=reads)]


def has(path: Path | None, value: Term) -> list[FocusCheck]:
    """The value is no value node (section 4.8.2); no blank node of the shapes is."""
    missing = f"FILTER(!sameTerm(?this, {value}))"
    if path is not None:
        missing = f"FILTER NOT EXISTS {{ ?this {path} {value} }}"
    if isinstance(value, BlankNode):
        missing = ""
    return [FocusCheck(sh("HasValueConstraintComponent"), f"{FOCUS} {missing}")]


def closed(path: Path | None, allowed: list[Term]) -> list[FocusCheck]:
    """A triple of a value node whose predicate is not *allowed* (section 4.8.1)."""
    names = ", ".join(map(str, conditions.nameable(allowed)))
    nodes = values(path).replace("?value", "?node")
    others = f"FILTER(?path NOT IN ({names}))" if names else ""
    group = f"{nodes} ?node ?path ?value . {others}"
    component = sh("ClosedConstraintComponent")
    head = "?this ?node ?path ?value"
    return [FocusCheck(component, group, head, reads_all=True)]


def _predicate(value: Term) -> NamedNode:
    if not isinstance(value, NamedNode):
        raise MalformedShapes(f"{value} stands where a property is wanted.")
    return value
