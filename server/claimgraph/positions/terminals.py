"""
The terminals of RDF's text formats, as one regular expression.

They follow the grammars of Turtle, TriG, N-Triples and N-Quads, looser where only a
text that the engine refuses could tell the difference. Every repetition is possessive:
a text is read once from front to back, whatever is in it.
"""

import re

#: PN_CHARS: what is no ASCII sign. The engine has refused what else is no letter.
_CHARACTER = r"[^\x00-,./:-@\[-^`{-\x7f]"
#: The same, with what only a prefixed name has: the colon and the escape `%41`.
_NAME_CHARACTER = r"[^\x00-$&-,./;-@\[-^`{-\x7f]"
#: WS and comments.
_GAP = r"[ \t\r\n]*+(?:\#[^\r\n]*+[ \t\r\n]*+)*+"

_IRI = r"<(?!<)[^>]*+>"
_NUMBER = r"[+-]?(?:[0-9]++(?:\.[0-9]*+(?=[eE])|\.[0-9]++)?|\.[0-9]++)"
_EXPONENT = r"(?:[eE][+-]?[0-9]++)?"
_LOCAL_PART = rf"(?:{_NAME_CHARACTER}|\\.){_NAME_CHARACTER}*+"
#: What follows a prefix does not begin with a dot, nor does any name end with one.
_LOCAL = rf":(?:{_LOCAL_PART}(?:\.*+{_LOCAL_PART})*+)?+"
_WORD = rf"{_CHARACTER}++(?:\.++{_CHARACTER}++)*+"
_NAME = rf"(?:{_LOCAL}|{_WORD}(?:{_LOCAL})?+)"
_BLANK = rf"_:{_WORD}"
_STRING = "|".join(
    [
        r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""',
        r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''",
        r'"(?!"")[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+"',
        r"'(?!'')[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*+'",
    ]
)
#: What says nothing of a triple's place; as words they would be terms.
_DIRECTIVES = "|".join(
    [
        rf"[Pp](?ai:refix)(?=[ \t\r\n\#]){_GAP}{_NAME}{_GAP}{_IRI}",
        rf"[Bb](?ai:ase){_GAP}{_IRI}",
        rf"[Vv](?ai:ersion){_GAP}(?:{_STRING})",
        r"[Gg](?ai:raph)(?=[ \t\r\n\#<\[])",
    ]
)
_TOKENS = {
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
KINDS = ("gap", *_TOKENS)
_CHOICE = "|".join(f"({pattern})" for pattern in _TOKENS.values())
#: The next token of a text, whatever it is, and the gap before it.
TOKEN = re.compile(f"{_GAP}(?:{_CHOICE})", re.DOTALL)
