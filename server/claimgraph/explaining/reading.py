"""A query's text read into its tree."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from claimgraph import syntax
from claimgraph.explaining.cursor import Unreadable
from claimgraph.explaining.groups import GroupReader
from claimgraph.explaining.terms import Pattern
from claimgraph.explaining.tree import (
    Expression,
    From,
    Group,
    Projected,
    Query,
    Select,
    Slice,
)

T = TypeVar("T")

_FORMS = ("select", "construct", "ask", "describe")


def read(text: str) -> Query:
    """
    Read a query that the engine has parsed already.

    Raises Unreadable for one that uses what is not known here.
    """
    return QueryReader(text, list(syntax.tokens(text))).query()


class QueryReader(GroupReader):
    """Reads a query, or one inside another."""

    def query(self) -> Query:
        """Read the whole text."""
        prefixes = self._prologue()
        prologue = " ".join(token.text for token in self.tokens[: self.place])
        names = tuple(t for t in self.tokens[self.place :] if t.kind in ("iri", "name"))
        select = self.select()
        if self.place < len(self.tokens):
            raise Unreadable(self.peek())
        return Query(self.text, prologue, prefixes, select, names)

    def _prologue(self) -> dict[str, tuple[str, int]]:
        prefixes: dict[str, tuple[str, int]] = {}
        while self.peek().word not in _FORMS:
            token = self.next()
            if token.word == "prefix":
                name, iri = self.next(), self.next()
                prefixes[name.text[:-1]] = (iri.text[1:-1], iri.start)
            elif token.word in ("base", "version"):
                self.next()
            else:
                raise Unreadable(token)
        return prefixes

    def select(self) -> Select:
        """Read a query's form and all that follows it."""
        form = self.next()
        distinct = self.next().text.upper() if self._distinct() else ""
        template = self._template() if form.word == "construct" else ()
        star = self.take("*")
        columns = tuple(self._columns())
        dataset = tuple(self._dataset())
        where = self._where()
        keys, having, order = self._grouping()
        slices = tuple(self._slices())
        values = self.values() if self.at("values") else None
        if form.word == "construct" and where and not template:
            template = tuple(e for e in where.elements if isinstance(e, Pattern))
        return Select(
            form.text.upper(), form.start, self.end, distinct, columns, star, template,
            dataset, where, keys, having, order, slices, values,
        )  # fmt: skip

    def _distinct(self) -> bool:
        return self.at("distinct") or self.at("reduced")

    def _template(self) -> tuple[Pattern, ...]:
        found: list[Pattern] = []
        if not self.take("{"):
            return ()  # CONSTRUCT WHERE: the pattern is the template
        while not self.take("}"):
            if not self.take("."):
                found += self.triples()
        return tuple(found)

    def _columns(self) -> Iterator[Projected]:
        """Read what SELECT projects; a resource that DESCRIBE names is no column."""
        while self.at("(") or self.peek().kind in ("variable", "iri", "name"):
            if self.peek().kind in ("iri", "name"):
                self.next()
            else:
                yield self._projected()

    def _projected(self) -> Projected:
        start = self.peek().start
        if not self.take("("):
            return Projected(self.next().text[1:], None, start, self.end)
        expression = self.expression("as", ")")
        name = self.next().text[1:] if self.take("as") else ""
        self.expect(")")
        return Projected(name, expression, start, self.end)

    def _dataset(self) -> Iterator[From]:
        while self.at("from"):
            start = self.next().start
            named = self.take("named")
            yield From(self.term(), named, start, self.end)

    def _where(self) -> Group | None:
        given = self.take("where") or self.at("{")
        return self.group() if given else None

    def _grouping(
        self,
    ) -> tuple[tuple[Projected, ...], tuple[Expression, ...], tuple[int, int] | None]:
        keys: list[Projected] = []
        having: list[Expression] = []
        order = None
        if self.take("group", "by"):
            keys = self._several(self._key)
        if self.take("having"):
            having = self._several(self.constraint)
        if self.at("order", "by"):
            start = self.expect("order", "by").start
            self._several(self._ordering)
            order = (start, self.end)
        return tuple(keys), tuple(having), order

    def _several(self, read: Callable[[], T]) -> list[T]:
        found = [read()]
        while self._goes_on():
            found.append(read())
        return found

    def _goes_on(self) -> bool:
        here = self.peek()
        if here.kind == "word":
            return here.word not in ("having", "order", "limit", "offset", "values")
        return here.text == "(" or here.kind in ("variable", "iri", "name")

    def _key(self) -> Projected:
        start = self.peek().start
        if self.at("(") or self.peek().kind == "variable":
            return self._projected()
        return Projected("", self.constraint(), start, self.end)

    def _ordering(self) -> None:
        if self.peek().word in ("asc", "desc"):
            self.next()
        if self.peek().kind == "variable":
            self.next()
        else:
            self.constraint()

    def _slices(self) -> Iterator[Slice]:
        while self.at("limit") or self.at("offset"):
            word = self.next()
            number = int(self.next().text)
            yield Slice(word.text.upper(), number, word.start, self.end)
