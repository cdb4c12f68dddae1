"""What is wrong with a SPARQL text, in our own sentences."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from claimgraph.errors.queries import MalformedQuery
from claimgraph.syntax import doubts
from claimgraph.syntax.tokens import KEYWORDS, Token, position, tokens
from claimgraph.syntax.wants import missing

_CLOSING = {"(": ")", "{": "}", "[": "]"}


def explain(text: str, message: str, what: str = "query") -> MalformedQuery:
    """
    Say what is wrong with *text*, which the engine refused with *message*.

    Looked for in this order: a quotation left open, a word that lacks what must follow
    it, one that is no keyword, a prefix that nobody declared, a bracket left open, a
    triple pattern or comparison that lacks a term, a variable that is given two values;
    else the engine's own place, with what it expected there if that tells anything.
    """
    for look in _FAULTS:
        found = look(text)
        if found:
            return malformed(text, *found, what)
    return malformed(text, *_engine(text, message), what)


@contextmanager
def parsing(text: str, what: str = "query") -> Iterator[None]:
    """Raise MalformedQuery, explained, where the engine cannot parse *text*."""
    try:
        yield
    except SyntaxError as error:
        raise explain(text, str(error.msg), what) from error


def malformed(
    text: str, start: int, reason: str, what: str = "query"
) -> MalformedQuery:
    """The error that says *reason* of the place in *text* where *start* is."""
    place = position(text, start)
    line = text.split("\n")[place.line - 1].rstrip("\r")
    marker = re.sub(r"[^\t]", " ", line[: place.column - 1]) + "^"
    return MalformedQuery(place, reason, f"{line}\n{marker}", what)


def refuse_unreadable(text: str, what: str = "query") -> None:
    """Raise MalformedQuery for what the engine may read otherwise than our tokens."""
    if any(look(text) for look in _UNREADABLE):
        raise explain(text, "", what)


@lru_cache(maxsize=1)
def _read(text: str) -> tuple[Token, ...]:
    return tuple(tokens(text))


def _unended_string(text: str) -> tuple[int, str] | None:
    for token in _read(text):
        if token.kind == "open":
            return (
                token.start,
                f"the quotation that starts with {token.text} never ends.",
            )
    return None


def _stray_sign(text: str) -> tuple[int, str] | None:
    return doubts.stray_sign(_read(text))


def _bad_escape(text: str) -> tuple[int, str] | None:
    return doubts.bad_escape(_read(text))


def _run_together(text: str) -> tuple[int, str] | None:
    return doubts.run_together(_read(text))


def _wrong_sign(text: str) -> tuple[int, str] | None:
    before, clause = Token("sign", "", 0), ""
    for token in _read(text):
        if token.text in "“”„«»‘’" and token.kind == "sign":
            return token.start, f'{token.text} is no quotation mark of SPARQL: write ".'
        if token.text == before.text == "=" and before.end == token.start:
            return before.start, "equality is one sign: write =."
        if before.word == "filter" and token.kind == "variable":
            return token.start, "FILTER wants its condition in brackets: FILTER (...)."
        if token.text == "," and (before.kind, clause) == ("variable", "select"):
            return token.start, "variables after SELECT stand apart without a comma."
        clause = "" if token.text == "{" else token.word or clause
        before = token
    return None


def _lacking(text: str) -> tuple[int, str] | None:
    return missing(_read(text), text)


def _odd_word(text: str) -> tuple[int, str] | None:
    for token in _read(text):
        if token.word and token.word not in KEYWORDS:
            near = get_close_matches(token.word, KEYWORDS, n=1, cutoff=0.7)
            meant = _LOGIC.get(token.word) or (near[0].upper() if near else "")
            hint = f": did you mean {meant}?" if meant else "."
            return token.start, f"{token.text!r} is no word of SPARQL{hint}"
    return None


def _unknown_prefix(text: str) -> tuple[int, str] | None:
    declared = doubts.declared(_read(text))
    for token in _read(text):
        prefix = doubts.prefix(token)
        if token.kind == "name" and prefix not in declared:
            near = get_close_matches(prefix, declared, n=1, cutoff=0.75)
            hint = f" or write {near[0]}:" if near else ""
            return token.start, (
                f"nobody declared the prefix {prefix}: — add a line "
                f"PREFIX {prefix}: <...> before the query{hint}."
            )
    return None


def _unbalanced(text: str) -> tuple[int, str] | None:
    still_open: list[Token] = []
    for token in _read(text):
        if token.text in _CLOSING:
            still_open.append(token)
        elif token.text in _CLOSING.values():
            if not still_open or _CLOSING[still_open[-1].text] != token.text:
                return token.start, f"this {token.text} closes nothing."
            still_open.pop()
    if still_open:
        last = still_open[-1]
        return (
            last.start,
            f"this {last.text} is never closed: add {_CLOSING[last.text]}.",
        )
    return None


def _missing_by(text: str) -> tuple[int, str] | None:
    for token, after in pairwise(_read(text)):
        if token.word in ("order", "group") and after.word != "by":
            return token.start, f"{token.text.upper()} wants BY after it."
    return None


def _lacking_term(text: str) -> tuple[int, str] | None:
    """Find ``{ ?s ?p }`` and ``?x > )`` where nothing but plain terms is about."""
    pattern: list[Token] | None = None
    before, keyword = Token("sign", "", 0), ""
    for token in _read(text):
        if before.text in _COMPARISONS and token.text in (")", "}"):
            return (
                token.start,
                f"nothing follows {before.text}: give it a right-hand side.",
            )
        if before.text == "," and token.text in (")", "}", ".", ";"):
            return token.start, "nothing follows the comma: add what is missing."
        if pattern and len(pattern) == 1 and token.kind in ("string", "number"):
            return token.start, f"{token.text} is no predicate: that is an IRI or path."
        if pattern and token.text in (".", "}") and len(pattern) < 3:
            return (
                token.start,
                "a triple pattern needs a subject, a predicate and an object.",
            )
        if pattern and len(pattern) == 3 and token.kind in _TERMS:
            return token.start, f"a . or ; is missing before {token.text}."
        pattern = _grown(pattern, token, in_values=keyword == "values")
        before, keyword = token, token.word or keyword
    return None


def _grown(
    pattern: list[Token] | None, token: Token, *, in_values: bool
) -> list[Token] | None:
    """The triple pattern after *token*; None where it is none or not a plain one."""
    if token.text in (".", "{") and not in_values:
        return []
    term = token.kind in _TERMS or token.word in ("a", "true", "false")
    return [*pattern, token] if term and pattern is not None else None


def _bound_twice(text: str) -> tuple[int, str] | None:
    """Find a BIND whose variable has a value already."""
    seen: set[str] = set()
    binding = False
    for before, token in pairwise(_read(text)):
        binding = binding or token.word == "bind"
        if binding and before.word == "as" and token.text in seen:
            return token.start, f"{token.text} has a value already: take another name."
        binding = binding and before.word != "as"
        seen |= {token.text} if token.kind == "variable" else set()
    return None


_TERMS = ("iri", "name", "variable", "string", "number", "blank")
#: What other languages call SPARQL's operators.
_LOGIC = {"and": "&&", "or": "||", "like": "REGEX", "null": "!BOUND(...)"}
_COMPARISONS = ("=", "<", ">", "+", "-", "&", "|", "!")
_FAULTS: tuple[Callable[[str], tuple[int, str] | None], ...] = (
    _unended_string,
    _stray_sign,
    _bad_escape,
    _wrong_sign,
    _lacking,
    _odd_word,
    _unknown_prefix,
    _run_together,
    _unbalanced,
    _missing_by,
    _lacking_term,
    _bound_twice,
)
_UNREADABLE = (
    _unended_string, _stray_sign, _bad_escape, _odd_word, _unknown_prefix, _run_together
)  # fmt: skip


def _engine(text: str, message: str) -> tuple[int, str]:
    where = re.search(r"(\d+):(\d+): expected (?:one of )?(.*)", message, re.DOTALL)
    if not where:
        return 0, f"{message.rstrip('.')}."
    lines = text.split("\n")[: int(where[1]) - 1]
    place = min(sum(len(line) + 1 for line in lines) + int(where[2]) - 1, len(text))
    found = next((token for token in _read(text) if place < token.end), None)
    return found.start if found else place, _expectation(where[3], found)


#: What the engine says of a query that parses and yet means nothing, in our words.
_MEANINGLESS = {
    "variable that is unbound": "a variable after SELECT is neither grouped nor in an "
    "aggregate: add it to GROUP BY, or leave it out.",
    "overrides an existing variable": "a variable after AS has a value already: "
    "take another name.",
    "Duplicated variable name": "a name stands twice after SELECT: leave one out.",
    "not authorized with GROUP BY": "SELECT * cannot be grouped: name the columns.",
}


def _expectation(listed: str, found: Token | None) -> str:
    for theirs, ours in _MEANINGLESS.items():
        if theirs in listed:
            return ours
    what = repr(found.text) if found else "the end"
    signs: list[str] = re.findall(r'"([({)}\[\].;,]|<<|>>)"', listed)
    words: list[str] = re.findall(r"\b[A-Z]+\b", listed)
    expected = [*signs, *(each for each in words if each in _TOLD)]
    if not expected or "[" in re.sub(r'"[^"]*"', "", listed):
        return f"{what} cannot stand here; look at what comes just before it."
    return f"{what} cannot stand here: expected {' or '.join(expected)}."


#: Words that the engine expects where nothing else will do.
_TOLD = ("AS", "BY", "NAMED", "UNDEF", "WHERE")
