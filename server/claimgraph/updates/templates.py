"""What a SPARQL update inserts, where it stands in its text."""

from collections.abc import Generator, Iterator

from claimgraph.syntax import Token, tokens
from claimgraph.updates.edits import Edit, blanks, edited
from claimgraph.updates.operations import DECLARATIONS

_BRACES = {"{": 1, "}": -1}


def inserted(text: str, variable: str = "") -> str:
    """
    The templates of INSERT in an update *text*, and its declarations, as TriG.

    They stand where they stood, amid blanks; so do their variables, unless each is
    replaced by a *variable*. A collection that is a statement by itself stays, too,
    though TriG does not allow it.

    >>> inserted("INSERT DATA { <a:s> a <a:C> GRAPH <a:g> { <a:s> a <a:D> } }")
    '              <a:s> a <a:C> .     <a:g> { <a:s> a <a:D> }  '
    """
    return edited(text, _Reader(text, variable).edits())


class _Reader:
    """Reads off the tokens of an update *text* how to make it TriG."""

    def __init__(self, text: str, variable: str) -> None:
        self._text = text
        self._variable = variable
        self._tokens = iter(tokens(text))

    def edits(self) -> Iterator[Edit]:
        """Blanks for all but declarations and templates, and what these need."""
        until, before = 0, ""
        for token in self._tokens:
            if token.word in DECLARATIONS:
                yield self._blank(until, token.start)
                until = self._declaration()
            elif token.text == "{" and before == "insert":
                yield self._blank(until, token.end)
                until = yield from self._template()
            elif token.text == "{":
                self._skip()
            before = before if token.word == "data" else token.word
        yield self._blank(until, len(self._text))

    def _blank(self, start: int, end: int) -> Edit:
        return start, end, blanks(self._text[start:end])

    def _declaration(self) -> int:
        """Read a declaration; where it ends."""
        last = (each.end for each in self._tokens if each.kind in ("iri", "string"))
        return next(last, len(self._text))

    def _skip(self) -> None:
        """Read up to the brace that closes."""
        depth = 1
        for token in self._tokens:
            depth += _BRACES.get(token.text, 0)
            if depth == 0:
                return

    def _template(self) -> Generator[Edit, None, int]:
        """
        Read a template up to the brace that closes; where it ends.

        SPARQL needs no dot before GRAPH and at the end, and may have one after a graph;
        with TriG it is the other way round.
        """
        depth, is_open, before = 1, False, ""
        for token in self._tokens:
            depth += _BRACES.get(token.text, 0)
            if depth == 0 or (depth == 1 and _separates(token)):
                yield _stop(token, is_open=is_open)
                is_open = False
            elif depth == 1 and token.text != "}" and before != "graph":
                is_open = True
            if token.kind == "variable" and self._variable:
                yield token.start, token.end, self._variable
            if depth == 0:
                return token.end
            before = token.word
        return len(self._text)


def _separates(token: Token) -> bool:
    """Whether *token* ends a statement that stands in no graph."""
    return token.text == "." or token.word == "graph"


def _stop(token: Token, *, is_open: bool) -> Edit:
    """Put a dot for *token* if it ends a statement that *is open*."""
    put = "." if is_open else " "
    return token.start, token.end, put.ljust(len(token.text))
