"""Constraints in SPARQL, with $this bound for all focus nodes at once (appendix A).

A query with pre-bound variables means: as if each stood there as its value. So the focus
nodes are put at the start of every group that speaks of them, save in EXISTS, whose
variables have their values from outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.shacl.checks import Shape
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


def bound(query: str, shape: Shape, focus: str) -> str:
    """
    The *query* of a constraint of *shape* for all nodes of *focus*.

    Raises ShapeFailure for what may not stand in such a query.
    """
    found = tokens(query)
    refuse(found, shape)
    nodes = f" {{ SELECT DISTINCT ?this {{ {focus} }} }} "
    pieces, last = list[str](), 0
    for start, end, text in sorted(_edits(found, shape, nodes)):
        pieces += [query[last:start], text]
        last = end
    return "".join([*pieces, query[last:]])


def refuse(found: Sequence[Token], shape: Shape) -> None:
    """Raise ShapeFailure for what appendix A forbids."""
    for before, token in zip(found, found[1:], strict=False):
        if token.word in _FORBIDDEN:
            raise ShapeFailure(
                str(shape.node), f"its query has {token.text}, which SHACL forbids"
            )
        if before.word == "as" and token.text in _THIS:
            raise ShapeFailure(
                str(shape.node), "its query gives $this another value, which is bound"
            )


def _edits(found: Sequence[Token], shape: Shape, nodes: str) -> Iterator[Edit]:
    for start in _groups(found):
        yield start, start, nodes
    for number, select in enumerate(_selects(found)):
        yield from _projected(select, outermost=number == 0)
    for token in found:
        if token.text in ("$PATH", "?PATH"):
            yield token.start, token.end, str(shape.path)
        elif token.text in ("$currentShape", "?currentShape"):
            yield token.start, token.end, str(shape.node)


def _projected(select: _Select, *, outermost: bool) -> Iterator[Edit]:
    """See that the focus node comes out of *select*, and is grouped by."""
    if not outermost and not _speaks(select.group):
        return
    first = select.head[0]
    plain = first.word not in ("distinct", "reduced")
    texts = {token.text for token in select.head}
    all_ = any(token.text == "*" for token in select.head[: 1 if plain else 2])
    added = "" if all_ or texts & set(_THIS) else " ?this "
    place = first.start if plain else first.end
    yield place, place, ("DISTINCT " if outermost and plain else " ") + added
    grouping = select.grouping
    if grouping and not {token.text for token in grouping} & set(_THIS):
        yield grouping[0].end, grouping[0].end, " ?this "


def _speaks(found: Sequence[Token]) -> bool:
    return any(token.text in _THIS for token in found)


def _groups(found: Sequence[Token]) -> Iterator[int]:
    """Where the groups begin that are to hold the focus nodes."""
    pairs, hidden, first = _pairs(found), -1, True
    for begin, end in sorted(pairs.items()):
        before = found[begin - 1].word if begin else ""
        if before == "exists":
            hidden = max(hidden, end)
        is_select = found[begin + 1].word == "select"
        if begin < hidden or is_select:
            continue
        if first or _speaks(found[begin:end]):
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
