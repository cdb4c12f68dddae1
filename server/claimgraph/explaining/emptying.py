"""The search for what empties an answer: the smallest part of the query that does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimgraph.explaining.asking import Asker
from claimgraph.explaining.joining import connected, fewest
from claimgraph.explaining.terms import HIDDEN, Path, Pattern
from claimgraph.explaining.tree import (
    Bind,
    Clause,
    Element,
    Expression,
    Filter,
    Group,
    Select,
    Slice,
    Values,
    in_scope,
)

#: Puts a body where it stands in the query: as it is, or inside GRAPH.
Wrap = Callable[[str], str]
Piece = Element | Expression | Slice


@dataclass(frozen=True)
class Finding:
    """
    Pieces of the query that together leave no solution; fewer of them leave some.

    *before* is the body that they are added to, *wrap* puts a body in its place, in
    which they stand in a *group*; *keys* are those of HAVING's groups, and *made* says
    that the pieces are a template.
    """

    pieces: tuple[Piece, ...]
    before: str
    wrap: Wrap
    group: Group
    keys: str = ""
    made: bool = False

    @property
    def kind(self) -> str:
        """What the last of the pieces is called."""
        if self.made:
            return "CONSTRUCT"
        piece = self.pieces[-1]
        if isinstance(piece, Pattern):
            path = isinstance(piece.predicate, Path)
            return "path pattern" if path else "triple pattern"
        if isinstance(piece, Clause):
            return "group" if piece.kind == "GROUP" else piece.kind
        return piece.word if isinstance(piece, Slice) else _KINDS[type(piece)]


class Search:
    """Looks for the findings of one query."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def of_select(self, select: Select, wrap: Wrap) -> list[Finding]:
        """Find what empties *select*, which has no solution, or counts none."""
        if select.where is None:
            return []
        where = self._asker.query.slice(select.where)
        if not self._some(wrap, where):
            return self.of_group(select.where, wrap)
        values = select.values
        if values and not self._some(wrap, where, self._asker.fit(values)):
            return [Finding((values,), where, wrap, select.where)]
        for look in (self._of_having, self._of_slices, self._of_counted, self._of_made):
            found = [*look(select, where, wrap)]
            if found:
                return found
        return []

    def of_group(self, group: Group, wrap: Wrap) -> list[Finding]:
        """Find what empties *group*, which has no solution."""
        steps = connected(group.steps)
        hollow = [step for step in steps if self._is_hollow(step, wrap)]
        if hollow:
            found = (self._of_hollow(step, steps, group, wrap) for step in hollow)
            return [finding for findings in found for finding in findings]
        for place, step in enumerate(steps):
            if not self._some(wrap, *self._texts(steps[: place + 1])):
                return [self._joint(step, steps[:place], group, wrap)]
        return self._of_filters(group, steps, wrap)

    def _is_hollow(self, step: Element, wrap: Wrap) -> bool:
        """Whether *step* has no solution even by itself."""
        alone = not isinstance(step, Bind) and not (
            isinstance(step, Clause) and step.kind in ("OPTIONAL", "MINUS", "LATERAL")
        )
        return alone and not self._some(wrap, self._asker.fit(step))

    def _of_hollow(
        self, step: Element, steps: Sequence[Element], group: Group, wrap: Wrap
    ) -> list[Finding]:
        before = " ".join(self._texts(steps[: steps.index(step)]))
        here = Finding((step,), before, wrap, group)
        if isinstance(step, Clause) and step.kind == "GRAPH" and self._is_lost(step):
            return [here]
        inner: list[Finding] = []
        if isinstance(step, Select):
            inner = self.of_select(step, wrap)
        elif isinstance(step, Clause):
            inside = within(step, wrap)
            inner = [f for each in step.groups for f in self.of_group(each, inside)]
        return inner or [here]

    def _is_lost(self, clause: Clause) -> bool:
        """Whether GRAPH looks where no graph is, or for what another graph has."""
        everywhere = self._asker.everywhere
        if clause.name and not everywhere.some(
            f"GRAPH {clause.name.text} {{ ?s ?p ?o }}"
        ):
            return True
        body = self._asker.query.slice(clause.groups[0])
        return everywhere.some(f"{{ {body} }} UNION {{ GRAPH ?{HIDDEN}g {body} }}")

    def _joint(
        self, step: Element, before: Sequence[Element], group: Group, wrap: Wrap
    ) -> Finding:
        """The fewest of the steps *before* that leave none together with *step*."""
        body = " ".join(self._texts(before))
        if isinstance(step, Clause) and step.kind in ("MINUS", "LATERAL"):
            return Finding((step,), body, wrap, group)
        for one in before:
            linked = in_scope(one) & in_scope(step)
            if linked and not self._some(wrap, *self._texts([one, step])):
                return Finding((one, step), body, wrap, group)
        needed = fewest(
            before,
            step,
            lambda rest: not self._some(wrap, *self._texts([*rest, step])),
        )
        return Finding((*needed, step), body, wrap, group)

    def _of_filters(
        self, group: Group, steps: Sequence[Element], wrap: Wrap
    ) -> list[Finding]:
        body = self._texts(steps)
        held: list[Filter] = []
        for each in group.filters:
            if not self._some(wrap, *body, *self._texts([*held, each])):
                needed = self._agreeing(held, each, body, wrap)
                before = " ".join([*body, *self._texts(held)])
                return [Finding((*needed, each), before, wrap, group)]
            held.append(each)
        return []

    def _agreeing(
        self, held: Sequence[Filter], last: Filter, body: list[str], wrap: Wrap
    ) -> list[Element]:
        """The fewest of the conditions *held* that exclude the *last* one."""

        def excluded(rest: list[Element]) -> bool:
            return not self._some(wrap, *body, *self._texts([*rest, last]))

        return fewest(held, last, excluded)

    def _of_having(self, select: Select, where: str, wrap: Wrap) -> Iterator[Finding]:
        if select.having and select.where:
            text, columns = self._asker.query.text, select.columns
            end = min((each.start for each in select.slices), default=select.end)
            head = f"SELECT {text[columns[0].start : columns[-1].end]} WHERE {where}"
            if not self._some(wrap, f"{{ {head} {text[select.where.end : end]} }}"):
                keys = " ".join(text[key.start : key.end] for key in select.keys)
                for each in select.having:
                    yield Finding((each,), where, wrap, select.where, keys)

    def _of_slices(self, select: Select, where: str, wrap: Wrap) -> Iterator[Finding]:
        for each in select.slices if select.where else ():
            cuts = (each.number == 0) == (each.word == "LIMIT")
            if select.where and cuts:
                yield Finding((each,), where, wrap, select.where)

    def _of_counted(self, select: Select, where: str, wrap: Wrap) -> Iterator[Finding]:
        """Find why what is counted, here or in a sub-query, is never there."""
        expressions = [column.expression for column in select.columns]
        called = [each for each in expressions if each and each.aggregates]
        names = frozenset[str]().union(*(each.variables for each in called))
        group = select.where
        for step in group.steps if group else ():
            if isinstance(step, Clause) and step.kind == "OPTIONAL":
                if group and names & in_scope(step):
                    yield from self._of_optional(step, group, wrap)
            else:
                yield from self._of_sub_query(step, wrap)

    def _of_sub_query(self, step: Element, wrap: Wrap) -> Iterator[Finding]:
        if isinstance(step, Select) and step.aggregates and not step.keys:
            yield from self.of_select(step, wrap)
        elif isinstance(step, Clause) and step.kind == "GROUP":
            for inner in step.groups[0].steps:
                yield from self._of_sub_query(inner, wrap)

    def _of_made(self, select: Select, where: str, wrap: Wrap) -> Iterator[Finding]:
        """Find that a CONSTRUCT makes no triple of any solution."""
        if select.form == "CONSTRUCT" and select.template and select.where:
            yield Finding(select.template, where, wrap, select.where, made=True)

    def _of_optional(self, step: Clause, group: Group, wrap: Wrap) -> list[Finding]:
        """Find why an OPTIONAL never matches: it empties the group if it must match."""
        before = group.steps[: group.steps.index(step)]
        inlined = Group((*before, *step.groups[0].elements), group.start, group.end)
        body = self._texts(inlined.elements)
        return [] if self._some(wrap, *body) else self.of_group(inlined, wrap)

    def _some(self, wrap: Wrap, *texts: str) -> bool:
        return self._asker.some(wrap(" ".join(texts)))

    def _texts(self, elements: Iterable[Element]) -> list[str]:
        return [self._asker.fit(element) for element in elements]


_KINDS = {
    Select: "sub-SELECT", Values: "VALUES", Bind: "BIND", Filter: "FILTER",
    Expression: "HAVING",
}  # fmt: skip


def within(clause: Clause, wrap: Wrap) -> Wrap:
    """Puts a body where a group of *clause* stands."""
    if clause.kind != "GRAPH" or clause.name is None:
        return wrap
    name = clause.name.text
    return lambda body: wrap(f"GRAPH {name} {{ {body} }}")
