"""What is told of a query; `dataclasses.asdict` makes JSON of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How many there are; *exact* is false where there are more than *number*."""

    number: int
    exact: bool = True

    def __str__(self) -> str:
        return f"{'' if self.exact else 'more than '}{self.number:,}"


@dataclass(frozen=True)
class Place:
    """A piece of the query: what it says and where it starts, counted from 1."""

    text: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.text} (line {self.line}, column {self.column})"


@dataclass(frozen=True)
class Undetermined:
    """What could not be told: the *construct*, where it stands, and why."""

    construct: str
    line: int
    column: int
    reason: str


def unread(error: Exception) -> Undetermined:
    """Say why a query could not be looked into."""
    deep = isinstance(error, RecursionError)
    return Undetermined("query", 0, 0, "it is nested too deep" if deep else str(error))


@dataclass(frozen=True)
class Near:
    """A term that is known: its IRI, in short, its English label, why it is near."""

    iri: str
    short: str
    label: str
    because: str


@dataclass(frozen=True)
class UnknownTerm:
    """An IRI in a query that the data does not know, and the nearest that it does."""

    text: str
    iri: str
    line: int
    column: int
    nearest: tuple[Near, ...]
    sentence: str


@dataclass(frozen=True)
class Hint:
    """Something to know about a culprit; *kind* is one of a few words, for tools."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Part:
    """A piece of the query, where it stands, and how often it matches by itself."""

    text: str
    line: int
    column: int
    alone: Count | None


@dataclass(frozen=True)
class Culprit:
    """
    What empties the answer: one piece of the query, or several that never agree.

    *kind* is ``"triple pattern"``, ``"path pattern"`` or the keyword of a clause;
    *before* counts the solutions of all that comes before, where anything does, and
    *after* those that are left. *hints* say what may be meant instead.
    """

    kind: str
    parts: tuple[Part, ...]
    before: Count | None
    after: Count
    sentence: str
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Choice:
    """A policy under which the same query has solutions, and how many."""

    policy: str
    label: str
    solutions: Count


@dataclass(frozen=True)
class Emptiness:
    """
    Why an answer is empty, or that it is not.

    *summary* says it in a sentence; *culprits* are the reasons, in the order in which
    the query is joined; *unknown* the terms that the data does not know; *trust* the
    policies under which there is an answer; *undetermined* what could not be told.
    """

    empty: bool
    summary: str
    culprits: tuple[Culprit, ...] = ()
    unknown: tuple[UnknownTerm, ...] = ()
    trust: tuple[Choice, ...] = ()
    undetermined: tuple[Undetermined, ...] = ()
