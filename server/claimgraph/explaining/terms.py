"""Terms, paths and triple patterns, each with its place in the text."""

from collections.abc import Iterator
from dataclasses import dataclass

#: How the variables start that stand for blank nodes; no user writes such a name.
HIDDEN = "__"


@dataclass(frozen=True, slots=True)
class Term:
    """
    A term of a pattern: *text* is fit for a query, *shown* is what the author wrote.

    *kind* is ``"iri"``, ``"literal"``, ``"variable"``, ``"blank"`` or ``"triple"``,
    whose *parts* are its subject, predicate and object.
    """

    kind: str
    text: str
    start: int
    shown: str
    parts: tuple["Term", ...] = ()

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables in the term, blank nodes included."""
        if self.kind in ("variable", "blank"):
            return frozenset({self.text[1:]})
        return frozenset().union(*(part.variables for part in self.parts))

    def constants(self) -> "Iterator[Term]":
        """The IRIs and literals in the term."""
        if self.kind in ("iri", "literal"):
            yield self
        for part in self.parts:
            yield from part.constants()


@dataclass(frozen=True, slots=True)
class Path:
    """A property path; *operator* is one of ``/ | ^ * + ? !``."""

    operator: str
    parts: tuple["Term | Path", ...]
    text: str
    start: int

    @property
    def shown(self) -> str:
        """What the author wrote."""
        return self.text

    @property
    def variables(self) -> frozenset[str]:
        """No variable stands in a path."""
        return frozenset()

    def constants(self) -> Iterator[Term]:
        """The IRIs in the path."""
        for part in self.parts:
            yield from part.constants()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern, or a path pattern; *start* is where it begins in the text."""

    subject: Term
    predicate: Term | Path
    object: Term
    start: int

    @property
    def text(self) -> str:
        """The pattern by itself, fit for a query."""
        return f"{self.subject.text} {self.predicate.text} {self.object.text} ."

    @property
    def shown(self) -> str:
        """The pattern by itself, as the author would write it."""
        return f"{self.subject.shown} {self.predicate.shown} {self.object.shown}"

    @property
    def variables(self) -> frozenset[str]:
        """The names of the variables that a match binds."""
        return self.subject.variables | self.predicate.variables | self.object.variables

    def constants(self) -> Iterator[Term]:
        """The IRIs and literals in the pattern."""
        for part in (self.subject, self.predicate, self.object):
            yield from part.constants()
