"""Property paths as SPARQL writes them, and as SHACL does (SHACL 1.0, 2.3.1)."""

import re

_TOKEN = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*>|[/|^*+?()]")
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_DEEPEST = 50


class NotAPath(ValueError):
    """Text that is no property path of SHACL's kind."""


def as_shacl(path: str) -> str:
    """
    Write a SPARQL property path with whole IRIs as a SHACL one in Turtle.

    Raises NotAPath for what is none, or nests too deeply.

    >>> as_shacl("^<a:a>/(<a:b>|<a:c>)")
    '( [ sh:inversePath <a:a> ] [ sh:alternativePath ( <a:b> <a:c> ) ] )'
    """
    tokens = _TOKEN.findall(path)
    if "".join(tokens) != path:
        raise NotAPath(path)
    parser = _Parser(tokens)
    written = parser.alternative(0)
    if parser.tokens:
        raise NotAPath(path)
    return written


class _Parser:
    """Reads *tokens* from the end of the list, by SPARQL 1.1's rules [88] to [94]."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def _next(self, *expected: str) -> str:
        if self.tokens and (not expected or self.tokens[-1] in expected):
            return self.tokens.pop()
        return ""

    def alternative(self, depth: int) -> str:
        parts = [self._sequence(depth)]
        while self._next("|"):
            parts.append(self._sequence(depth))
        several = f"[ sh:alternativePath ( {' '.join(parts)} ) ]"
        return parts[0] if len(parts) == 1 else several

    def _sequence(self, depth: int) -> str:
        parts = [self._inverse(depth)]
        while self._next("/"):
            parts.append(self._inverse(depth))
        return parts[0] if len(parts) == 1 else f"( {' '.join(parts)} )"

    def _inverse(self, depth: int) -> str:
        if self._next("^"):
            return f"[ sh:inversePath {self._repeated(depth)} ]"
        return self._repeated(depth)

    def _repeated(self, depth: int) -> str:
        primary = self._primary(depth)
        sign = self._next(*_REPEATED)
        return f"[ sh:{_REPEATED[sign]} {primary} ]" if sign else primary

    def _primary(self, depth: int) -> str:
        first = self._next()
        if first.startswith("<"):
            return first
        if first != "(" or depth == _DEEPEST:
            raise NotAPath(first)
        inner = self.alternative(depth + 1)
        if not self._next(")"):
            raise NotAPath(first)
        return inner
