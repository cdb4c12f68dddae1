"""What a query's tokens tell: its form, projections, prefixes and variables."""

from collections.abc import Iterator
from itertools import pairwise

from claimgraph.syntax.tokens import Token, tokens

_FORMS = ("select", "ask", "construct", "describe")
#: What no query with pre-bound variables may have (SHACL, appendix A).
_FORBIDDEN = frozenset({"minus", "values", "service"})
_OPENING, _SHUTTING = frozenset("({["), frozenset(")}]")
#: What stands for the path of a shape while a text is parsed: a property may stand
#: anywhere, a path in the place of a predicate only.
PROPERTY = "<urn:claimgraph:path>"
PATH = f"^{PROPERTY}"


class Text:
    """The text of a query that is well within what tokens can tell."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)

    @property
    def form(self) -> str:
        """The query's first form: select, ask, construct or describe."""
        words = (token.word for token in self._tokens)
        return next((word for word in words if word in _FORMS), "")

    def forbidden(self) -> set[str]:
        """The words that pre-binding forbids and that stand here."""
        return {token.word for token in self._tokens} & _FORBIDDEN

    def fetches(self) -> bool:
        """Whether it would ask other endpoints."""
        return any(token.word == "service" for token in self._tokens)

    def variables(self) -> set[str]:
        """The names of all variables."""
        return {each.text[1:] for each in self._tokens if each.kind == "variable"}

    def assigned(self) -> set[str]:
        """The names of the variables that AS gives a value."""
        return {
            after.text[1:]
            for before, after in pairwise(self._tokens)
            if before.word == "as" and after.kind == "variable"
        }

    def prefixes(self) -> set[str]:
        """The prefixes that are used and that the text does not declare itself."""
        used = {each.text.split(":")[0] for each in self._tokens if each.kind == "name"}
        return used - {name.rstrip(":") for name in self._declared()}

    def _declared(self) -> Iterator[str]:
        for before, after in pairwise(self._tokens):
            if before.word == "prefix" and after.kind == "name":
                yield after.text

    def projections(self) -> list[set[str]]:
        """What each SELECT gives, in the order of the text; an asterisk for all."""
        starts = [n for n, each in enumerate(self._tokens) if each.word == "select"]
        return [self._projection(start + 1) for start in starts]

    def _projection(self, start: int) -> set[str]:
        found, depth, before = set[str](), 0, ""
        for token in self._tokens[start:]:
            if depth == 0 and (token.text == "{" or token.word in ("where", "from")):
                break
            depth += (token.text in _OPENING) - (token.text in _SHUTTING)
            if token.text == "*" and depth == 0:
                found.add("*")
            if token.kind == "variable" and (depth == 0 or before == "as"):
                found.add(token.text[1:])
            before = token.word
        return found

    def with_path(self, path: str) -> str:
        """The text with *path* in the place of $PATH."""
        parts, end = list[str](), 0
        for token in self._tokens:
            if _is_path(token):
                parts += [self._text[end : token.start], path]
                end = token.end
        return "".join([*parts, self._text[end:]])


def _is_path(token: Token) -> bool:
    return token.kind == "variable" and token.text[1:] == "PATH"
