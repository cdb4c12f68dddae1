"""A query as a tree whose nodes know where they stand in the text.

The names are those of the grammar (SPARQL 1.2, section 19.8), without what sugar adds:
each triple pattern stands for itself, and a blank node is a variable nobody can name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.explaining.terms import HIDDEN, Pattern, Term
from claimgraph.syntax import Token


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: its tokens, and the groups of EXISTS that stand in it."""

    tokens: tuple[Token, ...]
    variables: frozenset[str]
    groups: tuple["Group", ...]

    @property
    def start(self) -> int:
        """Where the expression begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.tokens[-1].end

    @property
    def aggregates(self) -> bool:
        """Whether an aggregate is called in it."""
        return any(token.word in _AGGREGATES for token in self.tokens)


_AGGREGATES = frozenset(
    {"count", "sum", "min", "max", "avg", "sample", "group_concat"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """A FILTER of a group."""

    expression: Expression
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bind:
    """A BIND: *expression* gives *variable* its value."""

    expression: Expression
    variable: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Values:
    """Inline data."""

    variables: tuple[str, ...]
    constants: tuple[Term, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """
    A clause of one group, or of several in a UNION.

    *kind* is ``"GROUP"``, ``"UNION"``, ``"OPTIONAL"``, ``"MINUS"``, ``"LATERAL"``,
    ``"GRAPH"`` or ``"SERVICE"``; the last two have a *name*.
    """

    kind: str
    groups: tuple["Group", ...]
    start: int
    end: int
    name: Term | None = None


@dataclass(frozen=True, slots=True)
class Projected:
    """A column, or a key of GROUP BY: a variable, or an expression that names one."""

    variable: str
    expression: Expression | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class From:
    """A FROM or FROM NAMED clause."""

    graph: Term
    named: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A LIMIT or OFFSET."""

    word: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group graph pattern, its braces included."""

    elements: tuple["Element", ...]
    start: int
    end: int

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables in scope (SPARQL 1.2, section 18.2.1)."""
        return frozenset().union(*map(in_scope, self.elements))

    @property
    def filters(self) -> list[Filter]:
        """Its own filters, which hold for the whole group wherever they stand."""
        return [each for each in self.elements if isinstance(each, Filter)]

    @property
    def steps(self) -> "list[Element]":
        """Its elements without the filters, in the order of the text."""
        return [each for each in self.elements if not isinstance(each, Filter)]


@dataclass(frozen=True, slots=True)
class Select:
    """A query, or one inside another; *form* is its first keyword."""

    form: str
    start: int
    end: int
    distinct: str
    columns: tuple[Projected, ...]
    star: bool
    template: tuple[Pattern, ...]
    dataset: tuple[From, ...]
    where: Group | None
    keys: tuple[Projected, ...]
    having: tuple[Expression, ...]
    order: tuple[int, int] | None
    slices: tuple[Slice, ...]
    values: Values | None

    @property
    def variables(self) -> frozenset[str]:
        """The names of its columns."""
        if self.star and self.where:
            inline = self.values.variables if self.values else ()
            found = self.where.variables | frozenset(inline)
            return frozenset(name for name in found if not name.startswith(HIDDEN))
        return frozenset(column.variable for column in self.columns)

    @property
    def aggregates(self) -> bool:
        """Whether its solutions are grouped."""
        expressions = [column.expression for column in self.columns]
        called = any(each.aggregates for each in expressions if each)
        return bool(self.keys or self.having or called)


@dataclass(frozen=True, slots=True)
class Query:
    """
    A whole query.

    *prologue* is what it declares, *prefixes* each prefix with its IRI and where that
    stands, *names* the IRIs and prefixed names after the prologue.
    """

    text: str
    prologue: str
    prefixes: dict[str, tuple[str, int]]
    select: Select
    names: tuple[Token, ...]

    def slice(self, node: Filter | Bind | Values | Clause | Expression | Group) -> str:
        """The text of *node*."""
        return self.text[node.start : node.end]

    def shown(self, element: "Element | Expression | Slice") -> str:
        """The *element* as its author wrote it."""
        if isinstance(element, Pattern):
            return element.shown
        return self.text[element.start : element.end]

    def fit(self, element: "Element") -> str:
        """The *element* by itself, fit for a query."""
        return element.text if isinstance(element, Pattern) else self.shown(element)


Element = Pattern | Filter | Bind | Values | Clause | Select


def in_scope(element: Element) -> frozenset[str]:
    """The names of the variables that *element* brings into its group's scope."""
    if isinstance(element, Filter):
        return frozenset()
    if isinstance(element, Bind):
        return frozenset({element.variable})
    if isinstance(element, Clause):
        return _of_clause(element)
    return frozenset(element.variables)


def _of_clause(clause: Clause) -> frozenset[str]:
    if clause.kind == "MINUS":
        return frozenset()
    own = clause.name.variables if clause.name else frozenset()
    return own.union(*(group.variables for group in clause.groups))


def patterns(group: Group) -> Iterator[Pattern]:
    """All triple patterns in *group* and in what is nested in it, in their order."""
    for element in group.elements:
        if isinstance(element, Pattern):
            yield element
        else:
            for inner in nested(element):
                yield from patterns(inner)


def nested(element: Element) -> Iterator[Group]:
    """The groups directly inside *element*, those of EXISTS included."""
    if isinstance(element, Clause):
        yield from element.groups
    elif isinstance(element, Select):
        if element.where:
            yield element.where
    elif isinstance(element, Filter | Bind):
        yield from element.expression.groups


def walk(group: Group) -> Iterator[Element]:
    """All elements in *group* and in what is nested in it, in their order."""
    for element in group.elements:
        yield element
        for inner in nested(element):
            yield from walk(inner)
