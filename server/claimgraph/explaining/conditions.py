"""Why a condition holds of nothing."""

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from operator import contains

from pyoxigraph import Literal, NamedNode

from claimgraph.answers import Term
from claimgraph.explaining.asking import Asker, written
from claimgraph.explaining.comparisons import (
    ORDERING,
    SEARCHES,
    Comparison,
    comparison,
    conjuncts,
)
from claimgraph.explaining.constants import difference, examples, kind_of, say
from claimgraph.explaining.results import Hint
from claimgraph.explaining.terms import HIDDEN
from claimgraph.explaining.tree import Expression, Group

_VALUE, _TIMES = f"?{HIDDEN}value", f"?{HIDDEN}times"
#: Values of an expression that are compared with a constant.
_MOST_VALUES = 500
#: How alike two variables are at least that may be meant for each other.
_ALIKE = 0.6


#: Says which of some IRIs goes by the text that is asked for.
Named = Callable[[Term, list[Term | None]], str]


class Conditions:
    """Looks into the conditions of one query."""

    def __init__(self, asker: Asker, named: Named) -> None:
        self._asker = asker
        self._named = named

    def part(self, condition: Expression, before: str) -> Expression:
        """The part of *condition*, between &&, that by itself holds of no solution."""
        parts = conjuncts(condition)
        for part in parts if len(parts) > 1 else ():
            if not self._asker.some(f"{before} FILTER ({self._text(part)})"):
                return part
        return condition

    def hints(
        self, condition: Expression, before: str, group: Group | None
    ) -> Iterator[Hint]:
        """Say why *condition* holds of none of the solutions of *before*."""
        for look in (self._out_of_scope, self._unbound, self._compared, self._error):
            found = [*look(condition, before, group)]
            yield from found
            if found:
                return

    def _out_of_scope(
        self, condition: Expression, before: str, group: Group | None
    ) -> Iterator[Hint]:
        seen = group.variables if group else condition.variables
        bound = self._asker.request.bindings or {}
        for name in sorted(condition.variables - seen - {*bound}):
            yield Hint(
                "scope", f"?{name} has no value here: {self._advice(name, seen)}"
            )

    def _advice(self, name: str, seen: frozenset[str]) -> str:
        where = self._asker.query.select.where
        if where and name in where.variables:
            return (
                "what binds it stands outside of this group, where the condition "
                "cannot see it. Move the condition out, or the pattern in."
            )
        near = get_close_matches(name, seen, 1, _ALIKE)
        return f"did you mean ?{near[0]}?" if near else "no pattern binds it."

    def _unbound(
        self, condition: Expression, before: str, group: Group | None
    ) -> Iterator[Hint]:
        if any(token.word in ("bound", "coalesce") for token in condition.tokens):
            return
        for name in sorted(condition.variables):
            if not self._asker.some(f"{before} FILTER (BOUND(?{name}))"):
                yield Hint(
                    "scope", f"?{name} has no value in any solution before this."
                )

    def _compared(
        self, condition: Expression, before: str, group: Group | None
    ) -> Iterator[Hint]:
        found = comparison(condition, self._asker.query.text)
        asked = [*self._asker.resolve(found.constants).values()] if found else []
        values = self._values(found.left, before) if found else []
        if found and asked and values:
            near = "" if found.operator in SEARCHES else self._near(asked, values)
            yield _contrast(found, asked, values, near)

    def of_groups(
        self, condition: Expression, before: str, keys: str
    ) -> Iterator[Hint]:
        """Say why a condition of HAVING holds of no group of the *keys*."""
        found = comparison(condition, self._asker.query.text)
        asked = [*self._asker.resolve(found.constants).values()] if found else []
        head = f"({found.left if found else 1} AS {_VALUE})"
        rows = self._asker.rows(head, before, keys and f"GROUP BY {keys}")
        values = [row[0] for row in rows if row[0] is not None] if asked else []
        if found and values:
            yield _contrast(found, asked, values, "")

    def _near(self, asked: Sequence[Term], values: list[Term]) -> str:
        """Which of the *values* may be meant by one that is asked for."""
        known: list[Term | None] = [*values]
        looks = ((difference(t, known) or self._named(t, known)) for t in asked)
        return next(filter(None, looks), "")

    def _values(self, expression: str, before: str) -> list[Term]:
        """The values of *expression*, those it has most often first."""
        bound = self._asker.bound
        rows = self._asker.rows(
            f"{_VALUE} (COUNT(*) AS {_TIMES}) {bound}",
            f"{before} BIND ({expression} AS {_VALUE})",
            f"GROUP BY {_VALUE} {bound} ORDER BY DESC({_TIMES}) {_VALUE} "
            f"LIMIT {_MOST_VALUES}",
        )
        return [row[0] for row in rows if row[0] is not None]

    def _error(
        self, condition: Expression, before: str, group: Group | None
    ) -> Iterator[Hint]:
        """Say if *condition* is an error, not false, for every solution."""
        evaluated = f"COALESCE(IF({self._text(condition)}, true, true), false)"
        if not self._asker.some(f"{before} FILTER ({evaluated})"):
            yield Hint(
                "error",
                "It cannot be evaluated for any solution: what it compares or calls "
                "does not take such values.",
            )

    def _text(self, condition: Expression) -> str:
        return self._asker.query.slice(condition)


def _contrast(
    found: Comparison, asked: Sequence[Term], values: list[Term], near: str
) -> Hint:
    """Say how the *values* of what is compared differ from what is *asked* for."""
    if found.operator in SEARCHES:
        return _searched(found, asked, values)
    there, here = {*map(kind_of, values)}, {*map(kind_of, asked)}
    if found.operator in ("!=", "not in"):
        return Hint("values", f"Every value of {found.left} is {examples(values)}.")
    if found.operator not in ORDERING:
        return _unequal(found, asked, values, near)
    if there.isdisjoint(here):
        return Hint(
            "types",
            f"{found.left} is {_kinds(there)}, as {examples(values)}; it cannot be "
            f"compared with {examples(asked)}, which is {_kinds(here)}.",
        )
    return Hint("values", _between(found.left, values))


_FITS = {"strstarts": str.startswith, "strends": str.endswith}


def _searched(found: Comparison, asked: Sequence[Term], values: list[Term]) -> Hint:
    word, fits = written(asked[0]).lower(), _FITS.get(found.operator, contains)
    alike = [term for term in values if fits(written(term).lower(), word)]
    if alike and not all(isinstance(term, NamedNode) for term in values):
        return Hint("case", f"Case counts: {found.left} is {examples(alike)}.")
    if all(isinstance(term, NamedNode) for term in values):
        return Hint(
            "types",
            f"{found.left} is an IRI, as {examples(values)}: search its label, or "
            f"STR({found.left}).",
        )
    return Hint("values", f"{found.left} has other values: {examples(values)}.")


def _unequal(
    found: Comparison, asked: Sequence[Term], values: list[Term], near: str
) -> Hint:
    if near:
        return Hint("literal", f"{found.left} is never {examples(asked)}: {near}")
    there, here = {*map(kind_of, values)}, {*map(kind_of, asked)}
    if there.isdisjoint(here):
        return Hint(
            "types",
            f"{found.left} is {_kinds(there)}, as {examples(values)}, and "
            f"{examples(asked)} is {_kinds(here)}: they are never equal.",
        )
    return Hint("values", f"{found.left} has other values: {examples(values)}.")


def _between(left: str, values: list[Term]) -> str:
    literals = [term for term in values if isinstance(term, Literal)]
    try:
        ordered = sorted(literals, key=lambda term: float(term.value))
    except ValueError:
        ordered = sorted(literals, key=lambda term: term.value)
    first, last = say(ordered[0]), say(ordered[-1])
    if first == last:
        return f"{left} is always {first}."
    return f"The values of {left} lie between {first} and {last}."


def _kinds(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds))
