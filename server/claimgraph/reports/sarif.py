"""A report as SARIF 2.1.0, for the tools that keep track of static analysis."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

from claimgraph.findings import UNCHECKED, Failure, Finding, Input, Report, gravity
from claimgraph.reports.comparison import fingerprints
from claimgraph.reports.json import dumped
from claimgraph.reports.locations import artifact, is_uri, locations, uri
from claimgraph.reports.manner import Manner
from claimgraph.reports.naming import name, short
from claimgraph.reports.wording import local, said, title, words

_LEVELS = ("error", "warning", "note")
_FINGERPRINT = "claimgraphFinding/v1"
#: What stands before the codes of failures among the rules.
_OWN = "claimgraph/"
_HEAD = {
    "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json",
    "version": "2.1.0",
}

#: How the text of a log with one run ends.
_TAIL = "\n  }\n ]\n}"


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """
    Write one run with all findings, a rule a constraint.

    A failure is told twice: as a notification of the invocation, where the
    specification has it (3.20.21), and as a result, which is all that most readers
    show. With an earlier report, each result says if it is new, and what is gone is
    there as absent (3.27.24).
    """
    results = list(_findings(report, manner))
    rules = _rules(report, [found for found, _ in results])
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(report, rules)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "artifacts": _artifacts(report),
    }
    head = dumped({**_HEAD, "runs": [run]}, indent=1)
    out.write(head.removesuffix(_TAIL))
    out.write(',\n   "results": [')
    between = "\n"
    for result in _results(report, results, numbers, manner):
        out.write(between + dumped(result))
        between = ",\n"
    out.write(f"\n   ]{_TAIL}\n")


def _findings(report: Report, manner: Manner) -> Iterator[tuple[Finding, str]]:
    """Each finding with its state against the earlier report, if there is one."""
    for found in report.findings:
        state = "new" if found in manner.new else "unchanged"
        yield found, state if manner.since else ""
    for found in manner.since.gone if manner.since else ():
        yield found, "absent"


def _driver(report: Report, rules: list[dict[str, Any]]) -> dict[str, Any]:
    own = report.versions.get("claimgraph", "")
    others = {key: told for key, told in report.versions.items() if key != "claimgraph"}
    return {
        "name": "claimgraph",
        **({"version": own} if own else {}),
        "informationUri": "https://w3id.org/claimgraph/",
        "rules": rules,
        **({"properties": others} if others else {}),
    }


def _rules(report: Report, found: list[Finding]) -> list[dict[str, Any]]:
    rules = {_rule_id(each): each for each in found}
    failures = {failure.code: failure for failure in report.failures}
    return [
        *(_failure_rule(code) for code in sorted(failures)),
        *(_rule(name, each) for name, each in sorted(rules.items())),
    ]


def _failure_rule(code: str) -> dict[str, Any]:
    text = "Nothing was checked: see the message."
    if code not in UNCHECKED:
        text = "A pass would mean nothing: see the message, or allow its code."
    return {
        "id": _OWN + code,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": "error"},
    }


def _rule_id(found: Finding) -> str:
    """The constraint's IRI; what has none is known by its component and path."""
    if found.constraint.startswith("_:"):
        return " ".join(filter(None, (found.component, found.path)))
    return found.constraint


def _rule(name_: str, found: Finding) -> dict[str, Any]:
    what = title(found)
    if found.shape == found.constraint:
        what = local(found.component)
    unnamed = found.shape.startswith("_:")
    shape = name(found.top if unnamed else found.shape)
    if shape.startswith("_:"):
        shape = "a shape without a name"
    return {
        "id": name_,
        "name": title(found),
        "shortDescription": {"text": f"{what} of {shape}"},
        "defaultConfiguration": {"level": _level(found)},
        **_help(found.constraint),
    }


def _help(constraint: str) -> dict[str, str]:
    return {"helpUri": uri(constraint)} if is_uri(constraint) else {}


def _level(found: Finding) -> str:
    return _LEVELS[gravity(found.severity)]


def _results(
    report: Report,
    results: list[tuple[Finding, str]],
    numbers: dict[str, int],
    manner: Manner,
) -> Iterator[dict[str, Any]]:
    for failure in report.failures:
        yield _failure(failure, report, numbers)
    prints = fingerprints(found for found, _ in results)
    for (found, state), print_ in zip(results, prints, strict=True):
        rule = _rule_id(found)
        yield {
            "ruleId": rule,
            "ruleIndex": numbers[rule],
            "level": _level(found),
            "message": {"text": said(found, manner.language)},
            "locations": locations(found.place, short(found.node), found.node),
            "partialFingerprints": {_FINGERPRINT: print_},
            **({"baselineState": state} if state else {}),
        }


def _failure(
    failure: Failure, report: Report, numbers: dict[str, int]
) -> dict[str, Any]:
    rule = _OWN + failure.code
    file = report.data[0].name if report.data else ""
    return {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "level": "error",
        "message": {"text": failure.sentence},
        "locations": locations(failure.place, file=file),
    }


def _invocation(report: Report) -> dict[str, Any]:
    notes = [{"level": "note", "message": {"text": note}} for note in report.notes]
    summary = {"level": "note", "message": {"text": words("en").summary(report)}}
    return {
        "executionSuccessful": not report.failures,
        **_times(report),
        "toolConfigurationNotifications": list(map(_notification, report.failures)),
        "toolExecutionNotifications": [summary, *notes],
        "properties": dict(report.settings),
    }


def _times(report: Report) -> dict[str, str]:
    if report.span is None:
        return {}
    begun, ended = map(_moment, report.span)
    return {"startTimeUtc": begun, "endTimeUtc": ended}


def _moment(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _notification(failure: Failure) -> dict[str, Any]:
    return {
        "descriptor": {"id": _OWN + failure.code},
        "level": "error",
        "message": {"text": failure.sentence},
        "locations": locations(failure.place),
    }


def _artifacts(report: Report) -> list[dict[str, Any]]:
    inputs: dict[str, tuple[Input, str]] = {}
    for role, several in (("analysisTarget", report.data), ("policy", report.shapes)):
        for each in several:
            inputs.setdefault(each.name, (each, role))
    return [artifact(each, role) for each, role in inputs.values()]
