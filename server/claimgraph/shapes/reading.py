"""Shapes are read from the graph (SHACL 1.0, 2)."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import SH, TYPE, Node, Term, bare, is_true, named, sh
from claimgraph.shapes import paths
from claimgraph.shapes.graph import Graph
from claimgraph.shapes.model import Asked, Choice, Property, Rule, Shape, Value

_PATH, _PROPERTY, _SPARQL = map(sh, ("path", "property", "sparql"))
_LEAST, _MOST = sh("minCount"), sh("maxCount")
_MESSAGE, _SEVERITY = sh("message"), sh("severity")
_PATTERN, _CLASS = sh("pattern"), sh("class")
_DEACTIVATED = sh("deactivated")
_EQUIVALENT, _ONE_OF = named("owl:equivalentClass"), named("owl:oneOf")
#: Parameters that say one thing of each value, each by its own name.
_PLAIN = (
    "class", "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive",
    "maxInclusive", "minLength", "maxLength", "pattern", "flags", "uniqueLang",
    "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue",
)  # fmt: skip
_LISTS = ("in", "languageIn")
_OPERATORS = ("and", "or", "xone")
_VIOLATION = "Violation"


def shape(graph: Graph, node: Node, seen: frozenset[Node] = frozenset()) -> Shape:
    """What the shape *node* asks; within itself, where *seen*, it is left out."""
    inside = seen | {node}
    own = [node] if graph.one(node, _PATH) else []
    below = [
        each
        for each in graph.nodes(node, _PROPERTY)
        if not own and each not in seen and is_active(graph, each)
    ]
    found = [_property(graph, each) for each in [*own, *below]]
    return Shape(
        iri=bare(node),
        severity=_severity(graph, node),
        message=graph.texts(node, _MESSAGE),
        properties=tuple(sorted(found, key=_order)),
        asked={} if own else _asked(graph, node),
        rules=tuple(_rule(graph, each, node) for each in graph.nodes(node, _SPARQL)),
        choices=tuple(_choices(graph, node, inside)),
    )


def is_active(graph: Graph, node: Node) -> bool:
    """Whether the shape *node* asks anything at all (SHACL 1.0, 2.1.6)."""
    return not is_true(graph.one(node, _DEACTIVATED))


def _order(found: Property) -> tuple[bool, str, str]:
    return not found.mandatory, found.path.written, found.shape


def _severity(graph: Graph, node: Node) -> str:
    said = graph.one(node, _SEVERITY)
    local = said.value if isinstance(said, NamedNode) else _VIOLATION
    return local.removeprefix(SH)


def _property(graph: Graph, node: Node) -> Property:
    [path] = graph.nodes(node, _PATH)
    most = _number(graph.one(node, _MOST))
    return Property(
        shape=bare(node),
        path=paths.read(graph, path),
        least=_number(graph.one(node, _LEAST)) or 0,
        most=most,
        asked=_asked(graph, node),
        severity=_severity(graph, node),
        message=graph.texts(node, _MESSAGE),
    )


def _number(term: Term | None) -> int | None:
    return int(term.value) if isinstance(term, Literal) else None


def _rule(graph: Graph, node: Node, shape: Node) -> Rule:
    message = graph.texts(node, _MESSAGE) or graph.texts(shape, _MESSAGE)
    return Rule(bare(node), _severity(graph, shape), message)


def _choices(graph: Graph, node: Node, seen: frozenset[Node]) -> Iterator[Choice]:
    for operator in _OPERATORS:
        for head in graph.nodes(node, sh(operator)):
            members = [m for m in graph.items(head) if m not in seen]
            yield Choice(operator, tuple(_shapes(graph, members, seen)))
    for operator in ("not", "node"):
        members = [m for m in graph.values(node, sh(operator)) if m not in seen]
        yield from (Choice(operator, (each,)) for each in _shapes(graph, members, seen))


def _shapes(
    graph: Graph, members: list[Term], seen: frozenset[Node]
) -> Iterator[Shape]:
    for each in members:
        if not isinstance(each, Literal):
            yield shape(graph, each, seen)


def _asked(graph: Graph, node: Node) -> Asked:
    """What is asked of each value, by the names of the constraints' parameters."""
    asked: dict[str, tuple[Value, ...]] = {}
    for name in _PLAIN:
        asked[name] = tuple(map(graph.value, graph.values(node, sh(name))))
    for name in _LISTS:
        heads = graph.nodes(node, sh(name))
        asked[name] = tuple(graph.value(i) for head in heads for i in graph.items(head))
    asked["in"] = asked["in"] or tuple(map(graph.value, _members(graph, node)))
    return {name: values for name, values in asked.items() if values}


def _members(graph: Graph, node: Node) -> list[Term]:
    """
    What there is to choose from, where a shape names a class of known members.

    They are those that a closed list of the class has, or the concepts whose names fit
    the pattern that the shape gives beside ``skos:Concept``.
    """
    for kind in graph.nodes(node, _CLASS):
        for same in graph.nodes(kind, _EQUIVALENT):
            for head in graph.nodes(same, _ONE_OF):
                return list(graph.items(head))
        pattern = graph.one(node, _PATTERN)
        if kind == named("skos:Concept") and isinstance(pattern, Literal):
            known = graph.subjects(TYPE, kind)
            return [each for each in known if re.search(pattern.value, bare(each))]
    return []
