"""Shapes are applied to data, set by set (SHACL, section 3.4)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from pyoxigraph import NamedNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.graphs import Node, Term, sh
from claimgraph.shacl import asking
from claimgraph.shacl.checks import (
    AskCheck,
    Check,
    FocusCheck,
    MemberCheck,
    QualifiedCheck,
    QueryCheck,
    Shape,
    ShapeCheck,
    component_of,
)
from claimgraph.shacl.data import Data
from claimgraph.shacl.focus import Focus, in_scope, marked, of_targets
from claimgraph.shacl.hierarchy import Hierarchy
from claimgraph.shacl.leaves import Leaves, result
from claimgraph.shacl.results import Result, Violation

#: In how many ways a shape may be reached: paths that branch double them.
_MOST = 5_000
#: From a value node to how many of the shapes it violates, and whether that is wrong.
_WRONG: Mapping[str, Callable[[int, int], bool]] = {
    "node": lambda violated, _: violated > 0,
    "not": lambda violated, _: violated == 0,
    "and": lambda violated, _: violated > 0,
    "or": lambda violated, shapes: violated == shapes,
    "xone": lambda violated, shapes: shapes - violated != 1,
}


class Evaluation:
    """The shapes of *shapes* over *data*."""

    def __init__(self, data: Data, shapes: Mapping[Node, Shape]) -> None:
        self.store = data.store
        self.shapes = shapes
        self.hierarchy = Hierarchy(data.store)
        self.leaves = Leaves(data, self.hierarchy)

    def focus(self, shape: Shape, *, scoped: bool = False) -> Focus:
        """The nodes that *shape* is to look at, or those of them in the scope."""
        return of_targets(shape, self.hierarchy, scoped=scoped)

    def results(self, shape: Shape) -> list[Result]:
        """
        All results of *shape* for its targets.

        Raises ShapeFailure for a query that fails.
        """
        focus = self.focus(shape)
        return [found for _, found in _Descent(self).violations(shape, focus)]

    def plain(self, shape: Shape, focus: Focus | None = None) -> Iterator[Violation]:
        """
        What the constraints of *shape* itself find that are no queries.

        They look at *focus* instead of the shape's targets, if it is given.
        """
        checks = (c for c in shape.checks if not isinstance(c, QueryCheck | AskCheck))
        bare = replace(shape, checks=tuple(checks))
        looked_at = focus or self.focus(shape)
        return _Descent(self).violations(bare, looked_at)

    def queried(
        self,
        shape: Shape,
        check: QueryCheck | AskCheck,
        among: str = "",
        beside: Iterable[str] = (),
    ) -> Iterator[Violation]:
        """
        What a query of *shape* finds, *among* the values of a variable in scope.

        Groups without it have those of the variables *beside* it.
        """
        focus = self.focus(shape)
        if isinstance(check, AskCheck):
            return self.leaves.of_ask(shape, focus, check)
        within = _restricted(among, beside)
        return self.leaves.of_query(shape, focus, check, within)

    def nodes(self, focus: Focus) -> list[Term]:
        """The nodes of *focus*."""
        return list(asking.nodes(self.store, focus.pattern))

    def count(self, focus: Focus) -> int:
        """How many nodes *focus* has."""
        query = f"SELECT (COUNT(DISTINCT ?this) AS ?count) {{ {focus.pattern} }}"
        return int(next(asking.rows(self.store, query))["count"].value)


class _Descent:
    """One shape with all that it refers to; what is referred to again is remembered."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._on = evaluation
        self._known: dict[tuple[Node, str], list[Violation]] = {}

    def violations(self, shape: Shape, focus: Focus) -> Iterator[Violation]:
        """What *shape* finds wrong with the nodes of *focus*."""
        yield from self._on.leaves.of_values(shape, focus)
        for check in shape.checks:
            yield from self._of(check, shape, focus)

    def _of(self, check: Check, shape: Shape, focus: Focus) -> Iterable[Violation]:
        leaves = self._on.leaves
        match check:
            case FocusCheck(sign=""):
                return leaves.of_set(shape, focus, check)
            case MemberCheck():
                return leaves.of_members(shape, focus, check)
            case QueryCheck():
                return leaves.of_query(shape, focus, check)
            case AskCheck():
                return leaves.of_ask(shape, focus, check)
            case ShapeCheck():
                return self._of_shapes(shape, focus, check)
            case QualifiedCheck():
                return self._qualified(shape, focus, check)
        return ()

    def _nested(self, node: Node, focus: Focus) -> list[Violation]:
        key = node, focus.pattern
        if len(self._known) > _MOST:
            raise ShapeFailure(str(node), "others refer to it in too many ways")
        if key not in self._known:
            self._known[key] = list(self.violations(self._on.shapes[node], focus))
        return self._known[key]

    def _of_shapes(
        self, shape: Shape, focus: Focus, check: ShapeCheck
    ) -> Iterator[Violation]:
        values = focus.along(shape.path)
        if check.kind == "property":
            found = self._nested(check.shapes[0], values)
            yield from self._passed_on(shape, focus, found)
            return
        bad = Counter(n for nested in check.shapes for n in self._bad(nested, values))
        wrong, component = _WRONG[check.kind], component_of(check.kind)
        if not bad and not wrong(0, len(check.shapes)):
            return
        for this, value in self._pairs(shape, focus):
            if wrong(bad[value], len(check.shapes)):
                yield this, result(shape, this, value, component)

    def _passed_on(
        self, shape: Shape, focus: Focus, found: list[Violation]
    ) -> Iterator[Violation]:
        """Results of a property shape are the results of whatever refers to it."""
        if shape.path is None:
            yield from found
        elif found:
            below: dict[Term, list[Result]] = {}
            for root, each in found:
                below.setdefault(root, []).append(each)
            for this, value in self._pairs(shape, focus):
                yield from ((this, each) for each in below.get(value, ()))

    def _pairs(self, shape: Shape, focus: Focus) -> Iterator[tuple[Term, Term]]:
        """Focus nodes and their value nodes."""
        return asking.pairs(self._on.store, focus.values(shape.path))

    def _qualified(
        self, shape: Shape, focus: Focus, check: QualifiedCheck
    ) -> Iterator[Violation]:
        values = focus.along(shape.path)
        bad = self._bad(check.shape, values)
        taken = self._taken(check.siblings, values)
        counts = Counter(
            this
            for this, value in self._pairs(shape, focus)
            if value not in bad and value not in taken
        )
        for this in self._on.nodes(focus):
            for component in _off(counts[this], check):
                yield this, result(shape, this, None, component)

    def _bad(self, node: Node, focus: Focus) -> set[Term]:
        return {root for root, _ in self._nested(node, focus)}

    def _taken(self, siblings: Iterable[Node], values: Focus) -> set[Term]:
        """The value nodes that conform to one of the *siblings*."""
        every = set(self._on.nodes(values)) if siblings else set()
        return {n for sibling in siblings for n in every - self._bad(sibling, values)}


def _restricted(among: str, beside: Iterable[str]) -> list[tuple[str, str]]:
    """Variables, the one restricted first, with patterns for their values."""
    if not among:
        return []
    others = [(each, f" {in_scope(each, marked(each))} ") for each in beside]
    return [(among, f" {in_scope(among)} "), *others]


def _off(count: int, check: QualifiedCheck) -> Iterator[NamedNode]:
    """The components that *count* violates (section 4.7.3)."""
    if check.least is not None and count < check.least:
        yield sh("QualifiedMinCountConstraintComponent")
    if check.most is not None and count > check.most:
        yield sh("QualifiedMaxCountConstraintComponent")
