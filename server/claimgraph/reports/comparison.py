"""Two reports side by side: what is new, what is gone, what stays."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from claimgraph.findings import Finding, Report, finding_told
from claimgraph.reports.wording import words

Identity = tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """
    What came and went between two reports.

    *staying* pairs each finding that is in both as it was with as it is.
    *other_shapes* says that the shapes are not the same, so that a finding may be new
    because the question is. *labels* are those of the earlier report.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    staying: tuple[tuple[Finding, Finding], ...]
    other_shapes: bool
    labels: Mapping[str, str] = field(default_factory=dict)


def compare(before: Report, now: Report) -> Comparison:
    """
    Tell what is new in the report of *now*, and what is gone since *before*.

    A finding is the same if its constraint, focus node, path, value, component and
    severity are; where it stands does not matter, and how often it occurs does. Blank
    nodes have other labels in each reading. So one is first taken for the one that is
    written in the same line of text in the same file, wherever that line has moved, and
    what then is left over for any other blank node of its file.
    """
    gone, new = list(before.findings), list(now.findings)
    staying: list[tuple[Finding, Finding]] = []
    for sameness in (identity, _loosely):
        pairs, gone, new = _matched(gone, new, sameness)
        staying += pairs
    digests = [{each.digest for each in report.shapes} for report in (before, now)]
    other_shapes = digests[0] != digests[1]
    return Comparison(
        tuple(new), tuple(gone), tuple(staying), other_shapes, before.labels
    )


def _matched(
    before: Iterable[Finding],
    now: Iterable[Finding],
    sameness: Callable[[Finding], Identity],
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Pair what is the same, in order; and what is left over of both sides."""
    waiting: defaultdict[Identity, deque[Finding]] = defaultdict(deque)
    for found in sorted(before, key=lambda found: found.order):
        waiting[sameness(found)].append(found)
    pairs, new = [], []
    for found in sorted(now, key=lambda found: found.order):
        same = waiting[sameness(found)]
        if same:
            pairs.append((same.popleft(), found))
        else:
            new.append(found)
    return pairs, [found for left in waiting.values() for found in left], new


def identity(found: Finding) -> Identity:
    """What makes a finding the same in another reading, blank nodes by their line."""
    line = found.place.source.strip() if found.place else ""
    return _identity(found, line)


def _loosely(found: Finding) -> Identity:
    return _identity(found, "")


def _identity(found: Finding, line: str) -> Identity:
    file = found.place.file if found.place else ""
    focus, value = (
        f"_:{file} {line}" if term.startswith("_:") else term
        for term in (found.focus, found.value)
    )
    constraint = "_:" if found.constraint.startswith("_:") else found.constraint
    severity = found.severity
    return constraint, focus, found.path, value, found.component, severity


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Name each finding by what makes it the same, and by which of its likes it is."""
    met: Counter[Identity] = Counter()
    for found in findings:
        own = identity(found)
        met[own] += 1
        text = "\0".join((*own, str(met[own])))
        yield sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def summary(comparison: Comparison, language: str) -> Iterator[str]:
    """Count what came and went, and say so if other shapes were asked."""
    counts = {
        "new": len(comparison.new),
        "gone": len(comparison.gone),
        "stay": len(comparison.staying),
    }
    yield words(language)["compared"].format(**counts)
    if comparison.other_shapes:
        yield words(language)["changed"]


def as_objects(comparison: Comparison) -> dict[str, Any]:
    """Say in objects of JSON the findings that came and went; those that stay count."""
    return {
        "new": list(map(finding_told, comparison.new)),
        "gone": list(map(finding_told, comparison.gone)),
        "staying": len(comparison.staying),
        "other_shapes": comparison.other_shapes,
    }
