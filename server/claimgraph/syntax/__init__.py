"""What a SPARQL text may not be or do here, and what it is, by its tokens."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from claimgraph.errors.queries import ForbiddenOperation, ReadOnly, TooDeep, TooLong
from claimgraph.syntax.faults import explain, malformed, parsing, refuse_unreadable
from claimgraph.syntax.tokens import Token, position, tokens

__all__ = ["Token", "explain", "malformed", "parsing", "position", "tokens"]

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
#: Words of what asks other addresses.
_FETCHING = frozenset({"load", "service"})
_VOLATILE = frozenset({"bnode", "now", "rand", "service", "struuid", "uuid"})
_HIDING = "beside SERVICE, write characters themselves and no escapes of code points."
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


def refuse_effects(text: str, *, services: bool = False) -> None:
    """
    Raise ForbiddenOperation or ReadOnly if *text* would fetch or change anything.

    With *services*, it may leave something to other endpoints.
    """
    refuse_fetching(text, services=services)
    for token in _found(text, _UPDATES):
        raise ReadOnly(token.text.upper(), position(text, token.start))


def refuse_fetching(text: str, what: str = "query", *, services: bool = False) -> None:
    """
    Raise ForbiddenOperation if *text* would fetch from another address.

    What the tokens here cannot read as the engine does is refused as malformed.
    """
    for token in _found(text, _FETCHING - {"service" if services else ""}):
        raise ForbiddenOperation(token.text.upper(), position(text, token.start))
    refuse_unreadable(text, what)


def names_services(text: str) -> bool:
    """
    Tell whether a query leaves something to other endpoints.

    >>> names_services("ASK { SERVICE ?where { ?s ?p 'FROM' } }")
    True
    >>> names_services("ASK { ?service ?p 'SERVICE' }")
    False
    """
    return "service" in _words(text)


def _found(text: str, words: frozenset[str]) -> Iterator[Token]:
    """The tokens of *text*, in either reading, that are one of *words*."""
    if not words.isdisjoint(_words(text)):
        yield from (each for each in _all_readings(text) if each.word in words)


@lru_cache(maxsize=1)  # several look at a text, one after the other
def _words(text: str) -> frozenset[str]:
    """The words of *text*, in either reading, in lower case."""
    return frozenset(token.word for token in _all_readings(text))


def _all_readings(text: str) -> Iterator[Token]:
    """The tokens as written, and as they are once code points are unescaped."""
    yield from tokens(text)
    plain = _unescaped(text)
    if plain != text:
        yield from tokens(plain)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)


def plain_tokens(text: str) -> list[Token]:
    """
    The tokens of *text*, which are the same once code points are unescaped.

    Raises MalformedQuery where an escape is or hides more than a character of one.
    """
    found = list(tokens(text))
    plain = [(each.kind, each.text) for each in tokens(_unescaped(text))]
    for token, (kind, its) in zip(found, plain, strict=False):
        if (kind, its) != (token.kind, _unescaped(token.text)):
            raise malformed(text, token.start, _HIDING)
    if len(found) != len(plain):
        raise malformed(text, len(text), _HIDING)
    return found


def names_its_graphs(text: str) -> bool:
    """
    Tell whether a query names its dataset with FROM.

    >>> names_its_graphs("SELECT * FROM <http://e/> {}")
    True
    >>> names_its_graphs("SELECT ?from { ?from ?p 'FROM' }")
    False
    """
    return "from" in _words(text)


def matches_graphs(text: str) -> bool:
    """
    Tell whether a query matches patterns against named graphs with GRAPH.

    >>> matches_graphs("ASK { GRAPH ?graph { ?s ?p ?o } }")
    True
    >>> matches_graphs("ASK { ?graph ?p 'GRAPH' }")
    False
    """
    return "graph" in _words(text)


def is_volatile(text: str) -> bool:
    """
    Tell whether a query calls a function that answers differently each time.

    >>> is_volatile("SELECT (NOW() AS ?now) {}")
    True
    >>> is_volatile("SELECT ?now { ?now ?p 'RAND()' }")
    False
    """
    return not _VOLATILE.isdisjoint(_words(text))
