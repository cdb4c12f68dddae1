"""A report for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from claimgraph.findings import Failure, Finding, Input, Place, Report
from claimgraph.reports import comparison
from claimgraph.reports.excerpts import excerpt
from claimgraph.reports.groups import Group, groups
from claimgraph.reports.manner import Manner
from claimgraph.reports.naming import name, short
from claimgraph.reports.visible import one_line, visible
from claimgraph.reports.wording import Words, at, heading, said, words

#: How a terminal is told to colour what is called so (ECMA-48, 8.3.117).
_COLOURS = {"violation": "1;31", "warning": "33", "info": "36", "dim": "2"}
_DIGITS = 12
#: So many things that were read fit into a line.
_FEW = 2


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """Write *report* group by group; the last line says whether it passes."""
    writer = _Writer(manner)
    for line in writer.lines(report):
        out.write(f"{line}\n")


class _Writer:
    """One report in the making: its words, its colours, and which findings are new."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._words: Words = words(manner.language)
        self._new = manner.new

    def lines(self, report: Report) -> Iterator[str]:
        for group in groups(report.findings, self._new):
            yield from self._group(group)
            yield ""
        yield from map(self._failure, report.failures)
        yield from (self._words["note"].format(one_line(n)) for n in report.notes)
        yield from self._since()
        yield from self._unseen(report)
        yield from self._coverage(report)
        yield from map(self._dim, self._checked(report))
        yield self._words.summary(report)
        grave = "dim" if self._manner.passes(report) else "violation"
        yield self._coloured(self._manner.verdict(report), grave)

    def _coloured(self, text: str, colour: str) -> str:
        if not self._manner.colour:
            return text
        return f"\x1b[{_COLOURS.get(colour, '35')}m{text}\x1b[0m"

    def _dim(self, text: str) -> str:
        return self._coloured(text, "dim")

    def _group(self, group: Group) -> Iterator[str]:
        yield self._heading(group)
        shown = group.sample(self._manner.sample)
        for found in shown:
            yield from self._finding(found)
        if len(group.findings) > len(shown):
            yield f"  {self._words.others(len(group.findings) - len(shown))}"

    def _heading(self, group: Group) -> str:
        parts = [heading(group.findings, self._manner.language)]
        if group.file:
            parts.append(self._words["in"].format(visible(group.file)))
        count = self._words.number(len(group.findings), "finding")
        severity = self._words.heading(group.severity)
        called = self._coloured(severity, group.severity.lower())
        return f"{called} {', '.join(parts)}: {count}"

    def _finding(self, found: Finding) -> Iterator[str]:
        severity = found.severity.lower()
        called = self._coloured(self._words.noun(found.severity), severity)
        mark = f"{self._words['new']}: " if found in self._new else ""
        message = said(found, self._manner.language)
        yield f"{at(found.place)}{called}: {mark}{message}"
        yield from self._source(found.place, severity)

    def _source(self, place: Place | None, colour: str) -> Iterator[str]:
        line = excerpt(place, self._manner.width - 2)
        if line:
            yield f"  {line}".rstrip()
            indent = len(line.marker) - len(line.marker.lstrip())
            marker = self._coloured(line.marker.lstrip(), colour)
            yield f"  {' ' * indent}{marker}"

    def _failure(self, failure: Failure) -> str:
        called = self._coloured(self._words["failure"], "violation")
        sentence = one_line(failure.sentence)
        return f"{at(failure.place)}{called}: {sentence} [{one_line(failure.code)}]"

    def _since(self) -> Iterator[str]:
        if self._manner.since:
            for found in self._manner.since.gone:
                message = said(found, self._manner.language)
                yield f"{at(found.place)}{self._words['gone']}: {message}"
            yield from comparison.summary(self._manner.since, self._manner.language)

    def _unseen(self, report: Report) -> Iterator[str]:
        if report.unseen:
            count = self._words.number(len(report.unseen), "unseen-node")
            if self._manner.verbose:
                yield self._words["unseen-verbose"].format(count)
                yield from (f"  {short(node)}" for node in report.unseen)
            else:
                sentence = self._words["unseen"].format(count)
                yield f"{sentence} {self._words['ask-verbose']}"

    def _coverage(self, report: Report) -> Iterator[str]:
        if self._manner.verbose:
            rows = [
                (
                    name(each.shape),
                    self._words.number(each.focus_nodes, "node"),
                    self._words.number(each.constraints, "constraint"),
                    visible(each.engine),
                )
                for each in report.coverage
            ]
            yield from _columns(rows)

    def _checked(self, report: Report) -> Iterator[str]:
        for called, inputs in (("data", report.data), ("shapes", report.shapes)):
            if inputs:
                yield self._words[called].format(self._read(inputs))
        yield from self._ran(report)

    def _read(self, inputs: Sequence[Input]) -> str:
        """Name what was read; of many files only the number, unless all is asked."""
        if self._manner.verbose or len(inputs) <= _FEW:
            return ", ".join(map(_input, inputs))
        return self._words.number(len(inputs), "input")

    def _ran(self, report: Report) -> Iterator[str]:
        settings = [(key, said) for key, said in report.settings.items() if said]
        if settings:
            yield self._words["ran"].format(_pairs(settings, "="))
        yield self._words["checked" if report.started else "checked-once"].format(
            versions=_pairs(report.versions.items(), " "),
            started=one_line(report.started),
            seconds=f"{report.seconds:.2f}",
        )


def _input(each: Input) -> str:
    """A name and as much of its digest as tells it from others."""
    return f"{one_line(each.name)} (sha256 {one_line(each.digest[:_DIGITS])})"


def _pairs(items: Iterable[tuple[str, str]], sign: str) -> str:
    return ", ".join(one_line(f"{key}{sign}{value}") for key, value in items)


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
