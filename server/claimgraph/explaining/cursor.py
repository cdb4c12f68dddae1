"""A place among the tokens of a query's text."""

from claimgraph.syntax import Token

END = Token("end", "", 0)
_CLOSED = {"(": ")", "{": "}", "[": "]"}


class Unreadable(Exception):
    """A text that the engine may understand but this reader does not; says where."""

    def __init__(self, token: Token) -> None:
        super().__init__(f"{token.text!r} is not understood here")
        self.start = token.start


class Cursor:
    """A place among the tokens of a text."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self.text = text
        self.tokens = found
        self.place = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token at hand, or one further on."""
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else END

    def next(self) -> Token:
        """Step over the token at hand."""
        token = self.peek()
        if token is END:
            raise Unreadable(self.tokens[-1] if self.tokens else token)
        self.place += 1
        return token

    def at(self, *spellings: str) -> bool:
        """Whether the next tokens are spelt so, keywords in lower case."""
        found = [self.peek(ahead) for ahead in range(len(spellings))]
        return [token.word or token.text for token in found] == [*spellings]

    def take(self, *spellings: str) -> bool:
        """Step over the next tokens if they are spelt so."""
        taken = self.at(*spellings)
        self.place += len(spellings) * taken
        return taken

    def expect(self, *spellings: str) -> Token:
        """Step over the next tokens, the first of which is returned."""
        first = self.peek()
        if not self.take(*spellings):
            raise Unreadable(first)
        return first

    @property
    def end(self) -> int:
        """Where the token ends that was stepped over last."""
        return self.tokens[self.place - 1].end

    def balanced(self) -> None:
        """Step over a bracket and all up to the one that closes it."""
        still_open = [_CLOSED[self.next().text]]
        while still_open:
            token = self.next()
            if token.text in _CLOSED:
                still_open.append(_CLOSED[token.text])
            elif token.text == still_open[-1]:
                still_open.pop()
