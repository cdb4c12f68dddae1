"""Draw the results as one page without scripts: `python benchmarks/report.py`."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

import validation_report
from harness import results
from harness.drawing import Bar, bars, lines, table
from harness.results import Record

PAGE = Path(__file__).parent / "report.html"
_TEMPLATE = Path(__file__).parent / "report.template.html"
_OURS = "claimgraph"


def write(folder: Path = results.FOLDER, page: Path = PAGE) -> None:
    """Write the page from all results in *folder*."""
    records = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    }
    parts = (part for start in _SECTIONS for part in _sections(start, records))
    body = "\n".join(parts)
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    page.write_text(template.substitute(body=body), encoding="utf-8")


def _sections(start: str, records: dict[str, Record]) -> Iterator[str]:
    """The sections of all results whose names begin so, small data first."""
    names = [name for name in records if name.startswith(start)]
    for name in sorted(names, key=lambda name: (len(name), name)):
        yield f'<section id="{escape(name)}">'
        yield from _SECTIONS[start](records[name])
        yield f"<p>{escape(_machine(records[name]['machine']))}</p></section>"


def _machine(machine: Record) -> str:
    return (
        f"Measured on {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_mb']} MB, {machine['system']}, Python {machine['python']}, "
        f"at commit {machine['commit']}."
    )


def _peers(record: Record) -> Iterator[str]:
    data = record["data"]
    yield f"<h2>Servers, {data['triples']:,} triples of reports</h2>"
    yield (
        f"<p>{data['quads']:,} quads once published. A question may take "
        f"{record['limit_seconds']:g} s. Load average before: "
        f"{record['load_average_before']}.</p>"
    )
    yield _systems(record["systems"])
    yield bars("Median time of a question", _times(record), "ms", log=True)
    yield _medians(record)
    for texts in ("fresh", "repeated"):
        title = f"Point look-ups a second by clients, {texts} texts"
        yield bars(title, _rates(record, texts), "/s", log=False)
    yield bars("Memory, each shared page once", _memory(record), "MB", log=False)


def _systems(systems: Record) -> str:
    rows = (
        [
            entry["name"],
            entry["version"],
            _state(entry),
            entry["load_seconds"],
            entry["start_seconds"],
        ]
        for entry in systems.values()
    )
    return table(["", "version", "set-up", "load (s)", "start (s)"], rows)


def _state(entry: Record) -> str:
    if entry["absent"]:
        return f"absent: {entry['absent']}"
    ended = f" It ended while it was measured: {entry['ended']}"
    return str(entry["setup"]) + (ended if entry["ended"] else "")


def _times(record: Record) -> list[tuple[str, list[Bar]]]:
    return [
        (
            name,
            [
                Bar(system, figures.get("median"), _said(figures))
                for system, figures in question["systems"].items()
            ],
        )
        for name, question in record["questions"].items()
    ]


def _said(figures: Record) -> str:
    if "median" not in figures:
        return str(figures.get("fault", "not asked"))[:24]
    mark = "" if figures["agrees"] in (True, None) else " ≠"
    return f"{figures['median']:.4g}{mark}"


def _medians(record: Record) -> str:
    systems = list(next(iter(record["questions"].values()))["systems"])
    others = [system for system in systems if system != _OURS]
    head = ["question", "rows", *systems, *(f"{other} ÷ ours" for other in others)]
    rows = []
    for name, question in record["questions"].items():
        figures = question["systems"]
        own = figures.get(_OURS, {})
        cells = [_said(figures[system]) for system in systems]
        ratios = [_ratio(figures[other], own) for other in others]
        rows.append([name, own.get("rows"), *cells, *ratios])
    return f"<details><summary>As a table (ms)</summary>{table(head, rows)}</details>"


def _ratio(other: Record, own: Record) -> str | None:
    if "median" not in other or "median" not in own:
        return None
    return f"{other['median'] / own['median']:.2g}"


def _rates(record: Record, texts: str) -> list[tuple[str, list[Bar]]]:
    groups: dict[int, list[Bar]] = {}
    for system, outcomes in record["throughput"].items():
        for one in outcomes:
            if one["texts"] == texts:
                text = f"{one['per_second']:.0f} (p99 {one['p99_ms']:.3g} ms)"
                bar = Bar(system, one["per_second"], text)
                groups.setdefault(one["clients"], []).append(bar)
    return [(f"{clients} at once", found) for clients, found in groups.items()]


def _memory(record: Record) -> list[tuple[str, list[Bar]]]:
    return [
        (
            f"when {when}",
            [
                Bar(
                    name,
                    entry["memory"][when]["proportional"],
                    f"{entry['memory'][when]['proportional']:.0f}",
                )
                for name, entry in record["systems"].items()
                if when in entry["memory"]
            ],
        )
        for when in ("started", "asked")
    ]


def _library(record: Record) -> Iterator[str]:
    yield "<h2>The shipped data</h2>"
    names = [
        "first_answer_seconds",
        "build_seconds",
        "quads",
        "peak_memory_mb",
        "validation_seconds",
    ]
    yield table(
        ["", "value"], [[name.replace("_", " "), record[name]] for name in names]
    )
    rows = [
        [name, one["claimgraph_ms"], one["rdflib_ms"], _faster(one)]
        for name, one in record["questions"].items()
    ]
    head = ["question", "claimgraph (ms)", "rdflib (ms)", "rdflib ÷ ours"]
    summary = "Questions of the library against rdflib"
    yield f"<details><summary>{summary}</summary>{table(head, rows)}</details>"


def _faster(one: Record) -> str:
    return f"{one['rdflib_ms'] / one['claimgraph_ms']:.2g}"


def _soak(record: Record) -> Iterator[str]:
    yield f"<h2>Soak of {escape(record['system'])}</h2>"
    share = record["share"] * 100
    yield (
        f"<p>{record['clients']} clients on {record['triples']:,} triples; "
        f"{share:g} % of requests run away, and a client gives up on them after "
        f"{record['patience_seconds']:g} s. Processes left behind: "
        f"{record['orphans']}.</p>"
    )
    phases = ("without", "with", "after")
    columns = ["per_second", "p50_ms", "p99_ms", "errors", "runaways"]
    rows = [[phase, *(record[phase][name] for name in columns)] for phase in phases]
    yield table(["runaways", "a second", "p50 (ms)", "p99 (ms)", *columns[3:]], rows)
    resident = [(sample[0], sample[1]) for sample in record["memory"]]
    whole = [(sample[0], sample[2]) for sample in record["memory"]]
    series = {"resident": resident, "each shared page once": whole}
    yield lines("Memory of all its processes", series)


def _export(record: Record) -> Iterator[str]:
    yield "<h2>A million rows or triples in each format</h2>"
    rows = (
        [
            name,
            one.get("fault") or one["status"],
            one.get("megabytes"),
            one.get("seconds"),
            one.get("proportional_before_mb"),
            one.get("proportional_peak_mb"),
        ]
        for name, one in record["exports"].items()
    )
    head = ["format", "status", "MB", "s", "memory before (MB)", "peak (MB)"]
    yield table(head, rows)


def _updates(record: Record) -> Iterator[str]:
    yield f"<h2>Publishing, {record['triples']:,} triples of reports</h2>"
    rows = [["start from files", _median(record["start_from_files"])]]
    for name, found in record.get("rules", {}).items():
        seconds = found if name == "rebuild" else _median(found)
        rows.append([f"rules alone: {name.replace('_', ' ')}", seconds])
    for guard in ("guarded", "unguarded"):
        found = record[guard]
        for name in ("put_article", "insert_reading", "start_from_store"):
            words = f"{guard}: {name.replace('_', ' ')}"
            rows.append([words, _median(found[name])])
    yield table(["", "seconds"], rows)


def _median(found: Record) -> object:
    return found.get("median", found.get("fault", "")[:120])


_SECTIONS = {
    "peers-": _peers,
    "library": _library,
    "soak-": _soak,
    "export-": _export,
    "updates-": _updates,
    "validation": validation_report.section,
}

if __name__ == "__main__":
    write()
