"""Files that cannot be read, loaded or written."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError, Position
from claimgraph.errors.parsing import undecoded, why


class MalformedFile(ClaimgraphError):
    """A file that does not parse."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: object, position: Position | None, reason: str) -> None:
        where = f"{name}, {position}" if position else str(name)
        super().__init__(f"{where}: {reason}. Nothing was loaded.")
        self.position = position
        self.reason = reason


def malformed(error: SyntaxError, name: object, content: bytes = b"") -> MalformedFile:
    """Say a parser's *error* in *content* with the file's *name* and position."""
    return MalformedFile(name, *why(error, content))


def undecodable(error: UnicodeDecodeError, name: object) -> MalformedFile:
    """Say where the file of that *name* is not UTF-8."""
    return MalformedFile(name, *undecoded(error))


class MissingFile(ClaimgraphError):
    """A path at which nothing can be read."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, path: object, advice: str = "Check the path.") -> None:
        super().__init__(f"There is nothing to read at {path}. {advice}")


class UnknownFormat(ClaimgraphError):
    """A file name or a format's name that says no format we know."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: object, known: str) -> None:
        super().__init__(f"No format is known for {name}: use one of {known}.")


class AssertedWorldTriple(ClaimgraphError):
    """Data that states as fact what only a claim may say."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_status = 1

    def __init__(self, graph: str, subject: str, predicate: str, object_: str) -> None:
        super().__init__(
            f"In {graph} stands {subject} {predicate} {object_} as a fact: write it as "
            "a cg:Proposition that somebody's claim affirms. Nothing was loaded."
        )


class ReservedGraph(ClaimgraphError):
    """Data that would pass for something that is derived or defined here."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, source: object, graph: str) -> None:
        super().__init__(
            f"{source} would fill the graph {graph}, which is kept for what is derived "
            "or defined here: rename the file or the graph. Nothing was loaded."
        )


class NotWritten(ClaimgraphError):
    """A formatter's text would not mean what the file means."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"{path} was left as it is: its canonical text would not read back as "
            "the same graph. Please report the file."
        )


class NoPlace(ClaimgraphError):
    """A place at which a report cannot be written."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"Nothing can be written to {path}: {reason}.")
