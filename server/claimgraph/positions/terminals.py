"""
The terminals of RDF's text formats, as one regular expression for each family.

They follow the grammars of Turtle, TriG, N-Triples and N-Quads, looser where only a
text that the engine refuses could tell the difference. Every repetition is possessive:
a text is read once from front to back, whatever is in it.
"""

import re
from collections.abc import Mapping

#: PN_CHARS: what is no ASCII sign. The engine has refused what else is no letter.
_CHARACTER = r"[^\x00-,./:-@\[-^`{-\x7f]"
#: The same, with what only a prefixed name has: the colon and the escape `%41`.
_NAME_CHARACTER = r"[^\x00-$&-,./;-@\[-^`{-\x7f]"
#: WS and comments.
_GAP = r"[ \t\r\n]*+(?:\#[^\r\n]*+[ \t\r\n]*+)*+"

_IRI = r"<(?!<)[^>]*+>"
_BLANK = rf"_:{_CHARACTER}++(?:\.++{_CHARACTER}++)*+"
_NUMBER = r"[+-]?(?:[0-9]++(?:\.[0-9]*+(?=[eE])|\.[0-9]++)?|\.[0-9]++)"
_EXPONENT = r"(?:[eE][+-]?[0-9]++)?"
#: A prefixed name or a word such as `a`: a dot at its end ends the statement instead.
_NAME = rf"{_NAME_CHARACTER}++(?:\.*+(?:{_NAME_CHARACTER}|\\.){_NAME_CHARACTER}*+)*+"
_STRING = "|".join(
    [
        r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""',
        r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''",
        r'"(?!"")[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+"',
        r"'(?!'')[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*+'",
    ]
)
#: What says nothing of a triple's place. The engine takes `@prefix:<...>`, too.
_DIRECTIVES = "|".join(
    [
        rf"@prefix{_GAP}{_NAME}{_GAP}{_IRI}",
        rf"@base{_GAP}{_IRI}",
        rf"@version{_GAP}(?:{_STRING})",
        rf"[Pp](?ai:refix)(?=[ \t\r\n\#]){_GAP}{_NAME}{_GAP}{_IRI}",
        rf"[Bb](?ai:ase){_GAP}{_IRI}",
        rf"[Vv](?ai:ersion){_GAP}(?:{_STRING})",
        r"[Gg](?ai:raph)(?=[ \t\r\n\#<\[])",
    ]
)
_TERSE = {
    "directive": _DIRECTIVES,
    "term": rf"{_IRI}|{_BLANK}|{_NUMBER}{_EXPONENT}|{_NAME}",
    "string": _STRING,
    "suffix": rf"@[A-Za-z0-9-]++|\^\^{_GAP}(?:{_IRI}|{_NAME})",
    ".": r"\.",
    ",": r",",
    ";": r";",
    "[": r"\[",
    "]": r"\]",
    "<<(": r"<<\(",
    "<<": r"<<",
    ")>>": r"\)>>",
    ">>": r">>",
    "(": r"\(",
    ")": r"\)",
    "{|": r"\{\|",
    "|}": r"\|\}",
    "{": r"\{",
    "}": r"\}",
    "~": r"~",
    "end": r"\Z",
    "stray": r".",
}
#: The kinds of tokens: each is matched by the group whose number is its index here.
KINDS = ("gap", *_TERSE)
#: In lines there are no directives: `@base` is a language, and an IRI may come after it.
_LINES = _TERSE | {"directive": r"(?!)"}


def _pattern(tokens: Mapping[str, str]) -> re.Pattern[str]:
    """The next token of a text, whatever it is, and the gap before it."""
    choice = "|".join(f"({pattern})" for pattern in tokens.values())
    return re.compile(f"{_GAP}(?:{choice})", re.DOTALL)


TERSE, LINES = _pattern(_TERSE), _pattern(_LINES)
