"""Shapes are applied to data, set by set (SHACL, section 3.4)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import (
    Literal,
    NamedNode,
    QuerySolutions,
    Store,
)

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.shacl import conditions, prebinding
from claimgraph.shacl.checks import (
    AskCheck,
    ClassCheck,
    DatatypeCheck,
    FocusCheck,
    QualifiedCheck,
    QueryCheck,
    Shape,
    ShapeCheck,
    ValueCheck,
)
from claimgraph.shacl.data import Data
from claimgraph.shacl.exact import meant, pattern_meant
from claimgraph.shacl.focus import Focus, Hierarchy, in_scope, marked, of_targets
from claimgraph.shacl.graph import Node, Term
from claimgraph.shacl.results import Result
from claimgraph.shacl.vocabulary import sh

_TRUE = Literal(True)
#: A result, and the node of the set looked at that does not conform because of it.
Violation = tuple[Term, Result]
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
        self._data = data
        self._store = data.store
        self._shapes = shapes
        self.hierarchy = Hierarchy(data.store)

    def focus(self, shape: Shape, *, scoped: bool) -> Focus:
        """The nodes that *shape* is to look at."""
        return of_targets(shape, self.hierarchy, scoped=scoped)

    def results(self, shape: Shape, *, scoped: bool = False) -> list[Result]:
        """
        All results of *shape* for its targets, or for those in the scope.

        Raises ShapeFailure for a query that fails.
        """
        focus = self.focus(shape, scoped=scoped)
        return [result for _, result in self._violations(shape, focus)]

    def plain(self, shape: Shape, focus: Focus | None = None) -> Iterator[Violation]:
        """
        What the constraints of *shape* itself find that are no queries.

        They look at *focus* instead of the shape's targets, if it is given.
        """
        checks = (c for c in shape.checks if not isinstance(c, QueryCheck | AskCheck))
        bare = replace(shape, checks=tuple(checks))
        return self._violations(bare, focus or self.focus(shape, scoped=False))

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
        focus = self.focus(shape, scoped=False)
        if isinstance(check, AskCheck):
            return self._of_ask(shape, focus, check)
        return self._of_query(shape, focus, check, _restricted(among, beside))

    def nodes(self, focus: Focus) -> list[Term]:
        """The nodes of *focus*."""
        return [row[0] for row in self._select("?this", focus.pattern)]

    def count(self, focus: Focus) -> int:
        """How many nodes *focus* has."""
        found = self._rows(
            f"SELECT (COUNT(DISTINCT ?this) AS ?count) {{ {focus.pattern} }}"
        )
        return int(next(found)[0].value)

    def _violations(self, shape: Shape, focus: Focus) -> Iterator[Violation]:
        yield from self._of_values(shape, focus)
        for check in shape.checks:
            if isinstance(check, FocusCheck):
                yield from self._of_set(shape, focus, check)
            elif isinstance(check, ShapeCheck):
                yield from self._of_shapes(shape, focus, check)
            elif isinstance(check, QualifiedCheck):
                yield from self._qualified(shape, focus, check)
            elif isinstance(check, QueryCheck):
                yield from self._of_query(shape, focus, check)
            elif isinstance(check, AskCheck):
                yield from self._of_ask(shape, focus, check)

    def _of_values(self, shape: Shape, focus: Focus) -> Iterator[Violation]:
        """Look for any violation of a value first: mostly there is none."""
        checks = [
            (check.component, self._condition(check))
            for check in shape.checks
            if isinstance(check, ValueCheck | ClassCheck | DatatypeCheck)
        ]
        group = focus.values(shape.path)
        if not checks or not self._any(group, [wrong for _, wrong in checks]):
            return
        for component, wrong in checks:
            for this, value in self._select("?this ?value", group + _filter([wrong])):
                yield this, _result(shape, this, value, component)

    def _condition(self, check: ValueCheck | ClassCheck | DatatypeCheck) -> str:
        if isinstance(check, ClassCheck):
            return conditions.instance(self.hierarchy.below(check.kind))
        if isinstance(check, DatatypeCheck):
            return conditions.datatype(check.datatype, kept=self._data.as_kept)
        return check.condition

    def _any(self, group: str, wrong: list[str]) -> bool:
        return bool(self._store.query(f"ASK {{ {group} {_filter(wrong)} }}"))

    def _of_set(
        self, shape: Shape, focus: Focus, check: FocusCheck
    ) -> Iterator[Violation]:
        query = f"{check.head} {{ {focus.put_into(check.group)} }} {check.tail}"
        solutions = self._query(f"SELECT DISTINCT {query}")
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = dict(zip(names, solution, strict=True))
            path = str(row.get("path") or "")
            result = _result(
                shape, row["this"], row.get("value"), check.component, path
            )
            yield row["this"], result

    def _of_shapes(
        self, shape: Shape, focus: Focus, check: ShapeCheck
    ) -> Iterator[Violation]:
        values = focus.along(shape.path)
        found = [list(self._nested(nested, values)) for nested in check.shapes]
        if check.kind == "property":
            yield from self._passed_on(shape, focus, found[0])
            return
        bad = Counter(node for part in found for node in {root for root, _ in part})
        wrong, component = _WRONG[check.kind], _component(check.kind)
        if not bad and not wrong(0, len(check.shapes)):
            return
        for this, value in self._pairs(shape, focus):
            if wrong(bad[value], len(check.shapes)):
                yield this, _result(shape, this, value, component)

    def _nested(self, node: Node, focus: Focus) -> Iterator[Violation]:
        return self._violations(self._shapes[node], focus)

    def _passed_on(
        self, shape: Shape, focus: Focus, found: list[Violation]
    ) -> Iterator[Violation]:
        """Results of a property shape are the results of whatever refers to it."""
        if shape.path is None:
            yield from found
        elif found:
            below: dict[Term, list[Result]] = {}
            for root, result in found:
                below.setdefault(root, []).append(result)
            for this, value in self._pairs(shape, focus):
                yield from ((this, result) for result in below.get(value, ()))

    def _pairs(self, shape: Shape, focus: Focus) -> Iterator[tuple[Term, Term]]:
        """Focus nodes and their value nodes."""
        found = self._select("?this ?value", focus.values(shape.path))
        return ((this, value) for this, value in found)

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
        for this in self.nodes(focus):
            for component in _off(counts[this], check):
                yield this, _result(shape, this, None, component)

    def _bad(self, node: Node, focus: Focus) -> set[Term]:
        return {root for root, _ in self._nested(node, focus)}

    def _taken(self, siblings: Iterable[Node], values: Focus) -> set[Term]:
        """The value nodes that conform to one of the *siblings*."""
        every = set(self.nodes(values)) if siblings else set()
        return {n for sibling in siblings for n in every - self._bad(sibling, values)}

    def _of_query(
        self,
        shape: Shape,
        focus: Focus,
        check: QueryCheck,
        among: Sequence[tuple[str, str]] = (),
    ) -> Iterator[Violation]:
        nodes = pattern_meant(focus.pattern)
        query = prebinding.bound(check, shape, nodes, among)
        for row in self._said(shape, query):
            if row.get("failure") == _TRUE:
                raise ShapeFailure(str(shape.node), "its query says so by ?failure")
            yield row["this"], _of_solution(shape, check, row)

    def _of_ask(
        self, shape: Shape, focus: Focus, check: AskCheck
    ) -> Iterator[Violation]:
        values = pattern_meant(focus.values(shape.path))
        query = prebinding.denied(check, shape, values)
        for row in self._said(shape, query):
            yield row["this"], _of_solution(shape, check, row)

    def _said(self, shape: Shape, query: str) -> Iterator[dict[str, Term]]:
        """The solutions of a query of the shapes' own, over values as they are kept."""
        try:
            solutions = _solutions(self._data.kept, query)
        except SyntaxError as error:
            reason = f"its query is wrong: {error}"
            raise ShapeFailure(str(shape.node), reason) from error
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = dict(zip(names, solution, strict=True))
            yield {name: term for name, term in row.items() if term is not None}

    def _query(self, text: str) -> QuerySolutions:
        return _solutions(self._store, text)

    def _rows(self, text: str) -> Iterator[tuple[Term, ...]]:
        return (tuple(row) for row in self._query(text))

    def _select(self, head: str, group: str) -> Iterator[tuple[Term, ...]]:
        return self._rows(f"SELECT DISTINCT {head} {{ {group} }}")


def _solutions(store: Store, text: str) -> QuerySolutions:
    found = store.query(text)
    if not isinstance(found, QuerySolutions):
        raise SyntaxError("it is no SELECT")
    return found


def _restricted(among: str, beside: Iterable[str]) -> list[tuple[str, str]]:
    """Variables, the one restricted first, with patterns for their values."""
    if not among:
        return []
    others = [(each, f" {in_scope(each, marked(each))} ") for each in beside]
    return [(among, f" {in_scope(among)} "), *others]


def _filter(wrong: Iterable[str]) -> str:
    """Whoever cannot be compared violates as well."""
    return " FILTER(" + " || ".join(f"COALESCE(({one}), true)" for one in wrong) + ")"


def _component(kind: str) -> NamedNode:
    return sh(f"{kind[0].upper()}{kind[1:]}ConstraintComponent")


def _off(count: int, check: QualifiedCheck) -> Iterator[NamedNode]:
    """The components that *count* violates (section 4.7.3)."""
    if check.least is not None and count < check.least:
        yield sh("QualifiedMinCountConstraintComponent")
    if check.most is not None and count > check.most:
        yield sh("QualifiedMaxCountConstraintComponent")


def _result(
    shape: Shape, this: Term, value: Term | None, component: NamedNode, path: str = ""
) -> Result:
    value = None if value is None else meant(value)
    path = path or str(shape.path or "")
    return Result(
        meant(this), path, value, component, shape.node, shape.severity,
        speakers=(shape.node,),
    )  # fmt: skip


def _of_solution(
    shape: Shape, check: QueryCheck | AskCheck, row: dict[str, Term]
) -> Result:
    """What a solution says (sections 5.3.2 and 6.3)."""
    this, path = row["this"], row.get("path")
    value = row.get("value", this if shape.path is None else None)
    own = str(path) if isinstance(path, NamedNode) else str(shape.path or "")
    constraint = check.constraint if isinstance(check, QueryCheck) else None
    return Result(
        this, own, value, check.component, shape.node, shape.severity, constraint,
        dict(check.parameters) | row, check.speakers,
    )  # fmt: skip
