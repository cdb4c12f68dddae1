"""The checks that look at no other shape, each for a set of focus nodes at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.graphs import Term
from claimgraph.shacl import asking, conditions, prebinding
from claimgraph.shacl.checks import (
    AskCheck,
    ClassCheck,
    DatatypeCheck,
    FocusCheck,
    MemberCheck,
    QueryCheck,
    Shape,
    ValueCheck,
)
from claimgraph.shacl.data import Data
from claimgraph.shacl.exact import meant, pattern_meant
from claimgraph.shacl.focus import Focus
from claimgraph.shacl.hierarchy import Hierarchy
from claimgraph.shacl.results import Result, Violation

_TRUE = Literal(True)
#: So many conditions go into one question: the engine recurses over them.
_AT_ONCE = 50
_Signed = ValueCheck | ClassCheck | DatatypeCheck | FocusCheck


class Leaves:
    """Checks over *data*, with the classes that it has in *hierarchy*."""

    def __init__(self, data: Data, hierarchy: Hierarchy) -> None:
        self._data = data
        self._hierarchy = hierarchy

    def of_values(self, shape: Shape, focus: Focus) -> Iterator[Violation]:
        """Look for a sign of any violation first: mostly there is none."""
        signed = (check for check in shape.checks if isinstance(check, _Signed))
        checks = [(check, sign) for check in signed if (sign := self._sign(check))]
        for start in range(0, len(checks), _AT_ONCE):
            some = checks[start : start + _AT_ONCE]
            if self._is_any(shape, focus, [sign for _, sign in some]):
                for check, sign in some:
                    yield from self._of_sign(shape, focus, check, sign)

    def _sign(self, check: _Signed) -> str:
        """What is true of a value where *check* finds something, if that is known."""
        match check:
            case ValueCheck():
                return check.condition
            case ClassCheck():
                return self._hierarchy.lacks(check.kind)
            case DatatypeCheck():
                return conditions.datatype(check.datatype, kept=self._data.as_kept)
            case FocusCheck():
                return check.sign

    def _is_any(self, shape: Shape, focus: Focus, signs: list[str]) -> bool:
        values = focus.values(shape.path)
        return asking.is_any(self._data.store, values + _filter(signs))

    def _of_sign(
        self, shape: Shape, focus: Focus, check: _Signed, sign: str
    ) -> Iterator[Violation]:
        if isinstance(check, FocusCheck):
            yield from self.of_set(shape, focus, check)
            return
        values = focus.values(shape.path) + _filter([sign])
        for this, value in asking.pairs(self._data.store, values):
            yield this, result(shape, this, value, check.component)

    def of_members(
        self, shape: Shape, focus: Focus, check: MemberCheck
    ) -> Iterator[Violation]:
        """A long list is looked through here: the engine would go from end to end."""
        for this, value in asking.pairs(self._data.store, focus.values(shape.path)):
            if value not in check.members:
                yield this, result(shape, this, value, check.component)

    def of_set(
        self, shape: Shape, focus: Focus, check: FocusCheck
    ) -> Iterator[Violation]:
        """Each solution is a violation."""
        group = focus.put_into(check.group)
        query = f"SELECT DISTINCT {check.head} {{ {group} }} {check.tail}"
        for row in asking.rows(self._data.store, query):
            path = str(row.get("path") or "")
            found = result(shape, row["this"], row.get("value"), check.component, path)
            yield row["this"], replace(found, bindings=_others(row))

    def of_query(
        self,
        shape: Shape,
        focus: Focus,
        check: QueryCheck,
        among: Sequence[tuple[str, str]] = (),
    ) -> Iterator[Violation]:
        """Each solution of the query is a violation, or says that it failed."""
        nodes = pattern_meant(focus.pattern)
        query = prebinding.bound(check, shape, nodes, among)
        for row in self._said(shape, query):
            if row.get("failure") == _TRUE:
                raise ShapeFailure(str(shape.node), "its query says so by ?failure")
            yield row["this"], _of_solution(shape, check, row)

    def of_ask(
        self, shape: Shape, focus: Focus, check: AskCheck
    ) -> Iterator[Violation]:
        """Each value node of which it is not true is a violation."""
        values = pattern_meant(focus.values(shape.path))
        query = prebinding.denied(check, shape, values)
        for row in self._said(shape, query):
            yield row["this"], _of_solution(shape, check, row)

    def _said(self, shape: Shape, query: str) -> Iterator[dict[str, Term]]:
        """The solutions of a query of the shapes' own, over values as they are kept."""
        try:
            yield from asking.rows(self._data.kept, query)
        except SyntaxError as error:
            reason = f"its query is wrong: {error}"
            raise ShapeFailure(str(shape.node), reason) from error


def _others(row: Mapping[str, Term | None]) -> dict[str, Term]:
    """What a solution says besides the parts of a result."""
    parts = ("this", "value", "path")
    return {k: v for k, v in row.items() if v is not None and k not in parts}


def _filter(wrong: Iterable[str]) -> str:
    """Whoever cannot be compared violates as well."""
    return " FILTER(" + " || ".join(f"COALESCE(({one}), true)" for one in wrong) + ")"


def result(
    shape: Shape, this: Term, value: Term | None, component: NamedNode, path: str = ""
) -> Result:
    """What *component* found of the *value* of *this*."""
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
