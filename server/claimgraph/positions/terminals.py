"""
The terminals of RDF's text formats, as one regular expression.

They follow the grammars of Turtle, TriG, N-Triples and N-Quads, looser where only a
text that the engine refuses could tell the difference. A text is read once, from front
to back, and in constant memory, whatever is in it: nothing can be repeated in two ways,
and what is long is repeated possessively. What is repeated so fails within its first
literal characters or not at all, since Python before 3.11.5 goes wrong otherwise.
"""

import re

#: PN_CHARS: what is no ASCII sign. The engine has refused what else is no letter.
_SIGNS = r"\x00-$&-,/;-@\[-^`{-\x7f"
_CHARACTER, _INNER = rf"[^{_SIGNS}%.:]", rf"[^{_SIGNS}%:]"
#: The same in the local part of a name, which has colons, too, and `%41`.
_LOCAL_CHARACTER, _LOCAL_INNER = rf"[^{_SIGNS}.]", rf"[^{_SIGNS}]"
#: WS and comments.
_GAP = r"[ \t\r\n]*+(?:\#[^\r\n]*+[ \t\r\n]*+)*+"

_IRI = r"<(?!<)[^>]*+>"
_NUMBER = r"[+-]?(?:[0-9]++(?:\.[0-9]*+(?=[eE])|\.[0-9]++)?|\.[0-9]++)"
_EXPONENT = r"(?:[eE][+-]?[0-9]++)?"
_WORD = rf"{_CHARACTER}(?:{_INNER}*{_CHARACTER})?"
#: Ten thousand escapes are more than any name has.
_ESCAPED = rf"(?:{_LOCAL_INNER}*+\\.){{,9999}}"
_LOCAL = rf":(?:(?![-.]){_ESCAPED}(?:{_LOCAL_INNER}*{_LOCAL_CHARACTER})?)?"
_NAME = rf"(?:{_LOCAL}|{_WORD}(?:{_LOCAL})?)"
_BLANK = rf"_:{_WORD}"
#: In the templates of updates, which else are TriG.
_VARIABLE = rf"[?$]{_CHARACTER}++"
_STRING = "|".join(
    [
        r'"""[^"\\]*+(?:(?:\\.|"[^"\\]|"\\.|""[^"\\]|""\\.)[^"\\]*+)*+"""',
        r"'''[^'\\]*+(?:(?:\\.|'[^'\\]|'\\.|''[^'\\]|''\\.)[^'\\]*+)*+'''",
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
    "term": rf"{_IRI}|{_BLANK}|{_NUMBER}{_EXPONENT}|{_NAME}|{_VARIABLE}",
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
