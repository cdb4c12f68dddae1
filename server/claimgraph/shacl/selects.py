"""The SELECTs and groups of a query in SPARQL, by its tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimgraph.syntax.tokens import Token

_AGGREGATES = {"count", "sum", "min", "max", "avg", "sample", "group_concat"}
_AFTER_GROUP_BY = ("having", "order", "limit", "offset", "values")


@dataclass(frozen=True)
class Select:
    """A SELECT: its *head*, the beginning of its *group*, and what comes *after*."""

    head: Sequence[Token]
    group: Token
    after: Sequence[Token]

    @property
    def grouping(self) -> list[Token]:
        """What stands in its GROUP BY, from the BY on, if it has one."""
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


def selects(found: Sequence[Token]) -> list[Select]:
    """The SELECTs, in the order in which they begin."""
    ends = pairs(found)
    return [
        _select(found, ends, number + 1)
        for number, token in enumerate(found)
        if token.word == "select"
    ]


def _select(found: Sequence[Token], ends: dict[int, int], start: int) -> Select:
    """The SELECT whose head begins at *start*; a bracket in it may hold an EXISTS."""
    group, round_ = start, 0
    while group < len(found) and (round_ or found[group].text != "{"):
        round_ += {"(": 1, ")": -1}.get(found[group].text, 0)
        group += 1
    if group not in ends:  # the engine will say so
        return Select(found[start:], found[start - 1], ())
    after = ends[group] + 1
    while after < len(found) and found[after].text != "}":
        after = ends.get(after, after) + 1
    return Select(found[start:group], found[group], found[ends[group] + 1 : after])


def pairs(found: Sequence[Token]) -> dict[int, int]:
    """Each opening brace by number, with the one that closes it."""
    closed, open_ = dict[int, int](), list[int]()
    for number, token in enumerate(found):
        if token.text == "{":
            open_.append(number)
        elif token.text == "}" and open_:
            closed[open_.pop()] = number
    return closed


def outermost(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens that stand in no bracket."""
    depth = 0
    for token in found:
        depth -= token.text in (")", "}")
        if not depth:
            yield token
        depth += token.text in ("(", "{")
