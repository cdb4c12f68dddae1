"""A report as JUnit XML: a suite a targeted shape, a case a constraint, path, file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TextIO

from claimgraph.findings import Coverage, Failure, Finding, Report
from claimgraph.reports.excerpts import excerpt
from claimgraph.reports.groups import Group, groups, is_failing
from claimgraph.reports.manner import Manner
from claimgraph.reports.naming import name, short
from claimgraph.reports.visible import one_line
from claimgraph.reports.wording import at, local, said, title, words

#: Where the failures of the validation itself are told.
_OWN = "claimgraph"


@dataclass(frozen=True)
class _Case:
    """A test case: *outcome* is "failure", "error", or empty if it passes."""

    suite: str
    name: str
    file: str
    outcome: str
    kind: str
    message: str
    text: str


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """
    Write each group of findings as a case, and its sample as the text of the case.

    It fails if the findings are as grave as what fails, and one counts; else the case
    passes and says them as its output. A shape that met nodes and found nothing is a
    case that passes. The first suite is of the validation itself: each failure is an
    error there, and its properties say what was checked.
    """
    suites: dict[str, list[_Case]] = {}
    for case in _cases(report, manner):
        suites.setdefault(case.suite, []).append(case)
    cases = [case for several in suites.values() for case in several]
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    totals = {"name": "claimgraph validate", **_counts(cases), **_seconds(report)}
    out.write(_tag("testsuites", totals))
    for number, (suite, several) in enumerate(suites.items()):
        attributes = {"id": str(number), "name": suite, **_counts(several)}
        out.write(_tag("testsuite", {**attributes, **_begun(report)}))
        out.write("" if number else _properties(report))
        out.writelines(map(_written, several))
        out.write("</testsuite>\n")
    out.write("</testsuites>\n")


def _cases(report: Report, manner: Manner) -> Iterator[_Case]:
    yield _Case(
        _OWN, "validate", "", "", "", "", words(manner.language).summary(report)
    )
    yield from map(_error, report.failures)
    for group in groups(report.findings, manner.new):
        yield _group(group, report.fail_on, manner)
    wrong = {found.top for found in report.findings}
    for each in report.coverage:
        if each.focus_nodes and each.shape not in wrong:
            yield _passed(each, manner)


def _error(failure: Failure) -> _Case:
    file = failure.place.file if failure.place else ""
    text = f"{at(failure.place)}{failure.sentence}"
    code = failure.code
    return _Case(_OWN, code, file, "error", code, failure.sentence, one_line(text))


def _group(group: Group, fail_on: str, manner: Manner) -> _Case:
    first = group.findings[0]
    fails = is_failing(group.severity, fail_on) and any(
        map(manner.counts, group.findings)
    )
    named = title(first, manner.language)
    shown = group.sample(manner.sample)
    lines = [line for found in shown for line in _lines(found, manner)]
    if len(shown) < len(group.findings):
        more = len(group.findings) - len(shown)
        lines.append(words(manner.language).others(more))
    return _Case(
        _suite(group.root),
        " ".join(filter(None, (named, short(group.path), group.file))),
        group.file,
        "failure" if fails else "",
        local(first.component),
        said(first, manner.language),
        "\n".join(lines),
    )


def _lines(found: Finding, manner: Manner) -> Iterator[str]:
    own = words(manner.language)
    severity = own.noun(found.severity)
    mark = f"{own['new']}: " if found in manner.new else ""
    yield f"{at(found.place)}{severity}: {mark}{said(found, manner.language)}"
    line = excerpt(found.place, manner.width)
    if line:
        yield from (str(line), line.marker)


def _passed(each: Coverage, manner: Manner) -> _Case:
    own = words(manner.language)
    met = own["met"].format(
        nodes=own.number(each.focus_nodes, "node"),
        constraints=own.number(each.constraints, "constraint"),
    )
    return _Case(_suite(each.shape), "conforms", "", "", "", "", met)


def _suite(shape: str) -> str:
    named = name(shape)
    return "unnamed shapes" if named == shape and shape.startswith("_:") else named


def _counts(cases: Iterable[_Case]) -> dict[str, str]:
    outcomes = [case.outcome for case in cases]
    return {
        "tests": str(len(outcomes)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": "0",
    }


def _seconds(report: Report) -> dict[str, str]:
    return {"time": f"{report.seconds:.3f}"} if report.started else {}


def _begun(report: Report) -> dict[str, str]:
    return {"timestamp": report.started[:19]} if report.started else {}


def _properties(report: Report) -> str:
    inputs = [(f"data {each.name}", each.digest) for each in report.data]
    inputs += [(f"shapes {each.name}", each.digest) for each in report.shapes]
    pairs = [*report.versions.items(), *report.settings.items(), *inputs]
    written = (
        _tag("property", {"name": key, "value": text}, "/") for key, text in pairs
    )
    return f"<properties>\n{''.join(written)}</properties>\n" if pairs else ""


def _written(case: _Case) -> str:
    attributes = {"classname": case.suite, "name": case.name, "file": case.file}
    attributes = {key: value for key, value in attributes.items() if value}
    if case.outcome:
        kind = {"type": case.kind, "message": case.message}
        inner = _tag(case.outcome, kind, newline="") + escape(case.text)
        inner += f"</{case.outcome}>\n"
    else:
        inner = f"<system-out>{escape(case.text)}</system-out>\n"
    return f"{_tag('testcase', attributes)}{inner}</testcase>\n"


def _tag(
    tag: str, attributes: dict[str, str], end: str = "", newline: str = "\n"
) -> str:
    """An element's start; what XML cannot have is written by its code point."""
    pairs = (f' {key}="{escape(one_line(said))}"' for key, said in attributes.items())
    return f"<{tag}{''.join(pairs)}{end}>{newline}"
