"""The section of the page that tells how validation was measured."""

from collections.abc import Iterator

from harness.drawing import table
from harness.results import Record

_EDITS = ("one_claim", "one_label", "file_of_claims", "whole_article")
_CONTESTS = ("sound", "with_faults", "without_queries")


def section(record: Record) -> Iterator[str]:
    """The command, the engines, the edits; for each size."""
    yield "<h2>Validation with the shipped shapes</h2>"
    sizes = record["sizes"]
    head = ["triples", "s", "processor s", "peak MB", *_EDITS, "load before"]
    rows = [
        [
            one["triples"],
            one["command"]["seconds"],
            one["command"]["processor_seconds"],
            one["command"]["peak_mb"],
            *(one["edits"][edit]["median_ms"] for edit in _EDITS),
            one["measured"]["load_average_before"],
        ]
        for one in sizes.values()
    ]
    yield table([name.replace("_", " ") for name in head], rows)
    yield "<p>Edits are in milliseconds, the median of doing and undoing them.</p>"
    found = [row for size in sizes.items() for row in _engines(*size)]
    head = ["", "engine", "s", "processor s", "peak MB", "results", "agrees"]
    yield table(head, found)


def _engines(size: str, record: Record) -> Iterator[list[object]]:
    for contest in _CONTESTS:
        told = record.get(contest, {"engines": {}, "agreement": {}})
        for name, figures in told["engines"].items():
            agrees = told["agreement"].get(name, {}).get("agrees")
            fault = figures.get("fault", figures.get("absent"))
            columns = ("seconds", "processor_seconds", "peak_mb")
            yield [
                f"{size}, {contest.replace('_', ' ')}",
                name,
                *(figures.get(column) for column in columns),
                fault or figures["results"],
                "" if agrees is None else "yes" if agrees else "no",
            ]
