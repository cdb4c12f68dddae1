"""What the engine may read otherwise than our tokens say.

It knows no bounds between words, so that it takes ``SERVICEx:y`` for ``SERVICE x:y``
where nobody declared ``SERVICEx``; and where a token fails, it tries shorter ones.
"""

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from claimgraph.namespaces import PREFIXES
from claimgraph.syntax.tokens import KEYWORDS, Token

Fault = tuple[int, str]

#: What may follow a backslash in a quotation: surrogates are no characters.
_ESCAPE = re.compile(
    r"""\\(?:[tbnrf"'\\]|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}
      |U(?!0000[Dd][89A-Fa-f])00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})""",
    re.VERBOSE,
)
#: In a name without escapes: the engine ends it before the second dot.
_TWO_DOTS = re.compile(r":.*\.[^.]+\.+[^.]", re.DOTALL)
#: Words that a name may follow.
_NAMING = (
    "add", "copy", "describe", "from", "graph", "into", "load", "move", "named",
    "prefix", "service", "silent", "to", "using", "with",
)  # fmt: skip


def prefix(name: Token) -> str:
    """The prefix of a *name*."""
    return name.text.partition(":")[0]


def declared(read: Sequence[Token]) -> set[str]:
    """The prefixes that *read* may use: ours and those that it declares."""
    told = (name for word, name in pairwise(read) if word.word == "prefix")
    return {*PREFIXES} | {prefix(name) for name in told if name.kind == "name"}


def stray_sign(read: Sequence[Token]) -> Fault | None:
    """Find what ended the tokens before their time."""
    for token in read[-1:]:
        if token.text == "\\":
            return token.start, "a backslash cannot stand here."
        if token.kind == "doubt":
            return token.start, (
                "this < may begin an IRI or compare two values: put a space after it, "
                "or write the IRI whole, from https:// on."
            )
    return None


def bad_escape(read: Sequence[Token]) -> Fault | None:
    """Find a quotation with an escape that there is not: the engine ends it before."""
    for token in read:
        if token.kind == "string" and "\\" in _ESCAPE.sub("", token.text):
            return token.start, (
                r"what follows the \ in this quotation is no escape: write \\ for the "
                "sign itself."
            )
    return None


def run_together(read: Sequence[Token]) -> Fault | None:
    """Find names that the engine may take for a keyword and a name, or for two."""
    inside, before, known = 0, Token("sign", "", 0), declared(read)
    for token, after in pairwise([*read, Token("end", "", 0)]):
        inside += (token.text == "{") - (token.text == "}")
        if token.kind == "name" and before.word not in _NAMING:
            clause = not inside or after.text == "{"
            if clause and _starts_with_keyword(prefix(token), known):
                return token.start, f"{token.text} may be one word or two: rename it."
        if token.kind == "name" and _TWO_DOTS.search(re.sub(r"\\.", "", token.text)):
            return token.start, f"{token.text} has dots in two places: write the IRI."
        before = token
    return None


def _starts_with_keyword(name: str, known: Set[str]) -> bool:
    """Tell whether *name* is a row of keywords and a prefix that is *known*."""
    ends, lower = {0}, name.lower()
    for place in range(len(lower)):
        if place in ends:
            words = (word for word in KEYWORDS if lower.startswith(word, place))
            ends |= {place + len(word) for word in words}
    return any(name[end:] in known for end in ends - {0})
