"""After a change, only what it can affect is validated again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from claimgraph.graphs import SUBCLASS_OF, Node, Term
from claimgraph.shacl import dependencies, prebinding, running, walking
from claimgraph.shacl.checks import AskCheck, QueryCheck, Shape
from claimgraph.shacl.data import Data
from claimgraph.shacl.dependencies import Reads, Unbounded
from claimgraph.shacl.evaluation import Evaluation
from claimgraph.shacl.focus import MEMBER, SCOPE, Focus, in_scope, marked
from claimgraph.shacl.reading import Shapes
from claimgraph.shacl.results import Result, Violation
from claimgraph.shacl.touched import Change, Touched

if TYPE_CHECKING:
    from claimgraph.shacl.patterns import Near  # which imports rdflib

_DEFAULT = DefaultGraph()
_Query = QueryCheck | AskCheck
Ends = Mapping[str, set[Term | Triple]]
#: A result with the targeted shape that found it.
Rooted = tuple[Node, Result]


@dataclass
class _State:
    """A shape with what it depends on and what it found last."""

    shape: Shape
    reads: frozenset[Reads] | None
    found: list[Violation] = field(default_factory=list)


@dataclass
class _QueryState:
    """The same of one query of a shape; by variable, what is reached from it."""

    shape: Shape
    check: _Query
    reads: Mapping[str, frozenset[Reads]] | None
    near: Mapping[str, Sequence["Near"]]
    found: list[Violation] = field(default_factory=list)


class Incremental:
    """
    The results of *shapes* for *data*, kept as the data changes.

    They are the same that `running.validate` gives for the data as they are, for
    queries without regard to how often a solution comes. Raises what that raises.
    """

    def __init__(self, data: Data, shapes: Shapes) -> None:
        shapes.refuse_recursion()
        self._data = data
        self._shapes = shapes
        self._foreign = [
            s for s in shapes.targeted if not running.is_compiled(shapes, s)
        ]
        own = [s for s in shapes.targeted if s not in self._foreign]
        self._states = [_State(s, _reads(shapes, s)) for s in own]
        self._queries = [
            _query_state(s, check)
            for s in own
            for check in s.checks
            if isinstance(check, _Query)
        ]
        self._by_reference: list[Rooted] = []
        self.validate()

    @property
    def results(self) -> list[Result]:
        """What is found in the data as they are."""
        return [result for _, result in self.rooted]

    @property
    def rooted(self) -> list[Rooted]:
        """The same, each with the targeted shape that found it."""
        every: list[_State | _QueryState] = [*self._states, *self._queries]
        own = [(s.shape.node, result) for s in every for _, result in s.found]
        return [*own, *self._by_reference]

    def tidy(self) -> None:
        """Copy the data without what was removed: in memory the engine keeps it."""
        store = Store()
        store.bulk_extend(self._data.store)
        self._data = Data(store, as_kept=self._data.as_kept)

    def validate(self) -> None:
        """Look at everything."""
        evaluation = Evaluation(self._data, self._shapes)
        for state in self._states:
            state.found = list(evaluation.plain(state.shape))
        for query in self._queries:
            query.found = list(evaluation.queried(query.shape, query.check))
        self._ask_reference()

    def _ask_reference(self) -> None:
        applied = running.by_reference(self._data, self._shapes, self._foreign)
        self._by_reference = [
            (each.shape.node, result) for each in applied for result in each.results
        ]

    def follow(self, change: Change) -> None:
        """Make *change* to the data, and look again at what it can affect."""
        self._make(change)
        if not change.triples:
            return
        if any(triple.predicate == SUBCLASS_OF for triple in change.triples):
            self.validate()
            return
        evaluation = Evaluation(self._data, self._shapes)
        touched = Touched(self._data.store, change)
        for state in self._states:
            self._look(evaluation, touched, state)
        for query in self._queries:
            self._ask(evaluation, touched, query)
        self._ask_reference()

    def _make(self, change: Change) -> None:
        for triple in change.removed:
            self._data.store.remove(_quad(triple))
        self._data.store.extend(map(_quad, change.added))

    def _look(self, evaluation: Evaluation, touched: Touched, state: _State) -> None:
        if state.reads is None:
            state.found = list(evaluation.plain(state.shape))
            return
        nodes = touched.nodes(state.reads)
        if nodes:
            kept = [each for each in state.found if each[0] not in nodes]
            state.found = [*kept, *self._looked(evaluation, state.shape, nodes)]

    def _looked(
        self, evaluation: Evaluation, shape: Shape, nodes: Iterable[Term]
    ) -> list[Violation]:
        """What is found for those of *nodes* that are targets of *shape*."""
        self._in_scope(nodes)
        targets = evaluation.nodes(evaluation.focus(shape, scoped=True))
        self._in_scope(targets)
        found = evaluation.plain(shape, Focus(in_scope("this"))) if targets else ()
        return list(found)

    def _ask(
        self, evaluation: Evaluation, touched: Touched, state: _QueryState
    ) -> None:
        if state.reads is None:
            state.found = list(evaluation.queried(state.shape, state.check))
            return
        runs = {v: touched.nodes(reads) for v, reads in state.reads.items()}
        if not any(runs.values()):
            return
        found = [self._asked(evaluation, state, v, n) for v, n in runs.items() if n]
        state.found = _merged([*found, self._still(evaluation, state)])

    def _still(self, evaluation: Evaluation, state: _QueryState) -> list[Violation]:
        """Those that were found before, if they still are."""
        rows = [result.bindings for _, result in state.found]
        by_value = "value" in (state.reads or ()) and all("value" in r for r in rows)
        variable = "value" if by_value else "this"
        before = {row[variable] for row in rows}
        return self._asked(evaluation, state, variable, before) if before else []

    def _asked(
        self,
        evaluation: Evaluation,
        state: _QueryState,
        variable: str,
        nodes: Iterable[Term],
    ) -> list[Violation]:
        near = state.near.get(variable, ())
        nodes = [each for each in nodes if all(self._has(each, n) for n in near)]
        if not nodes:
            return []
        self._in_scope(nodes)
        beside = _telling(self._ends(near, nodes))
        for name, ends in beside.items():
            self._mark(marked(name), ends)
        return list(evaluation.queried(state.shape, state.check, variable, beside))

    def _ends(self, near: Iterable["Near"], nodes: Iterable[Term]) -> Ends:
        """By variable, what is near to *nodes*."""
        return {
            each.variable: {end for node in nodes for end in self._along(each, node)}
            for each in near
            if each.variable
        }

    def _along(self, near: "Near", node: Term) -> Iterator[Term | Triple]:
        return walking.along(self._data.store, near.step, node)

    def _has(self, node: Term, near: "Near") -> bool:
        """Whether a step that must be there is there at *node*."""
        ends = self._along(near, node)
        return near.end in ends if near.end else next(ends, None) is not None

    def _in_scope(self, nodes: Iterable[Term]) -> None:
        """Mark *nodes*, and no others."""
        self._data.store.remove_graph(SCOPE)
        self._mark(MEMBER, nodes)

    def _mark(self, member: NamedNode, nodes: Iterable[Term | Triple]) -> None:
        self._data.store.extend(Quad(SCOPE, member, node, SCOPE) for node in nodes)


def _telling(ends: Ends) -> Ends:
    """
    Of what is near, the variables whose values are to be marked.

    A triple term cannot be. A literal, such as a number, is at many nodes: it is left
    out if there is another.
    """
    marks = {v: e for v, e in ends.items() if not any(isinstance(t, Triple) for t in e)}
    nodes = {
        v: e for v, e in marks.items() if not any(isinstance(t, Literal) for t in e)
    }
    return nodes or marks


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, _DEFAULT)


def _reads(shapes: Shapes, shape: Shape) -> frozenset[Reads] | None:
    try:
        return frozenset(dependencies.of_shape(shapes, shape))
    except Unbounded:
        return None


def _query_state(shape: Shape, check: _Query) -> _QueryState:
    from claimgraph.shacl import patterns  # imports rdflib, which takes a while

    reads = _reads_of_query(shape, check)
    near: dict[str, list[Near]] = {}
    if reads is not None and isinstance(check, QueryCheck):
        query = prebinding.named(check, shape)
        near = {v: patterns.near(query, v) for v in reads if v != "this"}
    return _QueryState(shape, check, reads, near)


def _reads_of_query(
    shape: Shape, check: _Query
) -> Mapping[str, frozenset[Reads]] | None:
    """By variable, what the query depends on; None if that cannot be told."""
    from claimgraph.shacl import patterns  # imports rdflib, which takes a while

    if isinstance(check, AskCheck):
        return None
    try:
        found = patterns.of_query(prebinding.named(check, shape))
    except Unbounded:
        return None
    targets = frozenset(dependencies.of_targets(shape))
    reads: dict[str, set[Reads]] = {"this": set(targets)}
    for each in found:
        reads.setdefault(each.variable, set()).add(each.reads)
    return {variable: frozenset(parts) for variable, parts in reads.items()}


def _merged(runs: Iterable[list[Violation]]) -> list[Violation]:
    """What any of *runs* found, as often as that which found it most often."""
    merged: Counter[Violation] = Counter()
    for run in runs:
        merged |= Counter(run)
    return list(merged.elements())
