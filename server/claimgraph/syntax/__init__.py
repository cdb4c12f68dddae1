"""What a SPARQL text may not be or do here, and what it is, by its tokens."""

import re
from collections import Counter
from collections.abc import Iterator

from claimgraph.errors.queries import ForbiddenOperation, ReadOnly, TooDeep, TooLong
from claimgraph.syntax.faults import explain, refuse_unreadable
from claimgraph.syntax.tokens import Token, position, tokens

__all__ = ["Token", "explain", "position", "tokens"]

#: How deep a query may be nested; people's queries rarely pass ten.
DEEPEST = 200
#: How often one operator may be used: the engine recurses over chains of them.
LONGEST = 400
_CHAINED = frozenset(
    {
        "/",
        "|",
        "&",
        "+",
        "-",
        "*",
        "optional",
        "union",
        "minus",
        "bind",
        "filter",
        "exists",
    }
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")
#: Words that only updates have, and that begin one.
_UPDATES = frozenset({"insert", "delete", "clear", "drop", "create"})
_VOLATILE = frozenset({"bnode", "now", "rand", "struuid", "uuid"})
_RECURSIVE = ("!", "-", "+", "^")
_OPENING = ("(", "{", "[", "<<")
_SHUTTING = (")", "}", "]", ">>")


def refuse_size(text: str) -> None:
    """
    Raise TooDeep or TooLong for what the engine's recursive parser cannot bear.

    It ends the process at a few thousand nested brackets, or at a thousand steps of a
    path.
    """
    depth = signs = 0
    chained: Counter[str] = Counter()
    for token in _all_readings(text):
        operator = token.word or token.text
        depth += (operator in _OPENING) - (operator in _SHUTTING)
        signs = signs + 1 if operator in _RECURSIVE else 0
        if operator in _CHAINED:
            chained[operator] += 1
        if max(depth, signs) > DEEPEST:
            raise TooDeep(DEEPEST, position(text, token.start))
        if chained[operator] > LONGEST:
            raise TooLong(operator, LONGEST)


def refuse_effects(text: str) -> None:
    """Raise ForbiddenOperation or ReadOnly if *text* would fetch or change anything."""
    refuse_fetching(text)
    for token in _all_readings(text):
        if token.word in _UPDATES:
            raise ReadOnly(token.text.upper(), position(text, token.start))


def refuse_fetching(text: str, what: str = "query") -> None:
    """
    Raise ForbiddenOperation if *text* would fetch from another address.

    What the tokens here cannot read as the engine does is refused as malformed.
    """
    for token in _all_readings(text):
        if token.word in ("service", "load"):
            raise ForbiddenOperation(token.text.upper(), position(text, token.start))
    refuse_unreadable(text, what)


def _all_readings(text: str) -> Iterator[Token]:
    """The tokens as written, and as they are once code points are unescaped."""
    yield from tokens(text)
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    if plain != text:
        yield from tokens(plain)


def names_its_graphs(text: str) -> bool:
    """
    Tell whether a query names its dataset with FROM.

    >>> names_its_graphs("SELECT * FROM <http://e/> {}")
    True
    >>> names_its_graphs("SELECT ?from { ?from ?p 'FROM' }")
    False
    """
    return any(token.word == "from" for token in tokens(text))


def is_volatile(text: str) -> bool:
    """
    Tell whether a query calls a function that answers differently each time.

    >>> is_volatile("SELECT (NOW() AS ?now) {}")
    True
    >>> is_volatile("SELECT ?now { ?now ?p 'RAND()' }")
    False
    """
    return any(token.word in _VOLATILE for token in tokens(text))
