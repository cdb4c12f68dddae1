"""A report as JSON: the whole of it, and its findings brought together in groups."""

import re
from collections.abc import Iterator
from json import dumps
from typing import Any, TextIO

from claimgraph.findings import SEVERITIES, Report, told
from claimgraph.reports.comparison import as_objects
from claimgraph.reports.groups import groups
from claimgraph.reports.manner import Manner
from claimgraph.reports.visible import encodable

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def write(report: Report, out: TextIO, manner: Manner) -> None:
    """
    Write all that `claimgraph.findings.told` says, a finding a line, and what follows.

    *conforms* and *passes*, *counts* by severity, and *groups* with the numbers of the
    findings in their sample, counted from 0; *since*, if there is an earlier report, is
    what came and went.
    """
    parts = dict(_parts(report, manner))
    between = "{"
    for key, value in parts.items():
        out.write(f"{between}\n{dumped(key)}: ")
        _write_value(value, out)
        between = ","
    out.write("\n}\n")


def _parts(report: Report, manner: Manner) -> Iterator[tuple[str, Any]]:
    yield from told(report).items()
    yield "conforms", report.conforms
    yield "passes", manner.passes(report)
    yield "counts", {severity: report.count(severity) for severity in SEVERITIES}
    yield "groups", _groups(report, manner.sample)
    if manner.since:
        yield "since", as_objects(manner.since)


def _groups(report: Report, most: int) -> list[dict[str, Any]]:
    numbers = {id(found): number for number, found in enumerate(report.findings)}
    return [
        {
            "severity": group.severity,
            "root": group.root,
            "shape": group.shape,
            "constraint": group.constraint,
            "path": group.path,
            "file": group.file,
            "count": len(group.findings),
            "sample": [numbers[id(found)] for found in group.sample(most)],
        }
        for group in groups(report.findings)
    ]


def _write_value(value: Any, out: TextIO) -> None:
    """Write a list with an entry a line, and anything else in one."""
    if not isinstance(value, list) or not value:
        out.write(dumped(value))
        return
    between = "["
    for each in value:
        out.write(f"{between}\n{dumped(each)}")
        between = ","
    out.write("\n]")


def dumped(value: Any, indent: int | None = None) -> str:
    """Write *value* as JSON that reads as it is, but for what hides or reorders."""
    text = encodable(dumps(value, ensure_ascii=False, indent=indent))
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
