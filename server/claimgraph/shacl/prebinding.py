"""Constraints in SPARQL, with $this bound for all focus nodes at once (appendix A).

A query with pre-bound variables means: as if each stood there as its value. So the
focus nodes are put at the start of every group that speaks of them, save in EXISTS,
whose variables have their values from outside.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.shacl.checks import AskCheck, QueryCheck, Shape
from claimgraph.shacl.exact import meant
from claimgraph.syntax.tokens import Token, tokens

_AGGREGATES = {"count", "sum", "min", "max", "avg", "sample", "group_concat"}
_FORBIDDEN = ("minus", "values", "service")
_AFTER_GROUP_BY = ("having", "order", "limit", "offset", "values")
_THIS = ("?this", "$this")
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class _Select:
    """A SELECT by its tokens: its *head*, its *group* and what comes *after*."""

    head: Sequence[Token]
    group: Sequence[Token]
    after: Sequence[Token]

    @property
    def grouping(self) -> list[Token]:
        """What stands in its GROUP BY, if it has one."""
        words = [token.word for token in self.after]
        if "group" not in words:
            return []
        rest = list(self.after[words.index("group") + 1 :])
        ends = [n for n, token in enumerate(rest) if token.word in _AFTER_GROUP_BY]
        return rest[: ends[0]] if ends else rest

    @property
    def is_whole(self) -> bool:
        """Whether a solution for one focus node does not depend on the others."""
        words = {token.word for token in (*self.head, *self.after)}
        counts = bool(words & _AGGREGATES) and not self.grouping
        return not counts and not words & {"limit", "offset"}


def is_set_based(query: str, shape: Shape) -> bool:
    """
    Whether *query* may be asked for all focus nodes of *shape* at once.

    It may not if it counts over all solutions, takes some of them only, or speaks of
    other graphs, or of a shape without a name.
    """
    found = tokens(query)
    words = {token.word for token in found}
    names = {token.text[1:] for token in found if token.kind == "variable"}
    nameless = "currentShape" in names and not isinstance(shape.node, NamedNode)
    if "graph" in words or "shapesGraph" in names or nameless:
        return False
    return all(select.is_whole for select in _selects(found))


def bound(
    check: QueryCheck, shape: Shape, focus: str, among: tuple[str, str] | None = None
) -> str:
    """
    The query of *check*, a constraint of *shape*, for all nodes of *focus*.

    *among* is a variable and a pattern that its values are to match as well. Raises
    ShapeFailure for what may not stand in such a query.
    """
    query, found = check.query, tokens(check.query)
    _refuse(found, shape, _names(check))
    for select in _selects(found):
        _refuse_unprojected(select, shape)
    nodes = f" {{ SELECT DISTINCT ?this {{ {focus} }} }} "
    edits = [
        *((start, start, nodes) for start in _groups(found, "this")),
        *_among(found, among),
        *_grouped(found),
        *_named(found, shape, check),
    ]
    return _edited(query, edits)


def denied(check: AskCheck, shape: Shape, values: str) -> str:
    """
    A query for the value nodes, bound by *values*, of which the ASK is not true.

    Raises ShapeFailure for what may not stand in such a query.
    """
    query, found = check.query, tokens(check.query)
    _refuse(found, shape, {*_names(check), "value"})
    begin = next((n for n, token in enumerate(found) if token.text == "{"), None)
    if begin is None or begin not in _pairs(found):
        raise ShapeFailure(str(shape.node), "its ASK has no group")
    start, end = found[begin].start, found[_pairs(found)[begin]].end
    ask = [token.start for token in found if token.word == "ask"][:1]
    head = query[: ask[0]] if ask else ""
    body = _edited(query[:end], _named(found, shape, check))[start:]
    return (
        f"{head} SELECT DISTINCT ?this ?value {{ {values} FILTER NOT EXISTS {body} }}"
    )


def _edited(query: str, edits: Iterable[Edit]) -> str:
    pieces, last = list[str](), 0
    for start, end, text in sorted(edits):
        pieces += [query[last:start], text]
        last = end
    return "".join([*pieces, query[last:]])


def _names(check: QueryCheck | AskCheck) -> set[str]:
    """The variables that are bound from outside."""
    return {
        "this",
        "currentShape",
        "shapesGraph",
        *(name for name, _ in check.parameters),
    }


def _refuse(found: Sequence[Token], shape: Shape, bound_: set[str]) -> None:
    """Raise ShapeFailure for what appendix A forbids."""
    for before, token in pairwise(found):
        if token.word in _FORBIDDEN:
            raise ShapeFailure(
                str(shape.node), f"its query has {token.text}, which SHACL forbids"
            )
        if (
            before.word == "as"
            and token.kind == "variable"
            and token.text[1:] in bound_
        ):
            raise ShapeFailure(
                str(shape.node), f"its query gives {token.text} a value, but it has one"
            )


def _refuse_unprojected(select: _Select, shape: Shape) -> None:
    """Raise ShapeFailure for a SELECT that loses the focus node."""
    texts = {token.text for token in select.head}
    if not texts & {*_THIS, "*"}:
        raise ShapeFailure(str(shape.node), "its query has a SELECT without $this")


def _grouped(found: Sequence[Token]) -> Iterator[Edit]:
    """Whatever is grouped is grouped by focus node."""
    for select in _selects(found):
        grouping = select.grouping
        if grouping and not {token.text for token in grouping} & set(_THIS):
            yield grouping[0].end, grouping[0].end, " ?this "


def _named(
    found: Sequence[Token], shape: Shape, check: QueryCheck | AskCheck
) -> Iterator[Edit]:
    """Put terms for variables that stand for the same in all solutions."""
    terms = {name: str(meant(term)) for name, term in check.parameters}
    terms |= {"PATH": str(shape.path), "currentShape": str(shape.node)}
    for number, token in enumerate(found):
        if token.kind != "variable" or token.text[1:] not in terms:
            continue
        if number > 1 and found[number - 2].word == "bound":
            yield found[number - 2].start, found[number + 1].end, "true"
        else:
            yield token.start, token.end, terms[token.text[1:]]


def _among(found: Sequence[Token], among: tuple[str, str] | None) -> Iterator[Edit]:
    if among:
        variable, pattern = among
        yield from ((start, start, pattern) for start in _groups(found, variable))


def _speaks(found: Sequence[Token], variable: str) -> bool:
    return any(token.text in (f"?{variable}", f"${variable}") for token in found)


def _groups(found: Sequence[Token], variable: str) -> Iterator[int]:
    """Where the groups begin that are to hold the values of *variable*."""
    pairs, hidden, first = _pairs(found), -1, True
    for begin, end in sorted(pairs.items()):
        before = found[begin - 1].word if begin else ""
        if before == "exists":
            hidden = max(hidden, end)
        is_select = found[begin + 1].word == "select"
        if begin < hidden or is_select:
            continue
        if first or _speaks(found[begin:end], variable):
            yield found[begin].end
        first = False


def _selects(found: Sequence[Token]) -> list[_Select]:
    """The SELECTs, in the order in which they begin."""
    pairs = _pairs(found)
    return [
        _select(found, pairs, number + 1)
        for number, token in enumerate(found)
        if token.word == "select"
    ]


def _select(found: Sequence[Token], pairs: dict[int, int], start: int) -> _Select:
    """The SELECT whose head begins at *start*; a bracket in it may hold an EXISTS."""
    group, round_ = start, 0
    while round_ or found[group].text != "{":
        round_ += {"(": 1, ")": -1}.get(found[group].text, 0)
        group += 1
    end = after = pairs[group]
    after += 1
    while after < len(found) and found[after].text != "}":
        after = pairs.get(after, after) + 1
    return _Select(found[start:group], found[group:end], found[end + 1 : after])


def _pairs(found: Sequence[Token]) -> dict[int, int]:
    """Each opening brace by number, with the one that closes it."""
    pairs, open_ = dict[int, int](), list[int]()
    for number, token in enumerate(found):
        if token.text == "{":
            open_.append(number)
        elif token.text == "}" and open_:
            pairs[open_.pop()] = number
    return pairs
