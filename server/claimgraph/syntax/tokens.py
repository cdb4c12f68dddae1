"""The tokens of a SPARQL text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from claimgraph.errors.base import Position

#: Tokens of SPARQL 1.2, section 19.8, as far as telling words apart needs it.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                  |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<open>"{3}|'{3}|"|')
      | (?P<variable>[?$]\w+)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9-]+)*)
      | (?P<blank>_:\w(?:[\w-]|\.+(?=[\w-]))*)
      | (?P<name>(?:[^\W\d_](?:[\w-]|\.+(?=[\w-])){0,250}+)?+:
                (?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.|\.+(?=[\w:%\\-]))*)?)
      | (?P<number>\d++\.[eE][+-]?\d+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<term><<|>>)
      | (?P<space>\s+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)

#: The words of SPARQL 1.2 queries and updates, in lower case.
_WORDS = (
    "a", "abs", "add", "adjust", "all", "as", "asc", "ask", "avg", "base", "bind",
    "bnode", "bound", "by", "ceil", "clear", "coalesce", "concat", "construct",
    "contains", "copy", "count", "create", "data", "datatype", "day", "default",
    "delete", "desc", "describe", "distinct", "drop", "encode_for_uri", "exists",
    "false", "filter", "floor", "from", "graph", "group", "group_concat", "haslang",
    "haslangdir", "having", "hours", "if", "in", "insert", "into", "iri", "isblank",
    "isiri", "isliteral", "isnumeric", "istriple", "isuri", "lang", "langdir",
    "langmatches", "lateral", "lcase", "limit", "load", "max", "md5", "min", "minus",
    "minutes", "month", "move", "named", "not", "now", "object", "offset", "optional",
    "order", "predicate", "prefix", "rand", "reduced", "regex", "replace", "round",
    "sameterm", "sample", "seconds", "select", "separator", "service", "sha1", "sha256",
    "sha384", "sha512", "silent", "str", "strafter", "strbefore", "strdt", "strends",
    "strlang", "strlangdir", "strlen", "strstarts", "struuid", "subject", "substr",
    "sum", "timezone", "to", "triple", "true", "tz", "ucase", "undef", "union",
    "unsaid", "uri", "using", "uuid", "values", "version", "where", "with", "year",
)  # fmt: skip
KEYWORDS = frozenset(_WORDS)

#: What an IRI between round brackets may follow as an operand, were it no IRI.
_OPERANDS = ("variable", "number", "string", "name", "iri", "tag")
_ENDS = (")", "}", ">>", "true", "false")
_WHOLE = re.compile("<[A-Za-z][A-Za-z0-9+.-]*://")


class Token(NamedTuple):
    """A piece of the text: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends, exclusive."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The keyword in lower case, or nothing if this is none."""
        return self.text.lower() if self.kind == "word" else ""


#: A text up to this length is remembered: several look at it, one after the other.
_SHORT = 1 << 16


def tokens(text: str) -> Sequence[Token]:
    """
    Split *text* into its tokens, leaving out spaces and comments.

    A quotation that never ends, a backslash outside of one, and a sign of comparison
    that may begin an IRI are the last token: what follows cannot be read safely. The
    time taken grows with the length of *text* and no faster.

    >>> [token.text for token in tokens("ASK { ?s :p '}' } # end")]
    ['ASK', '{', '?s', ':p', "'}'", '}']
    """
    return _remembered(text) if len(text) <= _SHORT else tuple(_split(text))


@lru_cache(maxsize=2)  # the text as written, and with its code points unescaped
def _remembered(text: str) -> Sequence[Token]:
    return tuple(_split(text))


def _split(text: str) -> Iterator[Token]:
    before, still_open = Token("sign", "", 0), [""]
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind in ("space", "comment"):
            continue
        token = Token(kind, match.group(), match.start())
        if token.kind == "iri" and _may_compare(token, before, still_open[-1]):
            token = Token("doubt", "<", token.start)
        yield token
        if token.kind in ("open", "doubt") or token.text == "\\":
            return
        _follow(still_open, token, before)
        before = token


def _may_compare(iri: Token, before: Token, bracket: str) -> bool:
    """
    Tell whether the engine may read ``<`` in what looks like an *iri*.

    It may after an operand between round brackets. It matters where a quotation,
    comment or bracket would begin; ``<https://...`` cannot be read otherwise.
    """
    operand = before.kind in _OPERANDS or before.text in _ENDS
    if bracket != "(" or not operand:
        return False
    return bool(re.search("['#(]", iri.text)) and not _WHOLE.match(iri.text)


def _follow(still_open: list[str], token: Token, before: Token) -> None:
    """Note in *still_open* which brackets are open after *token*."""
    if token.text in ("(", "{", "["):
        triple = token.text == "(" and before.text == "<<"
        still_open.append("<<(" if triple else token.text)
    elif token.text in (")", "}", "]") and len(still_open) > 1:
        still_open.pop()


def position(text: str, start: int) -> Position:
    """The line and column of the character at *start* in *text*."""
    before = text[:start]
    return Position(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)
