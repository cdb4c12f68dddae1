"""The parts of a report, as plain data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

#: From the gravest down; ``--fail-on`` names the least grave that fails.
SEVERITIES = ("violation", "warning", "info")
#: A severity of the shapes' own is taken as seriously as the gravest.
_GRAVITY = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def gravity(severity: str) -> int:
    """Rank a severity as a finding or ``--fail-on`` names it: 0 is the gravest."""
    return _GRAVITY.get(severity.lower(), 0)


@dataclass(frozen=True)
class Place:
    """
    Where a finding stands in what was read.

    *file* is a path as the user gave it, a URL, "-" or a graph's IRI. Lines and columns
    count from 1, columns in code points; the end is exclusive. *line* is None where
    only the file is known. *source* is the text of the line on which the span begins.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    source: str = ""

    def __str__(self) -> str:
        known = (self.file, self.line, self.column)
        return ":".join(str(part) for part in known if part is not None)

    def __lt__(self, other: "Place") -> bool:
        return self.order < other.order

    @property
    def order(self) -> tuple[str, int, int, int, int]:
        """What to sort by: the file, then the span; the unknown comes first."""
        span = (self.line, self.column, self.end_line, self.end_column)
        line, column, end_line, end_column = (part or 0 for part in span)
        return self.file, line, column, end_line, end_column


#: The codes of failures for which nothing was checked at all.
UNCHECKED = ("malformed-file", "missing-file", "nothing-checked")
#: The order of a place that is not known.
NOWHERE = ("", 0, 0, 0, 0)


_Pairs = tuple[tuple[str, str], ...]


class Texts:
    """Pairs of language and text like a tuple of them, *made* when first asked for."""

    __slots__ = ("_made",)

    def __init__(self, made: Callable[[], _Pairs]) -> None:
        self._made: Callable[[], _Pairs] | _Pairs = made

    @property
    def pairs(self) -> _Pairs:
        """The texts."""
        if callable(self._made):
            self._made = self._made()
        return self._made

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def __eq__(self, other: object) -> bool:
        return self.pairs == (other.pairs if isinstance(other, Texts) else other)

    def __hash__(self) -> int:
        return hash(self.pairs)

    def __repr__(self) -> str:
        return repr(self.pairs)


@dataclass(frozen=True)
class Finding:
    """
    One result of validation (SHACL 1.0, 3.6.2), placed and worded.

    *severity* is "Violation", "Warning", "Info" or the IRI of another. *constraint* is
    what says so: the SPARQL constraint, else the shape; *shape* is ``sh:sourceShape``
    and *component* ``sh:sourceConstraintComponent``, all as IRIs without brackets, or
    blank nodes with their label. *focus*, *node* (what it is about: the focus node, or
    the value where one node stands for a set) and *value* are terms in N-Triples,
    *path* a property path in SPARQL with whole IRIs; value and path may be empty.
    *messages* pairs languages, which may be empty, with texts, and so do *names*, what
    the shape is called. *root* is the shape whose target led here, if that is known.
    """

    severity: str
    constraint: str
    shape: str
    component: str
    focus: str
    node: str
    path: str
    value: str
    messages: _Pairs | Texts
    place: Place | None
    root: str = ""
    names: _Pairs = ()

    def __lt__(self, other: "Finding") -> bool:
        return self.order < other.order

    @property
    def order(self) -> tuple[object, ...]:
        """What to sort by: the gravest first, then who says so, then where."""
        place = self.place.order if self.place else NOWHERE
        says = (self.severity, self.top, self.shape, self.constraint, self.path)
        what = (self.focus, self.node, self.value, self.component)
        return gravity(self.severity), *says, *place, *what, tuple(self.messages)

    @property
    def top(self) -> str:
        """The root, or as much as is known of it: the shape."""
        return self.root or self.shape

    def message(self, language: str = "en") -> str:
        """What to do, in *language* if it is said so, or in English, or as it is."""
        return _in(language, self.messages)

    def name(self, language: str = "en") -> str:
        """What the shape is called, in *language* as far as it is."""
        return _in(language, self.names)


def _in(language: str, texts: Iterable[tuple[str, str]]) -> str:
    said = dict(texts)
    return said.get(language) or said.get("en") or next(iter(said.values()), "")


@dataclass(frozen=True)
class Coverage:
    """What one shape looked at, and which *engine* ran it."""

    shape: str
    focus_nodes: int
    constraints: int
    engine: str


@dataclass(frozen=True)
class Failure:
    """
    A reason not to trust a pass; *code* is stable, and ``--allow`` takes it.

    *node* is the node of the shapes or the data that is at fault, as a term in
    N-Triples; it may be empty.
    """

    code: str
    sentence: str
    place: Place | None = None
    node: str = ""


@dataclass(frozen=True)
class Input:
    """A file, a graph or a body that was read: *digest* is its SHA-256 in hex."""

    name: str
    digest: str


@dataclass(frozen=True)
class Report:
    """
    What was found, what was looked at, and whether a pass means anything.

    *nodes* counts the focus nodes that met a constraint, and is None where they were
    not counted; *coverage* and *unseen* are empty then. *unseen* are the nodes of the
    data, as N-Triples terms, that no shape looked at. *failures* are those that were
    not allowed. *started* is an ``xsd:dateTime`` in UTC, or empty if not noted.
    *labels* say what a reader may know blank nodes by: the label that their source has,
    or ``[file:line:column]``.
    """

    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    nodes: int | None
    unseen: tuple[str, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    data: tuple[Input, ...]
    shapes: tuple[Input, ...]
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    started: str = ""
    seconds: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def conforms(self) -> bool:
        """
        Whether there is no result at all (SHACL 1.0, 3.6.1.1), and nothing failed.

        A failure takes a report's place (3.4): nothing was told of conformance.
        """
        return not self.findings and not self.failures

    @property
    def is_checked(self) -> bool:
        """Whether all could be read, so that the shapes had something to look at."""
        return not any(failure.code in UNCHECKED for failure in self.failures)

    @property
    def fail_on(self) -> str:
        """The least grave severity that fails, as the settings have it."""
        asked = self.settings.get("fail-on", "")
        return asked if asked in _GRAVITY else SEVERITIES[0]

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """When the validation began and ended, in UTC; None if that was not noted."""
        try:
            begun = datetime.fromisoformat(self.started).astimezone(UTC)
            return begun, begun + timedelta(seconds=self.seconds)
        except (ValueError, OverflowError):
            return None

    @property
    def constraints(self) -> int:
        """How many constraints met a focus node."""
        return sum(each.constraints for each in self.coverage if each.focus_nodes)

    def count(self, severity: str) -> int:
        """How many findings are of *severity*, as ``--fail-on`` names it."""
        return sum(found.severity.lower() == severity for found in self.findings)

    def passes(self, fail_on: str = "") -> bool:
        """Whether nothing failed and no finding is as grave as *fail_on*."""
        least = gravity(fail_on or self.fail_on)
        grave = any(gravity(found.severity) <= least for found in self.findings)
        return not self.failures and not grave
