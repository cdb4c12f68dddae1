"""Shapes are read from a graph, with every constraint compiled (SHACL, section 2.1)."""

from collections.abc import Callable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Store

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import CLASSES, SHAPES, TYPE, Node, Term, is_true, sh
from claimgraph.shacl import components, conditions, counting, nesting, paths, prefixes
from claimgraph.shacl.checks import (
    Check,
    ClassCheck,
    DatatypeCheck,
    FocusCheck,
    MemberCheck,
    QualifiedCheck,
    QueryCheck,
    Shape,
    ShapeCheck,
    Target,
    ValueCheck,
    component_of,
)
from claimgraph.shacl.graph import Graph
from claimgraph.shacl.paths import Path

_MANY_MEMBERS = 100
TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
#: What a shape may say once only (section 4, and the shapes of appendix C).
_ONCE = (
    "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive",
    "maxExclusive", "maxInclusive", "minLength", "maxLength", "languageIn",
    "uniqueLang", "in", "closed", "ignoredProperties", "flags", "path", "severity",
    "deactivated", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
)  # fmt: skip
_LISTS = ("and", "or", "xone")
_SINGLE = ("node", "property", "not")
_COUNTING: dict[str, Callable[[Path, Term], list[FocusCheck]]] = {
    "minCount": counting.least,
    "maxCount": counting.most,
    "uniqueLang": counting.unique_languages,
    "lessThan": lambda path, value: counting.less(path, value, "<"),
    "lessThanOrEquals": lambda path, value: counting.less(path, value, "<="),
}
_COMPARING = {
    "equals": counting.equal,
    "disjoint": counting.disjoint,
    "hasValue": counting.has,
}


class Shapes(Mapping[Node, Shape]):
    """
    The shapes of a graph, each read when it is first wanted.

    Raises MalformedShapes for what SHACL gives no meaning, RecursiveShapes for a shape
    that refers to itself.
    """

    def __init__(self, store: Store) -> None:
        self.graph = Graph(store)
        self._known: dict[Node, Shape] = {}
        self._conditions = conditions.conditions(self.graph)
        self._components = components.declared(self.graph)
        read = map(self.__getitem__, self._with_targets())
        self.targeted = [shape for shape in read if shape.targets]

    def __getitem__(self, node: Node) -> Shape:
        if node not in self._known:
            self._known[node] = self._read(node)
        return self._known[node]

    def __iter__(self) -> Iterator[Node]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def _with_targets(self) -> list[Node]:
        found = {n for name in TARGETS for n in self.graph.subjects(sh(name))}
        return sorted(found | set(self._implicit()), key=str)

    def _implicit(self) -> Iterator[Node]:
        """The shapes that are classes as well (section 2.1.3.3)."""
        for node in self.graph.subjects(TYPE):
            if isinstance(node, NamedNode) and self._is_implicit(node):
                yield node

    def _is_implicit(self, node: Node) -> bool:
        return self.is_shape(node) and bool(self.graph.kinds(node) & set(CLASSES))

    def is_shape(self, node: Node) -> bool:
        """Whether *node* is declared a shape, or of a class below those of shapes."""
        return bool(self.graph.kinds(node) & set(SHAPES))

    def _read(self, node: Node) -> Shape:
        self._refuse_repeated(node)
        path = self._path(node)
        active = not any(map(is_true, self._get(node, "deactivated")))
        return Shape(
            node,
            path,
            self._severity(node),
            active,
            tuple(self._targets(node)),
            tuple(self._checks(node, path)) if active else (),
        )

    def _refuse_repeated(self, node: Node) -> None:
        for name in _ONCE:
            if len(self._get(node, name)) > 1:
                raise MalformedShapes(f"{node} has several values of sh:{name}.")

    def _get(self, node: Node, name: str) -> list[Term]:
        return self.graph.values(node, sh(name))

    def _path(self, node: Node) -> Path | None:
        found = [paths.read(self.graph, value) for value in self._get(node, "path")]
        return found[0] if found else None

    def _severity(self, node: Node) -> NamedNode:
        found = [v for v in self._get(node, "severity") if isinstance(v, NamedNode)]
        return found[0] if found else sh("Violation")

    def _targets(self, node: Node) -> Iterator[Target]:
        for name in TARGETS:
            for value in self._get(node, name):
                allowed = NamedNode | Literal if name == "targetNode" else NamedNode
                if isinstance(value, allowed):
                    yield Target(name, value)
        if isinstance(node, NamedNode) and self._is_implicit(node):
            yield Target("targetClass", node)

    def _checks(self, node: Node, path: Path | None) -> Iterator[Check]:
        yield from self._of_values(node)
        yield from self._of_sets(node, path)
        yield from self._of_shapes(node)
        yield from self._qualified(node)
        yield from self._queries(node)
        for component in self._components:
            yield from component.checks(self.graph, node, is_node_shape=path is None)

    def _of_values(self, node: Node) -> Iterator[Check]:
        for value in self._get(node, "class"):
            if isinstance(value, NamedNode):
                yield ClassCheck(component_of("class"), value)
        for value in self._get(node, "datatype"):
            yield DatatypeCheck(component_of("datatype"), conditions.iri(value))
        for value in self._get(node, "pattern"):
            condition = conditions.pattern(value, self._get(node, "flags"))
            yield ValueCheck(component_of("pattern"), condition)
        for head in self._get(node, "in"):
            yield _among(self.graph.members(head))
        for name, condition_of in self._conditions.items():
            for value in self._get(node, name):
                yield ValueCheck(component_of(name), condition_of(value))

    def _of_sets(self, node: Node, path: Path | None) -> Iterator[Check]:
        for name, made in _COUNTING.items():
            for value in self._get(node, name):
                if path is None:
                    raise MalformedShapes(f"{node} has sh:{name}, but no sh:path.")
                yield from made(path, value)
        for name, compared in _COMPARING.items():
            for value in self._get(node, name):
                yield from compared(path, value)
        if any(map(is_true, self._get(node, "closed"))):
            yield from counting.closed(path, self._allowed(node))

    def _allowed(self, node: Node) -> list[Term]:
        """The predicates that a closed shape allows."""
        ignored = [
            member
            for head in self._get(node, "ignoredProperties")
            for member in self.graph.members(head)
        ]
        named = [
            path
            for part in self.graph.nodes(node, sh("property"))
            for path in self._get(part, "path")
        ]
        return [*ignored, *conditions.iris(named)]

    def _of_shapes(self, node: Node) -> Iterator[Check]:
        for name in _SINGLE:
            for value in self._get(node, name):
                yield ShapeCheck(name, (conditions.node(value),))
        for name in _LISTS:
            for head in self._get(node, name):
                members = map(conditions.node, self.graph.members(head))
                yield ShapeCheck(name, tuple(members))

    def _qualified(self, node: Node) -> Iterator[Check]:
        least = [conditions.integer(v) for v in self._get(node, "qualifiedMinCount")]
        most = [conditions.integer(v) for v in self._get(node, "qualifiedMaxCount")]
        for value in self._get(node, "qualifiedValueShape"):
            shape = conditions.node(value)
            siblings = self._siblings(node, shape)
            yield QualifiedCheck(
                shape, max(least, default=None), min(most, default=None), siblings
            )

    def _siblings(self, node: Node, shape: Node) -> frozenset[Node]:
        """The qualified shapes beside this one, if they are disjoint (4.7.3)."""
        flags = self._get(node, "qualifiedValueShapesDisjoint")
        if not any(map(is_true, flags)):
            return frozenset()
        return frozenset(
            sibling
            for parent in self.graph.subjects(sh("property"), node)
            for beside in self.graph.nodes(parent, sh("property"))
            for sibling in self.graph.nodes(beside, sh("qualifiedValueShape"))
        ) - {shape}

    def _queries(self, node: Node) -> Iterator[Check]:
        for constraint in self.graph.nodes(node, sh("sparql")):
            if any(map(is_true, self._get(constraint, "deactivated"))):
                continue
            query = prefixes.query(self.graph, constraint, "select")
            if query:
                component = sh("SPARQLConstraintComponent")
                yield QueryCheck(component, query, (constraint, node), constraint)

    def referred(self, shape: Shape) -> list[Node]:
        """The shapes that *shape* refers to."""
        return [node for check in shape.checks for node in self.of_check(check)]

    def of_check(self, check: Check) -> list[Node]:
        """The shapes that *check* refers to."""
        if isinstance(check, ShapeCheck):
            return list(check.shapes)
        if isinstance(check, QualifiedCheck):
            return [check.shape, *sorted(check.siblings, key=str)]
        return []

    def refuse_recursion(self) -> None:
        """
        Raise RecursiveShapes if a shape refers to itself, however far round.

        Raises MalformedShapes for those that are nested too deep.
        """
        nesting.refuse(self.referred_by, [shape.node for shape in self.targeted])

    def referred_by(self, node: Node) -> list[Node]:
        """The shapes that the shape at *node* refers to."""
        return self.referred(self[node])


def _among(members: list[Term]) -> Check:
    component = component_of("in")
    if len(members) > _MANY_MEMBERS:
        return MemberCheck(component, frozenset(conditions.nameable(members)))
    return ValueCheck(component, conditions.member(members))
