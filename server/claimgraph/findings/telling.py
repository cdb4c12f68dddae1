"""A report as objects of JSON, and back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from claimgraph.errors.reports import NotAReport
from claimgraph.findings.model import Finding, Report, Texts

#: What a report in JSON calls itself.
TYPE = "ValidationReport"
#: The largest number that everybody's JSON can say exactly (RFC 8259, 6).
_MOST = 2**53 - 1
#: What a report leaves out that did not count what was looked at.
_UNCOUNTED: dict[str, Any] = {"coverage": [], "nodes": None, "unseen": []}


def told(report: Report) -> dict[str, Any]:
    """Say *report* in objects of JSON, by the names of what is known."""
    unknown = set(_unknown(report))
    parts = {name: part for name, part in vars(report).items() if name not in unknown}
    return {"type": TYPE, **{name: _told(part) for name, part in parts.items()}}


def _unknown(report: Report) -> Iterator[str]:
    """What was not counted, and not timed."""
    if report.nodes is None:
        yield from (name for name in _UNCOUNTED if not getattr(report, name))
    if not report.started and not report.seconds:
        yield from ("started", "seconds")
    if not report.labels:
        yield "labels"


def finding_told(finding: Finding) -> dict[str, Any]:
    """Say one *finding* as `told` says it."""
    objects: dict[str, Any] = _told(finding)
    return objects


def _told(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _told(part) for name, part in vars(value).items()}
    if isinstance(value, tuple | Texts):
        return [_told(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def heard(said: object, name: object) -> Report:
    """
    Understand what `told` said; names that are not ours are passed over.

    Raises NotAReport, which calls the report *name*.
    """
    if not isinstance(said, dict) or said.get("type") != TYPE:
        raise NotAReport(name, f'its "type" is not "{TYPE}"')
    counted = {} if "nodes" in said else _UNCOUNTED
    try:
        report: Report = _made(Report, {**counted, **said}, "report")
    except _Odd as odd:
        raise NotAReport(name, str(odd)) from odd
    return report


def read(text: str | bytes, name: object) -> Report:
    """Understand *text*, a report in JSON. Raises NotAReport, which calls it *name*."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAReport(name, "it is not JSON") from error
    return heard(said, name)


class _Odd(Exception):
    """Something that stands where a report has something else."""

    def __init__(self, where: str, expected: object) -> None:
        super().__init__(f"{where} is missing or not of the kind {expected}")


def _made(kind: Any, said: object, where: str) -> Any:
    if not isinstance(said, dict):
        raise _Odd(where, kind.__name__)
    return kind(
        **{
            name: _heard(wanted, said.get(name), f"{where}.{name}")
            for name, wanted in _wanted(kind).items()
            if name in said or name not in _later(kind)
        }
    )


@cache
def _wanted(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _later(kind: Any) -> frozenset[str]:
    """The fields that earlier reports do not have, which have a default."""
    return frozenset(
        field.name
        for field in fields(kind)
        if field.default is not MISSING or field.default_factory is not MISSING
    )


def _heard(wanted: Any, said: Any, where: str) -> Any:
    if is_dataclass(wanted):
        return _made(wanted, said, where)
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return None if said is None else _heard(parts[0], said, where)
    if origin is tuple:
        return tuple(_several(parts, said, where))
    if origin is Mapping:
        return _mapping(said, where)
    if not _is_plain(wanted, said):
        raise _Odd(where, wanted.__name__)
    return said


def _is_plain(wanted: type, said: object) -> bool:
    """Whether *said* is a text or a number as wanted: finite, and no truth value."""
    if isinstance(said, (int, float)):
        number = (int, float) if wanted is float else wanted
        sound = abs(said) <= _MOST and type(said) is not bool
        return isinstance(said, number) and sound
    return isinstance(said, wanted)


def _several(parts: tuple[Any, ...], said: object, where: str) -> list[Any]:
    """A list of as many as there are, or of just these *parts*."""
    if not isinstance(said, list):
        raise _Odd(where, "list")
    kinds = (parts[0],) * len(said) if parts[-1] is Ellipsis else parts
    if len(kinds) != len(said):
        raise _Odd(where, f"list of {len(kinds)}")
    return [
        _heard(kind, each, f"{where}[{n}]")
        for n, (kind, each) in enumerate(zip(kinds, said, strict=True))
    ]


def _mapping(said: object, where: str) -> dict[str, str]:
    if not isinstance(said, dict):
        raise _Odd(where, "object")
    return {name: _heard(str, text, f"{where}.{name}") for name, text in said.items()}
