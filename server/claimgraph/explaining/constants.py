"""Constants in words: how two of them differ, and which mean nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from claimgraph import syntax
from claimgraph.answers import Term
from claimgraph.explaining.asking import Asker
from claimgraph.namespaces import PREFIXES, shorten

_XSD = PREFIXES["xsd"]
#: Datatypes that the engine can check, each by its own cast.
_CHECKED = (
    "boolean", "date", "dateTime", "dayTimeDuration", "decimal", "double", "duration",
    "float", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "integer", "time",
    "yearMonthDuration",
)  # fmt: skip
_NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "short")
#: How literals may be written without a datatype.
_BARE = (
    ("integer", r"[+-]?\d+"), ("decimal", r"[+-]?\d*\.\d+"), ("boolean", "true|false")
)  # fmt: skip
_ALIKE = 0.75


@dataclass(frozen=True)
class Impossible:
    """A literal whose text is none of its datatype's."""

    start: int
    text: str
    sentence: str


def impossible(asker: Asker) -> list[Impossible]:
    """Find the literals in the query that no value corresponds to."""
    tokens = [*syntax.tokens(asker.query.text)]
    found = {}
    for place in range(len(tokens) - 3):
        string, *mark, name = tokens[place : place + 4]
        if string.kind == "string" and [m.text for m in mark] == ["^", "^"]:
            found[asker.query.text[string.start : name.end]] = (string, name)
    terms = asker.resolve(found)
    return [
        Impossible(found[text][0].start, text, _advice(text, term))
        for text, term in terms.items()
        if isinstance(term, Literal) and not _means_something(asker, text, term)
    ]


def _means_something(asker: Asker, text: str, literal: Literal) -> bool:
    kind = literal.datatype.value.removeprefix(_XSD)
    if kind not in _CHECKED:
        return True
    return bool(asker.resolve([f"<{_XSD}{kind}>(STR({text}))"]))


def _advice(text: str, literal: Literal) -> str:
    kind = literal.datatype.value.removeprefix(_XSD)
    sentence = f"{text} is no xsd:{kind}, so nothing equals it"
    if kind == "dateTime" and re.fullmatch(r"\d{4}-\d\d-\d\d", literal.value):
        return f'{sentence}: it lacks a time, as in "{literal.value}T00:00:00Z".'
    return f"{sentence} and no comparison with it holds."


def say(term: Term | None) -> str:
    """Write a term as one would in a query, with our prefixes."""
    if isinstance(term, NamedNode):
        short = shorten(term.value)
        return short if short != term.value else f"<{term.value}>"
    if not isinstance(term, Literal):
        return "nothing" if term is None else str(term)
    kind = term.datatype.value
    if term.language or kind == f"{_XSD}string":
        return str(term)
    if any(kind == _XSD + name and re.fullmatch(p, term.value) for name, p in _BARE):
        return term.value
    return f"{str(term).partition('^^')[0]}^^{shorten(kind)}"


def kind_of(term: Term | None) -> str:
    """What kind of value a term is, as far as comparing goes."""
    if not isinstance(term, Literal):
        return "an IRI" if isinstance(term, NamedNode) else "a blank node"
    if term.language:
        return "text in a language"
    kind = term.datatype.value.removeprefix(_XSD)
    if kind in _NUMBERS:
        return "a number"
    return (
        "plain text" if kind == "string" else f"of type {shorten(term.datatype.value)}"
    )


def difference(asked: Term, found: Iterable[Term | None]) -> str:
    """
    Say how *asked* differs from the nearest of those *found*.

    Empty if none is near: the same text in another language, type or case; or a text
    that is spelt alike.
    """
    there = [term for term in found if isinstance(term, Literal)]
    if not isinstance(asked, Literal) or asked in there:
        return ""
    for term in there:
        if term.value == asked.value and term != asked:
            return (
                f"the data has {say(term)}, which is another term: {_how(asked, term)}"
            )
    lower = {term.value.lower(): term for term in reversed(there)}
    same = lower.get(asked.value.lower())
    if same is not None and same != asked:
        return f"the data spells it {say(same)}."
    near = get_close_matches(asked.value.lower(), lower, 1, _ALIKE)
    return f"did you mean {say(lower[near[0]])}?" if near else ""


def _how(asked: Literal, found: Literal) -> str:
    if asked.language != found.language:
        return f"its language tag is {_tag(found)}, not {_tag(asked)}."
    theirs, ours = shorten(found.datatype.value), shorten(asked.datatype.value)
    return f"its datatype is {theirs}, not {ours}."


def _tag(literal: Literal) -> str:
    return f"@{literal.language}" if literal.language else "none"


def examples(terms: Iterable[Term | None], most: int = 3) -> str:
    """Name the first of *terms*."""
    names = list(dict.fromkeys(map(say, terms)))
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
