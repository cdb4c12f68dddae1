"""Texts that a store can read by itself: nothing in them is to be labelled.

What such a text says has no blank nodes, and its literals that a store would change
can be told, and be `exact.written`, in the text. It consists of the tokens of Turtle
and N-Triples that are known here, and of no others.
"""

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import XSD
from claimgraph.shacl import exact
from claimgraph.shacl.exact import DATATYPES

#: What may follow a number or a word: a full stop before a digit is part of a number.
_END = r"(?=[\s;,]|\.(?:\s|\Z))"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
_NAME = r"(?:[A-Za-z][\w-]*+)?+:"
#: A datatype of XML Schema, to be named twice.
_DATATYPE = rf"\^\^(?:xsd:{{}}|<{re.escape(XSD)}{{}}>){_END}"
_CAPTURING = re.compile(r"(?<!\\)\((?!\?)")
#: By datatype, the texts that a store keeps.
_KEPT = {name: _CAPTURING.sub("(?:", text) for name, text in DATATYPES["kept"].items()}
_TOKENS = (
    r"[\s;,]++",
    r"\.(?![0-9])",
    rf"{_NAME}[\w.:%\x80-\xff-]*+",
    _IRI,
    *(f'"(?:{text})"{_DATATYPE.format(name, name)}' for name, text in _KEPT.items()),
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""(?!["^])',
    r'"(?!"")(?:[^"\\\r\n]|\\.)*+"(?!["^])',
    rf"@(?!(?i:prefix|base)\b)[A-Za-z]++(?:-[A-Za-z0-9]++)*+{_END}",
    rf"(?:a|true|false|{_KEPT['integer']}|{_KEPT['decimal']}){_END}",
    rf"(?i:@?prefix)\s++(?:xsd:\s*+<{re.escape(XSD)}>|(?!xsd:){_NAME}\s*+{_IRI})",
    rf"(?i:@?base)\s++{_IRI}",
    r"#[^\r\n]*+",
)
#: As many tokens as there are that a store keeps.
_HARMLESS = re.compile(f"(?>{'|'.join(_TOKENS)})*+".encode("latin-1"), re.DOTALL)
#: A literal that a store may change.
_LITERAL = re.compile(
    (
        rf"(?P<number>[+-]?[0-9]*\.?[0-9]+(?P<exponent>[eE][+-]?[0-9]+)?){_END}"
        r'|"(?P<text>[^"\\\r\n]*)"'
        + _DATATYPE.format("(?P<xsd>[A-Za-z]+)", "(?P<iri>[A-Za-z]+)")
    ).encode("latin-1")
)


@dataclass(frozen=True)
class Text:
    """What a store may read by itself, and the literals that are *written* in it."""

    content: bytes
    written: frozenset[Literal]


def read(content: bytes) -> Text | None:
    """
    The *content* with its literals `exact.written`; None if a store must not read it.

    >>> text = read(b"PREFIX : <urn:> :a :b 1.5, 1.0 .")
    >>> [literal.value for literal in text.written]
    ['1.0']
    >>> read(b"[] <urn:a> 1 .") is None
    True
    """
    parts, written, at = list[bytes](), set[Literal](), 0
    while (end := _end(content, at)) < len(content):
        found = _LITERAL.match(content, end)
        literal = _literal(found) if found else None
        if found is None or literal is None:
            return None
        if exact.is_changed(literal):
            literal = exact.written(literal)  # type: ignore[assignment]
            written.add(literal)
        parts += [content[at:end], str(literal).encode()]
        at = found.end()
    return Text(b"".join([*parts, content[at:]]), frozenset(written))


def _end(content: bytes, at: int) -> int:
    """Where the tokens end that a store keeps."""
    found = _HARMLESS.match(content, at)
    return found.end() if found else at


def _literal(found: re.Match[bytes]) -> Literal | None:
    """The literal that was *found*; None if its text is not UTF-8."""
    number = found["number"]
    if number is not None:
        kind = "double" if found["exponent"] else "decimal"
        kind = kind if found["exponent"] or b"." in number else "integer"
        return Literal(number.decode(), datatype=NamedNode(XSD + kind))
    kind = (found["xsd"] or found["iri"]).decode()
    try:
        text = found["text"].decode()
    except UnicodeDecodeError:
        return None
    return Literal(text, datatype=NamedNode(XSD + kind))
