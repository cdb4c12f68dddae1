"""Claims as pages tell them: who passes them on, what they say, who denies it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from claimgraph.web.linked_data import asking, wording
from claimgraph.web.linked_data.wording import (
    Clause,
    Names,
    Part,
    Phrase,
    Row,
    local,
    value,
)

_Last = Callable[[Row, Names], Phrase]

#: No page tells of more ways on which a claim was passed on, nor of longer ones.
_MOST_WAYS = 20
_LONGEST_WAY = 20


@dataclass(frozen=True)
class Told:
    """
    A claim in words.

    Each of *introductions*, or of *denials*, leads from whoever passes the claim on
    first to its holder; *content* is what it affirms, *denied* what it denies and
    *described* what it only speaks of.
    """

    claim: str
    introductions: Sequence[Phrase]
    denials: Sequence[Phrase]
    content: Sequence[Clause]
    denied: Sequence[Clause]
    described: Sequence[Clause]
    conditions: Sequence[Clause]
    anchor: Part
    document: Part
    confidence: Part


@dataclass(frozen=True)
class Voice:
    """Who affirms a statement, or denies it: a claim's holder, on whose report, how."""

    claim: str
    holder: Part
    certainty: Part
    confidence: Part
    reporters: Sequence[Phrase]


@dataclass
class Statement:
    """What is said, by whom it is affirmed and by whom denied."""

    clause: Clause
    affirmed: list[Voice] = field(default_factory=list)
    denied: list[Voice] = field(default_factory=list)


class Claims:
    """Some claims, all that pass them on or that they pass on, and their contents."""

    def __init__(self, claims: Iterable[str]) -> None:
        chain = asking.of_all("chain", claims)
        self._nodes: dict[str, Row] = {}
        self._above: dict[str, dict[str, None]] = {}
        for row in chain:
            self._nodes.setdefault(value(row["claim"]), row)
            if row["next"] is not None:
                above = self._above.setdefault(value(row["next"]), {})
                above[value(row["claim"])] = None
        content = asking.of_all("content", self.direct())
        self._content = [row for row in content if value(row["claim"]) in self._nodes]
        self.rows = [*chain, *content]

    def __contains__(self, claim: str) -> bool:
        return claim in self._nodes

    def __getitem__(self, claim: str) -> Row:
        return self._nodes[claim]

    def direct(self) -> list[str]:
        """The claims that have content of their own."""
        return [c for c, row in self._nodes.items() if row["certainty"] is not None]

    def below(self, claim: str) -> list[str]:
        """The direct claims that *claim* is or passes on."""
        return [d for d in self.direct() if any(claim in p for p in self.paths(d))]

    def paths(self, claim: str) -> Iterator[list[str]]:
        """
        Each way on which *claim* is passed on, from the outermost conveyer to it.

        Of very many the first ones; none goes in a circle or on for ever.
        """
        return islice(self._ways(claim, ()), _MOST_WAYS)

    def _ways(self, claim: str, below: tuple[str, ...]) -> Iterator[list[str]]:
        below = (*below, claim)
        above = [c for c in self._above.get(claim, ()) if c not in below]
        if not above or len(below) > _LONGEST_WAY:
            yield [claim]
            return
        for conveyer in above:
            for way in self._ways(conveyer, below):
                yield [*way, claim]

    def content(self, claim: str, stand: str) -> list[Row]:
        """What *claim* affirms, denies, describes or needs as a condition."""
        return [
            row
            for row in self._content
            if value(row["claim"]) == claim and local(row["stand"]) == stand
        ]

    def stances(self, claim: str) -> list[str]:
        """Where those stand who pass *claim* on."""
        passing = (node for path in self.paths(claim) for node in path[:-1])
        return [local(self[node]["stance"]) for node in dict.fromkeys(passing)]


def told(claims: Claims, claim: str, names: Names) -> Told:
    """Put the direct *claim* in words."""
    row = claims[claim]

    def clauses(stand: str) -> list[Clause]:
        said = claims.content(claim, stand)
        return list(wording.clauses(said, row["modality"], names))

    return Told(
        claim,
        _introductions(claims, claim, names, wording.speaks),
        _introductions(claims, claim, names, wording.denies),
        clauses("affirms"),
        clauses("denies"),
        clauses("describes"),
        clauses("onCondition"),
        names(row["anchor"]),
        names(row["document"]),
        names(row["confidence"]),
    )


def _introductions(
    claims: Claims, claim: str, names: Names, last: _Last
) -> list[Phrase]:
    return [
        (*_joined(wording.passes_on(claims[node], names) for node in path[:-1]),
         *last(claims[claim], names))
        for path in claims.paths(claim)
    ]  # fmt: skip


def _joined(phrases: Iterable[Phrase]) -> Phrase:
    return tuple(part for phrase in phrases for part in phrase)


def statements(claims: Claims, rows: Iterable[Row], names: Names) -> list[Statement]:
    """
    Gather what the propositions in *rows* say: equal words, one statement.

    *rows* name a proposition and a claim that affirms or denies it.
    """
    wanted = {(value(row["proposition"]), value(row["claim"])) for row in rows}
    found: dict[str, Statement] = {}
    for claim, row in sorted(_said(claims), key=lambda said: wording.order(said[1])):
        if (value(row["proposition"]), claim) in wanted:
            modality = claims[claim]["modality"]
            (clause,) = wording.clauses([row], modality, names)
            entry = found.setdefault(wording.text(clause.parts), Statement(clause))
            affirms = local(row["stand"]) == "affirms"
            voices = entry.affirmed if affirms else entry.denied
            voices.append(_voice(claims, claim, names))
    return list(found.values())


def _said(claims: Claims) -> Iterator[tuple[str, Row]]:
    """What each claim affirms or denies."""
    for claim in claims.direct():
        for stand in ("affirms", "denies"):
            yield from ((claim, row) for row in claims.content(claim, stand))


def _voice(claims: Claims, claim: str, names: Names) -> Voice:
    row = claims[claim]
    passing = (node for path in claims.paths(claim) for node in path[:-1])
    return Voice(
        claim,
        names(row["holder"]),
        names(row["certainty"]),
        names(row["confidence"]),
        [wording.reporter(claims[node], names) for node in dict.fromkeys(passing)],
    )


def reasons(claims: Claims, claim: str, bearing: Iterable[Row]) -> list[str]:
    """
    Say why *claim* has the confidence that it has.

    *bearing* are the rows of the query of that name.
    """
    row, words = claims[claim], wording.words()["reason"]
    against = {local(r["relation"]) for r in bearing if value(r["inverse"]) == "true"}
    causes = {
        "contested": [
            *(["disputed"] if "disputes" in against else []),
            *(["denied"] if "denies" in against else []),
        ],
        "low": [
            *({local(row["certainty"])} & {"possible", "uncommitted"}),
            *(s for s in claims.stances(claim) if s not in ("neutral", "endorses")),
            *(["unnamed"] if value(row["named"]) == "false" else []),
        ],
        "moderate": [
            *({local(row["certainty"])} & {"probable"}),
            *({*claims.stances(claim)} & {"neutral"}),
        ],
    }
    level = value(row["confidence"]).rpartition("/")[2]
    found = dict.fromkeys(causes.get(level) or ["none"])
    return [str(words[cause]) for cause in found if cause in words]
