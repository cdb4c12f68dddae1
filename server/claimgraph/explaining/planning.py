"""How an answer is found: the algebra, with what each step matches and how long."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from time import perf_counter

from claimgraph.dataset import Dataset, Request
from claimgraph.errors.queries import EvaluationFailed, MalformedQuery
from claimgraph.explaining.asking import Asker
from claimgraph.explaining.cursor import Unreadable
from claimgraph.explaining.emptying import Wrap, within
from claimgraph.explaining.joining import connected
from claimgraph.explaining.reading import read
from claimgraph.explaining.results import Count, Undetermined, unread
from claimgraph.explaining.terms import Path, Pattern
from claimgraph.explaining.tree import (
    Bind,
    Clause,
    Element,
    Filter,
    Group,
    Select,
    Values,
)

#: Seconds after which nothing more is measured.
PATIENCE = 5.0
_LATE = f"nothing was measured after {PATIENCE:g} seconds"
#: A tree with more levels than this is not told: few readers of JSON bear it.
_DEEPEST = 100
_TOO_DEEP = f"its tree has more than {_DEEPEST} levels"
NOTE = (
    "Each count and time is that of evaluating the query up to there by itself. The "
    "engine tells no plan of its own, and may join in another order."
)


@dataclass(frozen=True)
class Node:
    """
    A node of the algebra (SPARQL 1.2, section 18.2), named as it is there.

    *alone* counts what the node's own part of the text matches by itself, *solutions*
    those that there are after it, and *milliseconds* is the time to find these; each
    is null where it was not measured. A node is applied to its *parts*.
    """

    operator: str
    text: str
    line: int
    column: int
    alone: Count | None
    solutions: Count | None
    milliseconds: float | None
    parts: tuple["Node", ...]


Step = tuple[Element, Node]


@dataclass(frozen=True)
class Plan:
    """
    How an answer is found.

    *steps* are the joins and conditions of the outermost group in their order, *tree*
    is the whole algebra, *note* says what the counts are.
    """

    steps: tuple[Node, ...]
    tree: Node | None
    note: str
    undetermined: tuple[Undetermined, ...] = ()


def plan(dataset: Dataset, request: Request) -> Plan:
    """
    Tell the algebra of *request*, what each part matches, and how long each step takes.

    The engine keeps its own plan to itself, so each step is measured by evaluating the
    query up to there. As JSON (`dataclasses.asdict`)::

        {"steps": [{"operator": "triple pattern", "text": "?e cg:perpetrator ?x",
                    "line": 2, "column": 3, "alone": {"number": 12, "exact": true},
                    "solutions": {"number": 12, "exact": true},
                    "milliseconds": 0.8, "parts": []}],
         "tree": {"operator": "Project", …, "parts": [{"operator": "BGP", …}]},
         "note": …, "undetermined": []}

    Raises what `Dataset.query` raises.
    """
    dataset.query(request)
    try:
        return _Planner(Asker(dataset, request, read(request.text))).plan()
    except (Unreadable, RecursionError, EvaluationFailed, MalformedQuery) as error:
        return Plan((), None, NOTE, (unread(error),))


class _Planner:
    """Measures one query and builds its tree."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._until = perf_counter() + PATIENCE

    def plan(self) -> Plan:
        """The plan of the whole query."""
        select = self._asker.query.select
        if select.where is None:
            return Plan((), None, NOTE)
        measured = [*self._steps(select.where, _as_it_is)]
        steps = tuple(replace(node, parts=()) for _, node in measured)
        tree = self._of_select(select, _folded(measured))
        if _depth(tree) > _DEEPEST:
            return Plan(steps, None, NOTE, (self._not_told(_TOO_DEEP),))
        late = perf_counter() > self._until
        return Plan(steps, tree, NOTE, (self._not_told(_LATE),) if late else ())

    def _not_told(self, reason: str) -> Undetermined:
        select = self._asker.query.select
        return self._asker.undetermined(select.form, select.start, reason)

    def _steps(self, group: Group, wrap: Wrap) -> Iterator[Step]:
        """The steps of *group* in their order, its conditions last."""
        body = ""
        for element in [*connected(group.steps), *group.filters]:
            body = f"{body} {self._asker.fit(element)}"
            solutions, milliseconds = self._measured(wrap(body))
            node = self._node(_operator(element), element)
            yield (
                element,
                replace(
                    node,
                    alone=self._alone(element, wrap),
                    solutions=solutions,
                    milliseconds=milliseconds,
                    parts=tuple(self._below(element, wrap)),
                ),
            )

    def _below(self, element: Element, wrap: Wrap) -> Iterator[Node]:
        """The trees of what is nested in *element*."""
        if isinstance(element, Select) and element.where:
            inner = _folded([*self._steps(element.where, wrap)])
            yield self._of_select(element, inner)
        elif isinstance(element, Clause):
            inside = within(element, wrap)
            for group in element.groups:
                tree = _folded([*self._steps(group, inside)])
                yield tree or self._node("BGP", group)

    def _alone(self, element: Element, wrap: Wrap) -> Count | None:
        if isinstance(element, Filter | Bind):
            return None
        text = self._asker.fit(element)
        if isinstance(element, Clause) and element.kind in ("OPTIONAL", "MINUS"):
            text = self._asker.query.slice(element.groups[0])
        return self._measured(wrap(text))[0]

    def _measured(self, body: str) -> tuple[Count | None, float | None]:
        started = perf_counter()
        if started > self._until:
            return None, None
        found = self._asker.count(body)
        return found, round((perf_counter() - started) * 1000, 2)

    def _of_select(self, select: Select, tree: Node | None) -> Node:
        """The modifiers of *select* around the *tree* of its group."""
        whole = tree or self._node("BGP", select)
        for name, start, end in self._modifiers(select):
            text = self._asker.query.text[start:end]
            place = self._asker.place(start, text)
            whole = Node(
                name, place.text, place.line, place.column, None, None, None, (whole,)
            )
        return whole

    def _modifiers(self, select: Select) -> Iterator[tuple[str, int, int]]:
        """What is applied to the solutions of the group, in its order."""
        if select.values:
            yield "Join", select.values.start, select.values.end
        if select.aggregates:
            first = (select.keys or select.columns or select.having)[0]
            last = (select.keys or (first,))[-1]
            yield "Group", first.start, last.end
        for condition in select.having:
            yield "Filter", condition.start, condition.end
        for column in select.columns:
            if column.expression:
                yield "Extend", column.start, column.end
        if select.order:
            yield "OrderBy", *select.order
        if select.columns:
            yield "Project", select.columns[0].start, select.columns[-1].end
        if select.distinct:
            yield select.distinct.title(), select.start, select.start + len("SELECT")
        if select.slices:
            yield "Slice", select.slices[0].start, select.slices[-1].end

    def _node(self, name: str, piece: Element | Group) -> Node:
        query = self._asker.query
        text = query.slice(piece) if isinstance(piece, Group) else query.shown(piece)
        place = self._asker.place(piece.start, text)
        return Node(name, place.text, place.line, place.column, None, None, None, ())


def _depth(tree: Node) -> int:
    """How many levels *tree* has."""
    level, depth = [tree], 0
    while level:
        level, depth = [part for node in level for part in node.parts], depth + 1
    return depth


def _folded(steps: list[Step]) -> Node | None:
    """The tree of the steps: each joins what comes before it."""
    tree: Node | None = None
    for patterns, run in groupby(steps, lambda step: isinstance(step[0], Pattern)):
        nodes = [node for _, node in run]
        for node in [_basic(nodes)] if patterns else nodes:
            tree = _joined(tree, node)
    return tree


def _basic(nodes: list[Node]) -> Node:
    """The basic graph pattern of neighbouring patterns."""
    text = " . ".join(node.text for node in nodes)
    return replace(
        nodes[-1],
        operator="BGP",
        text=text,
        line=nodes[0].line,
        column=nodes[0].column,
        alone=nodes[0].alone if len(nodes) == 1 else None,
        parts=tuple(nodes),
    )


def _joined(tree: Node | None, node: Node) -> Node:
    """What comes before, and a step that is applied to it or joined with it."""
    if node.operator in _APPLIED:
        return replace(node, parts=(*([tree] if tree else []), *node.parts))
    if tree is None:
        return node
    right = replace(node, solutions=node.alone, milliseconds=None)
    return replace(node, operator="Join", alone=None, parts=(tree, right))


#: Operators whose left side is all that comes before them.
_APPLIED = ("LeftJoin", "Minus", "Extend", "Filter", "Lateral")
_OPERATORS = {
    "OPTIONAL": "LeftJoin", "MINUS": "Minus", "LATERAL": "Lateral", "UNION": "Union",
    "GRAPH": "Graph", "SERVICE": "Service", "GROUP": "Group pattern",
}  # fmt: skip


def _operator(element: Element) -> str:
    """What the algebra calls *element*."""
    if isinstance(element, Pattern):
        path = isinstance(element.predicate, Path)
        return "path pattern" if path else "triple pattern"
    if isinstance(element, Clause):
        return _OPERATORS[element.kind]
    names = {Filter: "Filter", Bind: "Extend", Values: "ToMultiset"}
    return names.get(type(element), "ToMultiset")


def _as_it_is(body: str) -> str:
    return body
