"""Groups, the clauses in them, and expressions, read from their tokens."""

from collections.abc import Callable

from claimgraph.explaining.terms import Term
from claimgraph.explaining.tree import (
    Bind,
    Clause,
    Element,
    Expression,
    Filter,
    Group,
    Select,
    Values,
)
from claimgraph.explaining.triples import TripleReader
from claimgraph.syntax import Token

_NESTING = ("optional", "minus", "lateral")


class GroupReader(TripleReader):
    """Reads groups, the clauses in them, and expressions."""

    def group(self) -> Group:
        """Read a group graph pattern, its braces included."""
        start = self.expect("{").start
        elements: list[Element] = []
        if self.at("select"):
            elements.append(self.select())
        while not self.take("}"):
            if not self.take("."):
                elements += self._elements()
        return Group(tuple(elements), start, self.end)

    def select(self) -> Select:
        """Read a sub-query."""
        raise NotImplementedError

    def _elements(self) -> list[Element]:
        token = self.peek()
        if token.text == "{":
            return [self._union()]
        read = self._readers().get(token.word)
        return [read()] if read else [*self.triples()]

    def _readers(self) -> dict[str, Callable[[], Element]]:
        return {
            "filter": self._filter,
            "bind": self._bind,
            "values": self.values,
            "graph": self._named,
            "service": self._named,
            **dict.fromkeys(_NESTING, self._nesting),
        }

    def _union(self) -> Clause:
        groups = [self.group()]
        while self.take("union"):
            groups.append(self.group())
        kind = "UNION" if len(groups) > 1 else "GROUP"
        return Clause(kind, tuple(groups), groups[0].start, self.end)

    def _nesting(self) -> Clause:
        token = self.next()
        return Clause(token.text.upper(), (self.group(),), token.start, self.end)

    def _named(self) -> Clause:
        token = self.next()
        self.take("silent")
        name = self.term()
        group = (self.group(),)
        return Clause(token.text.upper(), group, token.start, self.end, name)

    def _filter(self) -> Filter:
        start = self.expect("filter").start
        return Filter(self.constraint(), start, self.end)

    def _bind(self) -> Bind:
        start = self.expect("bind", "(").start
        expression = self.expression("as")
        self.expect("as")
        variable = self.next().text[1:]
        self.expect(")")
        return Bind(expression, variable, start, self.end)

    def values(self) -> Values:
        """Read inline data (InlineDataOneVar, InlineDataFull)."""
        start = self.expect("values").start
        variables = self._value_variables()
        constants = list[Term]()
        self.expect("{")
        while not self.take("}"):
            if self.at("<<"):
                constants.append(self.node([]))
            elif not (self.take("(") or self.take(")") or self.take("undef")):
                constants.append(self.term())
        return Values(variables, tuple(constants), start, self.end)

    def _value_variables(self) -> tuple[str, ...]:
        if not self.take("("):
            return (self.next().text[1:],)
        found = []
        while not self.take(")"):
            found.append(self.next().text[1:])
        return tuple(found)

    def constraint(self) -> Expression:
        """Read a condition: in brackets, a function's call, or EXISTS."""
        first = self.place
        while self.peek().kind in ("word", "iri", "name"):
            self.next()
        groups: list[Group] = []
        if self.at("{"):
            groups.append(self.group())
        else:
            self._bracketed(groups)
        return self._expression(first, groups)

    def expression(self, *ends: str) -> Expression:
        """Read up to, and not over, one of the tokens that are its *ends*."""
        first, groups = self.place, list[Group]()
        while not any(self.at(end) for end in ends):
            self._over(groups)
        return self._expression(first, groups)

    def _bracketed(self, groups: list[Group]) -> None:
        self.expect("(")
        while not self.take(")"):
            self._over(groups)

    def _over(self, groups: list[Group]) -> None:
        """Step over a token, or over all that stands in brackets."""
        if self.at("("):
            self._bracketed(groups)
        elif self.at("{"):
            groups.append(self.group())
        else:
            self.next()

    def _expression(self, first: int, groups: list[Group]) -> Expression:
        found = tuple(self.tokens[first : self.place])
        own = [token for token in found if not _inside(token, groups)]
        variables = {token.text[1:] for token in own if token.kind == "variable"}
        return Expression(found, frozenset(variables), tuple(groups))


def _inside(token: Token, groups: list[Group]) -> bool:
    return any(group.start <= token.start < group.end for group in groups)
