"""Queries with SERVICE, garbled until a reader by the book may overlook it.

The engine is asked whether it would fetch: it refuses this port before it connects.
"""

import random

from pyoxigraph import Store

from claimgraph import syntax
from claimgraph.errors.base import ClaimgraphError

_PORT = "<http://127.0.0.1:1/>"
_FETCHING = [
    f"SERVICE{_PORT}{{}}", f"SERVICE {_PORT} {{}}", f"SERVICESILENT{_PORT}{{}}",
    "SERVICE x:y{}", "SERVICEx:y{}", "SERVICE:y{}", "SERVICE?e{}",
]  # fmt: skip
_PROLOGUES = [
    "", f"PREFIX x:{_PORT}", f"PREFIX:{_PORT}", f"PREFIX x:{_PORT}PREFIX:{_PORT}",
    f"BASE{_PORT}", f"PREFIX x:{_PORT}PREFIX SERVICEx:<a:>",
]  # fmt: skip
_PIECES = [
    "'", '"', "'''", '"""', "\\", "\\'", "\\q", "\\u0027", "\\uD800", "<", ">", "<2",
    "<=", "#", "\n", "\r", " ", ".", "..", ";", ",", "a", "a:b", ":a", ":a.b.", ":a.b",
    ":", "_:a", "_:a.b.", "x:y", "?a", "$b", "1", "1.", "1.e5", ".5", "1e5", "true",
    "'a'", '"b"', "'''c'''", "@en", "@en-", "@en--ltr", "^^x:y", "(", ")", "{", "}",
    "[", "]", "()", "<<", "<<(", ")>>", ">>", "{|", "|}", "~", "|", "||", "&&", "=",
    "!=", "+", "-", "*", "/", "!", "^", "FILTER(", "FILTER(1<2", "FILTER(?a<?b&&",
    "'>'!='')", "BIND(1 AS ?z)", "VALUES?v{", "UNDEF", "MINUS{", "GRAPH?g{",
    "{SELECT*{", "EXISTS{", "NOT ", "?s ?p ?o", "?s ?p ", "PREFIX", "<urn:x#>", "<#>",
    "<a:'>", "<a:(>", "\u0301", "\u00b7", "\u200d", "\ufeff", "%", "%41", "\\-", "\\#",
]  # fmt: skip
_AROUND = [
    "?s ?p ?o.%s", "?s ?p 'a'%s", "?s ?p :a%s", "?s ?p :a.b.%s", "?s ?p true%s",
    "FILTER(?a<2&&%s'>'!='')", "FILTER(1<2)%s", "FILTER('a'%s)", "VALUES?v{%s}",
    "?s ?p '''%s'''", '?s ?p "%s"', "#%s\n", "{%s}", "OPTIONAL{%s}", "?s <a:%s> ?o",
]  # fmt: skip
_ENDS = ["", "#'''\n", "#'\n", '#"\n']


def escaped(seed, count):
    """The queries, of so many parsed ones, that would fetch and yet pass the guards."""
    chance = random.Random(seed)
    store = Store()
    parsed = 0
    while parsed < count:
        query = _query(chance)
        try:
            fetches = _fetches(store, query)
        except (SyntaxError, ValueError):
            continue
        parsed += 1
        if fetches and _passes(query):
            yield query


def _query(chance):
    pieces = "".join(_piece(chance, 0) for _ in range(chance.randint(1, 5)))
    return f"{chance.choice(_PROLOGUES)}ASK{{{pieces}{chance.choice(_ENDS)}}}"


def _piece(chance, depth):
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(_PIECES)
    if kind < 0.85 and depth < 3:
        inner = "".join(_piece(chance, depth + 1) for _ in range(chance.randint(0, 2)))
        return chance.choice(_AROUND) % inner
    return chance.choice(_FETCHING)


def _fetches(store, query):
    try:
        store.query(query)
    except (OSError, RuntimeError) as error:
        return any(word in str(error) for word in ("port 1", "service", "scheme"))
    return False


def _passes(query):
    try:
        syntax.refuse_size(query)
        syntax.refuse_effects(query)
    except ClaimgraphError:
        return False
    return True
