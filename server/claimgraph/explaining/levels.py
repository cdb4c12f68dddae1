"""The levels of a query: which triples the rows of each were matched with."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TypeGuard

from pyoxigraph import BlankNode, NamedNode, Triple

from claimgraph import answers
from claimgraph.explaining.asking import Asker
from claimgraph.explaining.ledger import Fact
from claimgraph.explaining.matching import Context, Match, Rewriter, SubQuery
from claimgraph.explaining.results import Undetermined
from claimgraph.explaining.terms import HIDDEN, Term
from claimgraph.explaining.tree import Select

#: Solutions that are looked at, of one query or sub-query.
MOST_SOLUTIONS = 50_000

Value = answers.Term | None
Values = tuple[Value, ...]
Bindings = Mapping[str, Value]
Facts = frozenset[Fact]


class Level:
    """
    A query, or one inside another, each of whose solutions tells its triples.

    If it is *wanted* how many solutions each row needs, no more are looked for.
    """

    def __init__(self, asker: Asker, select: Select, columns: list[str]) -> None:
        self.wanted: Counter[Values] | None = None
        self._asker = asker
        self._select = select
        self.columns = columns
        self._rewriter = Rewriter(asker)
        self._body = self._rewritten()
        self._inner = [(query, self._below(query)) for query in self._rewriter.queries]
        self._cut = False

    def _rewritten(self) -> str:
        where, inline = self._select.where, self._select.values
        body = self._rewriter.group(where, Context()) if where else ""
        return f"{body} {self._asker.fit(inline)}" if inline else body

    def _below(self, query: SubQuery) -> "Level":
        """The level of a sub-query: what is bound outside reaches its columns alone."""
        columns = sorted(query.select.variables)
        given = self._asker.request.bindings or {}
        bound = {name: term for name, term in given.items() if name in columns}
        request = replace(self._asker.request, bindings=bound)
        asker = Asker(self._asker.dataset, request, self._asker.query)
        return Level(asker, query.select, columns)

    def undetermined(self) -> Iterator[Undetermined]:
        """What could not be followed, here or in the sub-queries."""
        yield from self._rewriter.undetermined
        if self._cut:
            start, form = self._select.start, self._select.form
            reason = f"only its first {MOST_SOLUTIONS:,} solutions were looked at"
            yield self._asker.undetermined(form, start, reason)
        for _, level in self._inner:
            yield from level.undetermined()

    @cached_property
    def identity(self) -> list[str]:
        """The columns that tell one row from another: of groups, their keys."""
        keys = [name for name, _ in self._keys]
        known = set(keys) <= set(self.columns)
        return keys if self._select.aggregates and known else self.columns

    @cached_property
    def rows(self) -> dict[Values, list[Facts]]:
        """The triples of each solution, by the row's terms in its identity."""
        if not self._select.aggregates:
            return self._solutions(self.identity)
        names = [name for name, _ in self._keys]
        groups = {
            key: frozenset[Fact]().union(*found)
            for key, found in self._solutions(names).items()
        }
        if self.identity == names:
            return {key: [facts] for key, facts in groups.items()}
        rows: dict[Values, list[Facts]] = defaultdict(list)
        for row, key in self._grouped(names):
            rows[row].append(groups.get(key, frozenset()))
        return rows

    def of(self, bindings: Bindings) -> list[Facts]:
        """The triples of the solutions behind a row with these *bindings*."""
        asked = tuple(bindings.get(name) for name in self.identity)
        if asked in self.rows:
            return self.rows[asked]
        return [
            facts
            for values, found in self.rows.items()
            if all(v is None or v == a for v, a in zip(values, asked, strict=True))
            for facts in found
        ]

    def solutions(self, tail: str = "") -> Iterator[tuple[Values, Facts]]:
        """The solutions, each as the terms in the columns and its triples."""
        for bindings in self._bindings(self.columns, tail):
            yield tuple(map(bindings.get, self.columns)), self._facts(bindings)

    def _solutions(self, names: list[str]) -> dict[Values, list[Facts]]:
        found: dict[Values, list[Facts]] = defaultdict(list)
        missing = self.wanted.total() if self.wanted is not None else -1
        for bindings in self._bindings(names, "") if missing else ():
            key = tuple(map(bindings.get, names))
            if self.wanted is None or len(found[key]) < self.wanted[key]:
                found[key].append(self._facts(bindings))
                missing -= 1
            if missing == 0:
                break
        return found

    def _bindings(self, names: list[str], tail: str) -> Iterator[Bindings]:
        """What each solution binds: *names* and all that tells its triples."""
        told = sorted(self._rewriter.variables - {*names})
        bound = [n for n in self._asker.request.bindings or () if n not in names]
        head = [self._column(name) for name in names]
        extra = dict.fromkeys([*told, *bound])
        text = " ".join([*head, *(f"?{name}" for name in extra)]) or "*"
        found = self._asker.rows(text, self._body, tail)
        for row in islice(found, MOST_SOLUTIONS):
            yield dict(zip([*names, *extra], row, strict=False))
        self._cut = self._cut or next(found, None) is not None

    def _column(self, name: str) -> str:
        """How the column or key *name* is projected."""
        for key, text in self._keys:
            if key == name:
                return text
        for column in self._select.columns:
            if column.variable == name and column.expression:
                return self._asker.query.text[column.start : column.end]
        return f"?{name}"

    @cached_property
    def _keys(self) -> list[tuple[str, str]]:
        """The names of the keys of GROUP BY, and how each is projected."""
        found = []
        for number, key in enumerate(self._select.keys):
            name = key.variable or f"{HIDDEN}k{number}"
            text = f"?{name}"
            if key.expression:
                text = f"({self._asker.query.slice(key.expression)} AS ?{name})"
            found.append((name, text))
        return found

    def _grouped(self, names: list[str]) -> Iterator[tuple[Values, Values]]:
        """The rows of the grouped query, each with its key."""
        query = self._asker.query
        shown = " ".join(query.text[c.start : c.end] for c in self._select.columns)
        hidden = [name for name in names if name not in self.columns]
        head = " ".join([shown, *(f"?{name}" for name in hidden)])
        keys = " ".join(text for _, text in self._keys)
        having = " ".join(f"({query.slice(each)})" for each in self._select.having)
        tail = f"GROUP BY {keys}" + (f" HAVING {having}" if having else "")
        where = query.slice(self._select.where) if self._select.where else ""
        columns = [column.variable for column in self._select.columns]
        for row in self._asker.rows(head, where, tail):
            bindings = dict(zip([*columns, *hidden], row, strict=True))
            yield (
                tuple(map(bindings.get, self.columns)),
                tuple(map(bindings.get, names)),
            )

    def _facts(self, bindings: Bindings) -> Facts:
        own = (self._fact(match, bindings) for match in self._rewriter.matches)
        found = {fact for fact in own if fact}
        for query, level in self._inner:
            if _are_bound(query.marks, bindings):
                found = found.union(*level.of(bindings))
        return frozenset(found)

    def _fact(self, match: Match, bindings: Bindings) -> Fact | None:
        if not _are_bound(match.context.marks, bindings):
            return None
        parts = (match.subject, match.predicate, match.object)
        subject, predicate, object_ = (self._value(part, bindings) for part in parts)
        graph = match.context.graph and self._value(match.context.graph, bindings)
        if not _is_node(subject) or not isinstance(predicate, NamedNode) or not object_:
            return None
        named = graph if isinstance(graph, NamedNode) else None
        return Fact(subject, predicate, object_, named)

    def _value(self, term: Term, bindings: Bindings) -> Value:
        if term.kind in ("variable", "blank"):
            return bindings.get(term.text[1:])
        if term.kind != "triple":
            return self._constants.get(term.text)
        subject, predicate, object_ = (self._value(p, bindings) for p in term.parts)
        if not _is_node(subject) or not isinstance(predicate, NamedNode) or not object_:
            return None
        return Triple(subject, predicate, object_)

    @cached_property
    def _constants(self) -> Mapping[str, answers.Term]:
        """The constants of the patterns, as the engine reads them."""
        terms: list[Term] = []
        for match in self._rewriter.matches:
            graph = match.context.graph
            terms += [match.subject, match.predicate, match.object]
            terms += [graph] if graph else []
        found = {each.text for term in terms for each in term.constants()}
        return self._asker.resolve(sorted(found))


def _are_bound(marks: tuple[str, ...], bindings: Bindings) -> bool:
    return all(bindings.get(mark) is not None for mark in marks)


def _is_node(term: Value) -> TypeGuard[NamedNode | BlankNode]:
    return isinstance(term, NamedNode | BlankNode)
