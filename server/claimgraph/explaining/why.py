"""Why an answer is empty, put together."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, takewhile
from time import monotonic
from typing import TypeGuard

from claimgraph.answers import Answer
from claimgraph.dataset import Dataset, Request
from claimgraph.errors.base import ClaimgraphError
from claimgraph.explaining import graphs
from claimgraph.explaining.asking import Asker, written
from claimgraph.explaining.conditions import Conditions
from claimgraph.explaining.constants import impossible, say
from claimgraph.explaining.cursor import Unreadable
from claimgraph.explaining.emptying import Finding, Piece, Search
from claimgraph.explaining.hints import Hinter
from claimgraph.explaining.homes import homes, main_first
from claimgraph.explaining.known import known, unknown_terms
from claimgraph.explaining.reading import read
from claimgraph.explaining.results import (
    Choice,
    Count,
    Culprit,
    Emptiness,
    Hint,
    Part,
    UnknownTerm,
    unread,
)
from claimgraph.explaining.terms import Pattern
from claimgraph.explaining.tree import Clause, Expression, Filter, Select, Values

#: Seconds after which no more hints or policies are looked for.
_PATIENCE = 3.0
_NOT_EMPTY = Emptiness(False, "The answer is not empty.")


def why_empty(dataset: Dataset, request: Request) -> Emptiness:
    """
    Say why the answer to *request* is empty.

    Empty are a SELECT without rows, a false ASK, a CONSTRUCT without triples, and a
    single row in which aggregates count nothing. As JSON (`dataclasses.asdict`)::

        {"empty": true, "summary": "Nothing matches ?x a cg:Cliam (line 1, column 12).",
         "culprits": [{"kind": "triple pattern", "parts": [{"text": …, "line": 1,
            "column": 12, "alone": {"number": 0, "exact": true}}],
            "before": null, "after": {"number": 0, "exact": true}, "sentence": …,
            "hints": [{"kind": "unknown-term", "sentence": …}]}],
         "unknown": […as `unknown_terms` gives them…],
         "trust": [{"policy": "author-strict", "label": …,
                    "solutions": {"number": 12, "exact": true}}],
         "undetermined": [{"construct": "query", "line": …, "column": …,
                           "reason": …}]}

    Raises what `Dataset.query` raises.
    """
    if not _may_be_empty(dataset.query(request)):
        return _NOT_EMPTY
    try:
        return _Explanation(Asker(dataset, request, read(request.text))).told()
    except (Unreadable, RecursionError, ClaimgraphError) as error:
        sentence = "The answer is empty; by which part of the query cannot be told."
        unknown = unknown_terms(dataset, request.text, everywhere=True)
        return Emptiness(True, sentence, (), tuple(unknown), (), (unread(error),))


def _may_be_empty(answer: Answer) -> bool:
    """Whether an answer has nothing, or one row that counts nothing."""
    if answer.kind == "boolean":
        return not answer
    if answer.kind == "graph":
        return next(answer.triples(), None) is None
    rows = [*islice(answer.rows(), 2)]
    return not rows or (
        len(rows) == 1 and all(written(t) in ("", "0") for t in rows[0])
    )


class _Explanation:
    """Puts together what is told of one query."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._until = monotonic() + _PATIENCE
        self._known = known(asker.dataset)
        self._unknown = self._unknown_terms()
        self._hinter = Hinter(asker, self._known)
        self._conditions = Conditions(asker, self._hinter.named)
        self._impossible = impossible(asker)

    def _unknown_terms(self) -> tuple[UnknownTerm, ...]:
        """The unknown terms, but for those of a template, which may well be new."""
        text, select = self._asker.query.text, self._asker.query.select
        templated = select.form == "CONSTRUCT" and select.where
        after = select.where.start if templated and select.where else 0
        found = unknown_terms(self._asker.dataset, text, everywhere=True, after=after)
        return tuple(found)

    def told(self) -> Emptiness:
        """Find the culprits, and under which policies there are none."""
        select = self._asker.query.select
        findings = Search(self._asker).of_select(select, lambda body: body)
        culprits = (*self._of_dataset(), *map(self._culprit, findings))
        if not culprits:
            return _NOT_EMPTY
        choices = tuple(self._choices(findings))
        counts = select.aggregates and not select.keys
        summary = "It counts nothing. " * counts + culprits[0].sentence
        return Emptiness(True, summary, culprits, self._unknown, choices)

    def _of_dataset(self) -> Iterator[Culprit]:
        for kind, place, hint in graphs.missing(self._asker, self._known):
            part = Part(place.text, place.line, place.column, None)
            yield Culprit(kind, (part,), None, Count(0), hint.sentence, (hint,))

    def _culprit(self, finding: Finding) -> Culprit:
        shown = self._shown(finding)
        parts = tuple(self._part(piece, finding) for piece in shown)
        body = finding.wrap(finding.before)
        before = self._asker.count(body) if finding.before else None
        hints: list[Hint] = []
        with suppress(ClaimgraphError):
            hints.extend(takewhile(self._in_time, self._hints(finding, shown)))
        sentence = _sentence(finding.kind, parts, before)
        once = tuple(dict.fromkeys(hints))
        return Culprit(finding.kind, parts, before, Count(0), sentence, once)

    def _shown(self, finding: Finding) -> tuple[Piece, ...]:
        """The pieces; of one condition the part that holds of nothing."""
        (last, *others) = reversed(finding.pieces)
        if isinstance(last, Filter) and not others:
            before = finding.wrap(finding.before)
            part = self._conditions.part(last.expression, before)
            return (last,) if part is last.expression else (part,)
        return finding.pieces

    def _part(self, piece: Piece, finding: Finding) -> Part:
        place = self._asker.at(piece)
        alone = None
        if _stands_alone(piece) and not finding.made and self._in_time(piece):
            alone = self._asker.count(finding.wrap(self._asker.fit(piece)))
        return Part(place.text, place.line, place.column, alone)

    def _hints(self, finding: Finding, shown: tuple[Piece, ...]) -> Iterator[Hint]:
        last, before = shown[-1], finding.wrap(finding.before)
        if finding.kind == "GRAPH" and isinstance(last, Clause) and len(shown) == 1:
            yield from graphs.of_clause(self._asker, self._known, last)
            return
        if finding.made:
            return
        yield from self._of_words(shown)
        if finding.kind == "HAVING" and isinstance(last, Expression):
            yield from self._conditions.of_groups(last, before, finding.keys)
        elif isinstance(last, Filter | Expression):
            condition = last.expression if isinstance(last, Filter) else last
            yield from self._conditions.hints(condition, before, finding.group)
        elif len(shown) > 1:
            yield from self._hinter.of_pair(finding)
        elif isinstance(last, Pattern):
            yield from graphs.of_default(self._asker)
            yield from self._hinter.of_pattern(last, finding.wrap)

    def _of_words(self, pieces: tuple[Piece, ...]) -> Iterator[Hint]:
        """Say what the words in the *pieces* stand for, or that they mean nothing."""
        texts = " ".join(self._asker.query.shown(piece) for piece in pieces)
        for name, value in (self._asker.request.bindings or {}).items():
            if re.search(rf"[?$]{re.escape(name)}\b", texts):
                yield Hint("bound", f"The request says that ?{name} is {say(value)}.")
        for term in self._unknown:
            if term.text in texts:
                yield Hint("unknown-term", term.sentence)
        for literal in self._impossible:
            if literal.text in texts:
                yield Hint("impossible-literal", literal.sentence)

    def _in_time(self, _: object) -> bool:
        """Whether more may be looked for."""
        return monotonic() < self._until

    def _choices(self, findings: list[Finding]) -> Iterator[Choice]:
        """Find the policies under which the query has solutions."""
        where = self._asker.query.select.where
        if self._asker.request.names_its_graphs or where is None:
            return
        body = self._asker.query.slice(where)
        if self._asker.some(body):
            return
        for name in takewhile(self._in_time, self._candidates(findings)):
            found = self._asker.trusting(name).count(body)
            if found.number:
                yield Choice(name, self._asker.dataset.policies[name], found)

    def _candidates(self, findings: list[Finding]) -> list[str]:
        """The policies in whose views each pattern that matches nothing has a match."""
        names = set(self._asker.dataset.policies) - set(self._asker.request.trust)
        alone = [each.pieces[0] for each in findings if len(each.pieces) == 1]
        hollow = [piece for piece in alone if isinstance(piece, Pattern)]
        for piece in hollow:
            names &= {*homes(self._asker, piece.text).policies}
        if not hollow:
            names = {name for name in names if not name.startswith("holder/")}
        return main_first(names)


def _stands_alone(piece: Piece) -> TypeGuard[Pattern | Select | Values | Clause]:
    """Whether *piece* matches something by itself."""
    if isinstance(piece, Clause):
        return piece.kind in ("GROUP", "UNION", "GRAPH")
    return isinstance(piece, Pattern | Select | Values)


_NOT_MADE = (
    "There are solutions, but none makes a triple: a variable is unbound in all of "
    "them, or a literal would stand as subject or predicate, in"
)
_TAKES_AWAY = {
    "FILTER": "{name} holds of none of the {before} solutions before it.",
    "HAVING": "HAVING {name} holds of no group of the {before} solutions.",
    "MINUS": "{name} takes away all of the {before} solutions before it.",
    "LIMIT": "{name} keeps no row.",
    "OFFSET": "{name} passes over all of the {before} solutions.",
    "VALUES": "{name} has nothing in common with the {before} solutions before it.",
}


def _sentence(kind: str, parts: tuple[Part, ...], before: Count | None) -> str:
    """Say in one sentence what the culprit does."""
    names = [
        f"{part.text} (line {part.line}, column {part.column}"
        + (f", {part.alone} alone)" if part.alone and len(parts) > 1 else ")")
        for part in parts
    ]
    if kind == "CONSTRUCT":
        return f"{_NOT_MADE} {' . '.join(names)}."
    if len(parts) > 1:
        verb = "hold" if kind == "FILTER" else "match"
        return f"No solution lets these {verb} together: {' and '.join(names)}."
    if kind in _TAKES_AWAY and before:
        return _TAKES_AWAY[kind].format(name=names[0], before=before)
    return f"Nothing matches {names[0]}."
