"""Constraint components that shapes declare in SPARQL (SHACL, section 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import Node, Term, is_true, sh
from claimgraph.shacl import prefixes
from claimgraph.shacl.checks import AskCheck, Check, QueryCheck
from claimgraph.shacl.graph import Graph

#: The variables that have their values otherwise (section 6.2.1).
_TAKEN = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})


@dataclass(frozen=True)
class _Parameter:
    """A property whose values are parameters (section 6.2.1)."""

    path: NamedNode
    optional: bool

    @property
    def name(self) -> str:
        """The local name of the property: the variable that stands for the value."""
        return re.split("[/#]", self.path.value)[-1]


@dataclass(frozen=True)
class Component:
    """A constraint component with its parameters."""

    node: NamedNode
    parameters: tuple[_Parameter, ...]

    def checks(
        self, graph: Graph, node: Node, *, is_node_shape: bool
    ) -> Iterator[Check]:
        """
        What the component asks of the shape *node*, if it is used there.

        Raises MalformedShapes where one of several parameters has several values.
        """
        values = {each: graph.values(node, each.path) for each in self.parameters}
        if any(not found for each, found in values.items() if not each.optional):
            return
        if len(values) > 1 and any(len(found) > 1 for found in values.values()):
            raise MalformedShapes(
                f"{node} has several values of a parameter of {self.node}: give one."
            )
        first, *others = values
        rest = [(each.name, values[each][0]) for each in others if values[each]]
        for value in values[first]:
            given = ((first.name, value), *rest)
            yield from self._checks(graph, node, given, is_node_shape)

    def _checks(
        self, graph: Graph, node: Node, given: tuple[tuple[str, Term], ...], plain: bool
    ) -> Iterator[Check]:
        validator = self._validator(graph, plain)
        if validator is None:
            return
        speakers = (validator, self.node, node)
        if select := prefixes.query(graph, validator, "select"):
            yield QueryCheck(self.node, select, speakers, parameters=given)
        if ask := prefixes.query(graph, validator, "ask"):
            yield AskCheck(self.node, ask, speakers, given)

    def _validator(self, graph: Graph, is_node_shape: bool) -> Node | None:
        """The one that suits (section 6.2.3)."""
        own = "nodeValidator" if is_node_shape else "propertyValidator"
        found = [
            v for name in (own, "validator") for v in graph.nodes(self.node, sh(name))
        ]
        return found[0] if found else None


def declared(graph: Graph) -> list[Component]:
    """
    The components that *graph* declares.

    Raises MalformedShapes for parameters that a component may not have.
    """
    return [
        _declared(graph, node)
        for node in graph.subjects(sh("parameter"))
        if isinstance(node, NamedNode)
        and sh("ConstraintComponent") in graph.kinds(node)
    ]


def _declared(graph: Graph, node: NamedNode) -> Component:
    found = tuple(_parameters(graph, node))
    if all(each.optional for each in found):
        raise MalformedShapes(f"{node} has no parameter that must be given: add one.")
    for name in _TAKEN.intersection(each.name for each in found):
        raise MalformedShapes(f"{node} has a parameter called {name}: rename it.")
    return Component(node, found)


def _parameters(graph: Graph, node: Node) -> Iterator[_Parameter]:
    """Those that must be given come first."""
    found = [
        _Parameter(path, any(map(is_true, optional)))
        for parameter in graph.nodes(node, sh("parameter"))
        for path in graph.nodes(parameter, sh("path"))
        for optional in [graph.literals(parameter, sh("optional"))]
        if isinstance(path, NamedNode)
    ]
    yield from sorted(found, key=lambda each: (each.optional, each.name))
