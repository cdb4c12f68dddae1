"""Comparisons in a condition, as its tokens say them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimgraph.explaining.tree import Expression
from claimgraph.syntax import Token

#: Functions that look for their second argument in the first.
SEARCHES = ("contains", "strstarts", "strends", "regex")
ORDERING = ("<", ">", "<=", ">=")
_CONSTANTS = (
    ["iri"], ["name"], ["string"], ["number"], ["string", "tag"],
    ["string", "sign", "sign", "iri"], ["string", "sign", "sign", "name"],
)  # fmt: skip
_TURNED = str.maketrans("<>", "><")

Tokens = Sequence[Token]


@dataclass(frozen=True)
class Comparison:
    """
    What is compared, how, and with which constants, all as written.

    *operator* is one of ``= != < > <= >=``, ``in``, ``not in`` or a search function.
    """

    left: str
    operator: str
    constants: tuple[str, ...]


def comparison(condition: Expression, text: str) -> Comparison | None:
    """
    Read *condition*, a part of *text*, as a comparison with constants.

    None if it is anything else.
    """
    tokens = _bare(condition.tokens)
    if tokens and tokens[0].word in SEARCHES and _closes(tokens[1:]):
        parts = _split(tokens[2:-1])
        left, right, operator = parts[0], parts[1:2], tokens[0].word
    else:
        left, right, operator = _sides(tokens)
    if not left or not right or not all(map(_is_constant, right)):
        return None
    constants = tuple(_text(each, text) for each in right)
    return Comparison(_text(left, text), operator, constants)


def _sides(tokens: Tokens) -> tuple[Tokens, list[Tokens], str]:
    """What stands left of the outermost comparison and right of it."""
    for place in _outer(tokens):
        operator, length = _operator(tokens, place)
        if operator:
            left, right = tokens[:place], tokens[place + length :]
            if operator in ("in", "not in"):
                return left, _split(right[1:-1]), operator
            if _is_constant(left):
                return right, [left], operator.translate(_TURNED)
            return left, [right], operator
    return (), [], ""


def conjuncts(condition: Expression) -> list[Expression]:
    """The parts of *condition* that stand between its outermost &&."""
    tokens = _bare(condition.tokens)
    signs = [place for place in _outer(tokens) if tokens[place].text == "&"]
    edges = [-1, *signs, len(tokens)]
    parts = [tokens[a + 1 : b] for a, b in pairwise(edges)]
    return [_of_tokens(part, condition) for part in parts if part]


def _of_tokens(tokens: Tokens, whole: Expression) -> Expression:
    start, end = tokens[0].start, tokens[-1].end
    groups = tuple(group for group in whole.groups if start <= group.start < end)
    own = [t for t in tokens if not any(g.start <= t.start < g.end for g in groups)]
    variables = {token.text[1:] for token in own if token.kind == "variable"}
    return Expression(tuple(tokens), frozenset(variables), groups)


def _bare(tokens: Tokens) -> Tokens:
    """The *tokens* without the brackets around all of them."""
    while _closes(tokens):
        tokens = tokens[1:-1]
    return tokens


def _closes(tokens: Tokens) -> bool:
    """Whether a bracket opens at the first of *tokens* and closes at the last."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return 0 < place == len(tokens) - 1
    return False


def _outer(tokens: Tokens) -> Iterator[int]:
    """The places of the tokens that stand in no bracket."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += token.text in ("(", "{")
        if depth == 0:
            yield place
        depth -= token.text in (")", "}")


def _operator(tokens: Tokens, place: int) -> tuple[str, int]:
    """The comparison at *place* and how many tokens it takes; or nothing."""
    first, *rest = tokens[place : place + 2]
    after = rest[0] if rest else first
    if first.word == "in":
        return "in", 1
    if first.word == "not" and after.word == "in":
        return "not in", 2
    if first.text in ("<", ">", "!") and after.text == "=":
        return f"{first.text}=", 2
    return (first.text, 1) if first.text in ("=", "<", ">") else ("", 0)


def _split(tokens: Tokens) -> list[Tokens]:
    """The parts of *tokens* between outermost commas."""
    commas = [place for place in _outer(tokens) if tokens[place].text == ","]
    edges = [-1, *commas, len(tokens)]
    return [tokens[a + 1 : b] for a, b in pairwise(edges)]


def _is_constant(tokens: Tokens) -> bool:
    """Whether *tokens* are one IRI or literal."""
    if len(tokens) == 1 and tokens[0].word in ("true", "false"):
        return True
    kinds = [token.kind for token in tokens]
    signed = kinds == ["sign", "number"] and tokens[0].text in ("+", "-")
    return signed or kinds in _CONSTANTS


def _text(tokens: Tokens, text: str) -> str:
    return text[tokens[0].start : tokens[-1].end]
