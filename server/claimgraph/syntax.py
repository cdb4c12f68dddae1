"""The tokens of a SPARQL text, and our own sentences for what is wrong with one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from claimgraph.errors import (
    ForbiddenOperation,
    MalformedQuery,
    Position,
    ReadOnly,
    TooDeep,
    TooLong,
)
from claimgraph.namespaces import PREFIXES

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
      | (?P<name>(?:[^\W\d_](?:[\w-]|\.+(?=[\w-]))*)?:
                (?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.|\.+(?=[\w:%\\-]))*)?)
      | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<term><<|>>)
      | (?P<space>\s+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)

KEYWORDS = frozenset(
    [
        "a",
        "abs",
        "add",
        "all",
        "as",
        "asc",
        "ask",
        "avg",
        "base",
        "bind",
        "bnode",
        "bound",
        "by",
        "ceil",
        "clear",
        "coalesce",
        "concat",
        "construct",
        "contains",
        "copy",
        "count",
        "create",
        "data",
        "datatype",
        "day",
        "default",
        "delete",
        "desc",
        "describe",
        "distinct",
        "drop",
        "encode_for_uri",
        "exists",
        "false",
        "filter",
        "floor",
        "from",
        "graph",
        "group",
        "group_concat",
        "haslang",
        "haslangdir",
        "having",
        "hours",
        "if",
        "in",
        "insert",
        "into",
        "iri",
        "isblank",
        "isiri",
        "isliteral",
        "isnumeric",
        "istriple",
        "isuri",
        "lang",
        "langdir",
        "langmatches",
        "lateral",
        "lcase",
        "limit",
        "load",
        "max",
        "md5",
        "min",
        "minus",
        "minutes",
        "month",
        "move",
        "named",
        "not",
        "now",
        "object",
        "offset",
        "optional",
        "order",
        "predicate",
        "prefix",
        "rand",
        "reduced",
        "regex",
        "replace",
        "round",
        "sameterm",
        "sample",
        "seconds",
        "select",
        "separator",
        "service",
        "sha1",
        "sha256",
        "sha384",
        "sha512",
        "silent",
        "str",
        "strafter",
        "strbefore",
        "strdt",
        "strends",
        "strlang",
        "strlangdir",
        "strlen",
        "strstarts",
        "struuid",
        "subject",
        "substr",
        "sum",
        "timezone",
        "to",
        "triple",
        "true",
        "tz",
        "ucase",
        "undef",
        "union",
        "unsaid",
        "uri",
        "using",
        "uuid",
        "values",
        "version",
        "where",
        "with",
        "year",
    ]
)

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
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_OPENING = ("(", "{", "[", "<<")
_SHUTTING = (")", "}", "]", ">>")


@dataclass(frozen=True)
class Token:
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


def tokens(text: str) -> Iterator[Token]:
    """
    Split *text* into its tokens, leaving out spaces and comments.

    >>> [token.text for token in tokens("ASK { ?s :p '}' } # end")]
    ['ASK', '{', '?s', ':p', "'}'", '}']
    """
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())


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
        chained.update({operator} & _CHAINED)
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


def refuse_fetching(text: str) -> None:
    """
    Raise ForbiddenOperation if *text* would fetch from another address.

    What the tokens here cannot read safely is refused as malformed.
    """
    for token in _all_readings(text):
        if token.word in ("service", "load"):
            raise ForbiddenOperation(token.text.upper(), position(text, token.start))
        if token.text == "\\":
            raise _malformed(text, token.start, "a backslash cannot stand here.")


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


def explain(text: str, message: str, what: str = "query") -> MalformedQuery:
    """
    Say what is wrong with *text*, which the engine refused with *message*.

    Looked for in this order: a quotation left open, a word that is no keyword, a prefix
    that nobody declared, a bracket left open, a triple pattern or comparison that lacks
    a term; else the engine's own place, with what it expected there if that is a short
    list.
    """
    for look in _FAULTS:
        found = look(text)
        if found:
            return _malformed(text, *found, what)
    return _malformed(text, *_engine(text, message), what)


def _malformed(
    text: str, start: int, reason: str, what: str = "query"
) -> MalformedQuery:
    place = position(text, start)
    line = text.split("\n")[place.line - 1].rstrip("\r")
    marker = re.sub(r"[^\t]", " ", line[: place.column - 1]) + "^"
    return MalformedQuery(place, reason, f"{line}\n{marker}", what)


def position(text: str, start: int) -> Position:
    """The line and column of the character at *start* in *text*."""
    before = text[:start]
    return Position(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)


def _unended_string(text: str) -> tuple[int, str] | None:
    for token in tokens(text):
        if token.kind == "open":
            return (
                token.start,
                f"the quotation that starts with {token.text} never ends.",
            )
    return None


def _wrong_sign(text: str) -> tuple[int, str] | None:
    before, clause = Token("sign", "", 0), ""
    for token in tokens(text):
        if token.text in "“”„«»‘’" and token.kind == "sign":
            return token.start, f'{token.text} is no quotation mark of SPARQL: write ".'
        if token.text == before.text == "=" and before.end == token.start:
            return before.start, "equality is one sign: write =."
        if token.kind == "iri" and not re.match(r"<[A-Za-z][\w+.-]*:", token.text):
            return token.start, f"{token.text} lacks its scheme, such as https:."
        if before.word == "filter" and token.kind == "variable":
            return token.start, "FILTER wants its condition in brackets: FILTER (...)."
        if token.text == "," and (before.kind, clause) == ("variable", "select"):
            return token.start, "variables after SELECT stand apart without a comma."
        clause = token.word or clause
        before = token
    return None


def _odd_word(text: str) -> tuple[int, str] | None:
    for token in tokens(text):
        if token.word and token.word not in KEYWORDS:
            near = get_close_matches(token.word, KEYWORDS, n=1, cutoff=0.7)
            meant = _LOGIC.get(token.word) or (near[0].upper() if near else "")
            hint = f": did you mean {meant}?" if meant else "."
            return token.start, f"{token.text!r} is no word of SPARQL{hint}"
    return None


def _unknown_prefix(text: str) -> tuple[int, str] | None:
    names = [token for token in tokens(text) if token.kind == "name"]
    declared = {*PREFIXES, *re.findall(r"(?i)\bprefix\s+([\w.-]*):", text)}
    for token in names:
        prefix = token.text.split(":")[0]
        if prefix not in declared:
            near = get_close_matches(prefix, declared, n=1, cutoff=0.75)
            hint = f" or write {near[0]}:" if near else ""
            return token.start, (
                f"nobody declared the prefix {prefix}: — add a line "
                f"PREFIX {prefix}: <...> before the query{hint}."
            )
    return None


def _unbalanced(text: str) -> tuple[int, str] | None:
    still_open: list[Token] = []
    for token in tokens(text):
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
    found = list(tokens(text))
    for token, after in pairwise(found):
        if token.word in ("order", "group") and after.word != "by":
            return token.start, f"{token.text.upper()} wants BY after it."
    return None


def _lacking_term(text: str) -> tuple[int, str] | None:
    """Find ``{ ?s ?p }`` and ``?x > )`` where nothing but plain terms is about."""
    pattern: list[Token] | None = None
    before, keyword = Token("sign", "", 0), ""
    for token in tokens(text):
        if before.text in _COMPARISONS and token.text in (")", "}"):
            return (
                token.start,
                f"nothing follows {before.text}: give it a right-hand side.",
            )
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


_TERMS = ("iri", "name", "variable", "string", "number", "blank")
#: What other languages call SPARQL's operators.
_LOGIC = {"and": "&&", "or": "||", "like": "REGEX", "null": "!BOUND(...)"}
_COMPARISONS = ("=", "<", ">", "+", "-", "&", "|", "!")
_FAULTS: tuple[Callable[[str], tuple[int, str] | None], ...] = (
    _unended_string,
    _wrong_sign,
    _odd_word,
    _unknown_prefix,
    _unbalanced,
    _missing_by,
    _lacking_term,
)


def _engine(text: str, message: str) -> tuple[int, str]:
    where = re.search(r"(\d+):(\d+): expected (?:one of )?(.*)", message, re.DOTALL)
    if not where:
        return 0, f"{message.rstrip('.')}."
    lines = text.split("\n")[: int(where[1]) - 1]
    place = min(sum(len(line) + 1 for line in lines) + int(where[2]) - 1, len(text))
    found = next((t for t in tokens(text) if t.start <= place < t.end), None)
    return found.start if found else place, _expectation(where[3], found)


#: What the engine says of a query that parses and yet means nothing, in our words.
_MEANINGLESS = {
    "variable that is unbound": "a variable after SELECT is neither grouped nor in an "
    "aggregate: add it to GROUP BY, or leave it out.",
    "overrides an existing variable": "a variable after AS has a value already: "
    "take another name.",
}


def _expectation(listed: str, found: Token | None) -> str:
    for words, ours in _MEANINGLESS.items():
        if words in listed:
            return ours
    what = repr(found.text) if found else "the end"
    expected = [word for word in re.split(r",\s*", listed) if word.isalpha()]
    if not 1 <= len(expected) < 10 or "[_]" in listed:
        return f"{what} cannot stand here; look at what comes just before it."
    return f"{what} cannot stand here: expected {' or '.join(expected)}."
