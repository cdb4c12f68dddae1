"""What all errors have: a sentence, a status, perhaps a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True)
class Position:
    """A place in a text: line and column count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


class ClaimgraphError(Exception):
    """
    Anything that we can tell a user in one sentence.

    *position* and *excerpt* say where, if the error has a place in a text. *report* is
    a report of validation in objects of JSON, if that is what went wrong.
    """

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    exit_status = 2
    position: Position | None = None
    excerpt = ""
    report: Mapping[str, Any] | None = None

    @property
    def kind(self) -> str:
        """The stable name of this kind of error, as its problem type ends."""
        return named(type(self))

    def told(self) -> dict[str, Any]:
        """The error in words that another process can raise again by `Relayed`."""
        place = self.position and [self.position.line, self.position.column]
        return {
            "kind": self.kind,
            "status": int(self.status),
            "detail": str(self),
            "place": place,
            "excerpt": self.excerpt,
            "report": self.report,
        }


def named(kind: type[ClaimgraphError]) -> str:
    """The name of a class of errors in lower case, its words joined by hyphens."""
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__)
    return words.lstrip("-")


class Relayed(ClaimgraphError):
    """An error that another process of ours met and told."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told["detail"])
        self._kind = str(told["kind"])
        self.status = HTTPStatus(told["status"])
        self.position = Position(*told["place"]) if told["place"] else None
        self.excerpt = str(told["excerpt"])
        self.report = told.get("report")

    @property
    def kind(self) -> str:
        """The name of the kind of error that was met."""
        return self._kind
