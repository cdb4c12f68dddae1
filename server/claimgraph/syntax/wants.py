"""What SPARQL's words want after them, and what stands there instead."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from claimgraph.syntax.tokens import Token

Fault = tuple[int, str]

_END = "the end"
_GROUP = "{word} wants a group after it: {word} {{ ... }}."
_BRACKETS = "{word} wants brackets after it: {word}({example})."
_NUMBER = "{word} wants a whole number after it."
_NAMED = (
    "an expression after SELECT stands in brackets and has a name: "
    "({word}({example}) AS ?name)."
)


def _is(*texts: str) -> Callable[[Token], bool]:
    return lambda token: token.text in texts


def _is_kind(*kinds: str) -> Callable[[Token], bool]:
    return lambda token: token.kind in kinds


#: A word, what must follow it, and what to say where something else does.
_WANTS: dict[str, tuple[Callable[[Token], bool], str]] = {
    **dict.fromkeys(
        ("optional", "union", "minus", "exists", "lateral", "where"), (_is("{"), _GROUP)
    ),
    **dict.fromkeys(("asc", "desc"), (_is("("), _BRACKETS.replace("{example}", "?x"))),
    **dict.fromkeys(("limit", "offset"), (lambda token: token.text.isdigit(), _NUMBER)),
    "as": (_is_kind("variable"), "{word} wants a variable after it: AS ?name."),
    "bind": (_is("("), "{word} wants brackets after it: BIND (... AS ?name)."),
    "values": (
        lambda token: token.kind == "variable" or token.text == "(",
        "{word} wants its variables after it: VALUES ?x {{ ... }}.",
    ),
    "having": (
        lambda token: token.kind != "variable" and token.text != "{",
        "{word} wants its condition in brackets: HAVING (...).",
    ),
    "graph": (
        lambda token: token.text != "{",
        "{word} wants the name of a graph, or a variable, before the group.",
    ),
    "select": (
        lambda token: (
            token.text not in ("{", "") and token.word not in ("where", "from")
        ),
        "{word} wants variables after it, or * for all.",
    ),
}
_AGGREGATES = ("count", "sum", "min", "max", "avg", "sample", "group_concat")


def missing(tokens: Sequence[Token], text: str) -> Fault | None:
    """Find the first word in *text* that lacks what must follow it: where, and what."""
    looks = (_unsaid, _incomplete, _declarations, _literals, _columns, _rows, _over)
    found = [fault for look in looks for fault in look(tokens, text)]
    return min(found, default=None)


def _unsaid(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    if tokens and tokens[0].kind != "word":
        yield tokens[0].start, "start with what is asked, as SELECT, ASK or CONSTRUCT."


def _incomplete(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    end = Token("end", "", len(text.rstrip()))
    for token, after in pairwise([*tokens, end]):
        fits, sentence = _WANTS.get(token.word, (None, ""))
        if fits and not fits(after):
            yield after.start, sentence.format(word=token.text.upper())


def _declarations(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    end = Token("end", "", 0)
    for token, name, iri in zip(
        tokens, [*tokens[1:], end], [*tokens[2:], end, end], strict=False
    ):
        declared = name.text.endswith(":") and iri.kind == "iri"
        if token.word == "prefix" and not declared:
            yield (
                token.start,
                "PREFIX wants a name that ends with a colon, and an IRI in angle "
                "brackets: PREFIX cg: <https://...>.",
            )


def _literals(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    """Find terms that are nearly written as they should be."""
    for token, after in pairwise(tokens):
        rest = text[token.end :]
        if token.kind == "string" and re.match(r"\^(?!\^)\S", rest):
            yield after.start, 'a datatype stands after ^^, as in "2023"^^xsd:gYear.'
        if token.kind == "string" and after.text == "@":
            yield after.start, 'a language is missing after @, as in "paix"@fr.'
        if token.text == "<" and re.match(r"[a-z]+:/[^>\n]*>", rest):
            yield token.start, "an IRI has no space or quotation mark."
        hyphen = token.kind == "variable" and re.match(r"-([^\W\d]\w*)", rest)
        if hyphen:
            name = f"{token.text}_{hyphen[1]}"
            yield token.start, f"a variable has no hyphen: write {name}."


def _columns(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    """Find what stands among the columns of a SELECT without brackets or a name."""
    depth, selecting, named = 0, False, False
    for token, after in pairwise(tokens):
        ends = token.text == "{" or token.word in ("where", "from")
        selecting = (selecting or token.word == "select") and not ends
        if not selecting:
            depth = 0
        elif token.text == "(":
            named = named and depth > 0
            depth += 1
        elif token.text == ")":
            depth -= 1
            if depth == 0 and not named:
                yield token.start, "a name is missing: (... AS ?name)."
        elif depth == 0 and token.word in _AGGREGATES and after.text == "(":
            yield token.start, _NAMED.format(word=token.text.upper(), example="...")
        named = named or token.word == "as"


def _over(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    """Find a full stop, or another query, after the end."""
    depth = 0
    forms = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        forms += depth == 0 and token.word in ("select", "ask", "construct", "describe")
        if depth == 0 and (token.text == "." or forms > 1):
            yield token.start, f"{token.text} stands after the end of the query."
            return


def _rows(tokens: Sequence[Token], text: str) -> Iterator[Fault]:
    """Find rows of VALUES that have more or fewer values than there are variables."""
    for place, (token, after) in enumerate(pairwise(tokens)):
        if token.word == "values" and after.text == "(":
            yield from _uneven(tokens[place + 1 :])


def _uneven(tokens: Sequence[Token]) -> Iterator[Fault]:
    size = wanted = 0
    started = False
    for before, token in pairwise(tokens):
        if token.text == ")" and not started:
            wanted, started = size, True
        elif token.text == "(":
            size = 0
        elif token.text == ")" and size != wanted:
            yield (
                token.start,
                f"this row has not {wanted} values, one for each variable: write "
                "UNDEF for one that is not known.",
            )
            return
        elif token.text == "}":
            return
        else:
            typed = before.text == "^" or token.text == "^" or token.kind == "tag"
            size += not typed and token.text != "{"
