"""Measure validation: the command, its parts, other engines, and edits.

All with the shipped shapes, on made-up reports. Without --size, on 10 000 triples.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from statistics import median

import following
import report
import synthetic
from harness import cache, child, contest, graphs, machine, results
from harness.contest import ALONE, ENGINES, OURS, REFERENCE, Answer
from harness.results import Record

_LONG = 24 * 3600.0
_NAME = "validation"
_Engines = Sequence[contest.Engine]
#: What is asked of which engines: data, shapes. Shapes without queries are Core alone.
_CONTESTS: tuple[tuple[str, str, str, _Engines], ...] = (
    ("sound", "data", "shapes", ENGINES),
    ("without_queries", "data", "core", (OURS, REFERENCE, ALONE)),
    ("with_faults", "spoiled", "shapes", ENGINES),
)
_HERE = Path(__file__).parent
#: A line that tells whoever waits is not longer.
_LINE = 1_000


def main() -> None:
    """Measure, write the results beside those of other sizes, draw the report."""
    chosen = _chosen()
    sizes = _known()
    asked = sorted(set(chosen.size or [10_000]))
    for size in asked:
        name, with_faults = synthetic.name(size), size == asked[0]
        found = _measured(size, chosen, with_faults=with_faults)
        sizes[name] = sizes.get(name, {}) | found
        path = _saved(sizes)
        print(f"{path} was written.", file=sys.stderr)
    report.write()


def _saved(sizes: Mapping[str, Record]) -> Path:
    record: Record = {
        "machine": machine.described(),
        "sizes": dict(sorted(sizes.items(), key=lambda item: item[1]["triples"])),
    }
    record["growth"] = _growth(record["sizes"])
    return results.save(_NAME, record)


def _known() -> dict[str, Record]:
    """What earlier runs found, by size."""
    path = results.FOLDER / f"{_NAME}.json"
    if not path.exists():
        return {}
    found: dict[str, Record] = json.loads(path.read_text(encoding="utf-8"))["sizes"]
    return found


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--size", type=synthetic.size, action="append", help="triples of reports")
    add("--rounds", type=int, default=3, help="how often the command is run")
    add("--limit", type=float, default=600, help="seconds that an engine may take")
    add(
        "--peers", type=synthetic.size, default="100k",
        help="the other engines are asked up to this size",
    )  # fmt: skip
    add(
        "--engine", action="append", choices=[each.module for each in ENGINES[1:]],
        help="of the others, ask only this one",
    )  # fmt: skip
    add("--faults", type=float, default=1, help="percent of triples with a fault")
    return parser.parse_args()


def _measured(size: int, chosen: argparse.Namespace, *, with_faults: bool) -> Record:
    folder = cache.FOLDER / "data" / str(size)
    made = synthetic.write(folder, size)
    data = folder / "data"
    _say(f"{made.triples} triples of reports")
    record: Record = {
        "triples": made.triples,
        "digest": made.digest,
        "measured": _circumstances(),
        "command": _command(data, chosen.rounds),
        "parts": _parts(data),
        "edits": _told("edits", following.measured(data, chosen.rounds)),
    }
    if size <= chosen.peers:
        record |= _contests(data, size, chosen, with_faults=with_faults)
    return record


def _circumstances() -> Record:
    """At which commit figures are taken, and how busy the machine is."""
    commit = machine.described()["commit"]
    return {"commit": commit, "load_average_before": machine.load_average()}


def _contests(
    data: Path, size: int, chosen: argparse.Namespace, *, with_faults: bool
) -> Record:
    """All contests on the *data*, or all but that on data with faults."""
    files = graphs.written(data, cache.FOLDER / "graphs" / str(size), chosen.faults)
    record: Record = {
        "contests": {
            "triples": files.triples,
            "limit_seconds": chosen.limit,
            "percent_of_faults": chosen.faults,
            **_circumstances(),
        }
    }
    for name, data_name, shapes, engines in _CONTESTS:
        if with_faults or data_name != "spoiled":
            asked = getattr(files, data_name), getattr(files, shapes)
            record[name] = _contest(*asked, _asked_for(engines, chosen), chosen.limit)
    return record


def _asked_for(engines: _Engines, chosen: argparse.Namespace) -> _Engines:
    """Ours first, and those of the others that are asked for, or all."""
    wanted = {OURS.module, *(chosen.engine or (each.module for each in engines))}
    return [each for each in engines if each.module in wanted]


def _command(data: Path, rounds: int) -> Record:
    """The whole command, as a user waits for it."""
    command = [sys.executable, "-m", "claimgraph", "validate", data]
    runs = [child.run(command, _LONG) for _ in range(rounds)]
    figures: Record = {
        "seconds": round(median(run.seconds for run in runs), 2),
        "processor_seconds": round(median(run.processor_seconds for run in runs), 2),
        "peak_mb": round(max(run.peak_mb for run in runs)),
        "all_seconds": [round(run.seconds, 2) for run in runs],
    }
    if any(run.fault for run in runs):
        figures["fault"] = next(run.fault for run in runs if run.fault)
    return _told("claimgraph validate", figures)


def _parts(data: Path) -> Record:
    """What the command does, part by part."""
    command = [sys.executable, "-m", "validators.parts", data]
    done = child.run(command, _LONG, _HERE)
    parts = {"fault": done.fault} if done.fault else json.loads(done.output)
    return _told("parts", parts)


def _contest(data: Path, shapes: Path, engines: _Engines, limit: float) -> Record:
    """The *engines* in turn on the same data and shapes, their results compared."""
    answers = {each.name: _asked(each, data, shapes, limit) for each in engines}
    agreement = _told("agreement", contest.compared(answers))
    figures = {name: answer.figures for name, answer in answers.items()}
    return {"engines": figures, "agreement": agreement, "ratios": _ratios(figures)}


def _asked(engine: contest.Engine, data: Path, shapes: Path, limit: float) -> Answer:
    answer = contest.ask(engine, data, shapes, limit, cache.FOLDER)
    _told(f"{engine.name}, {data.stem}, {shapes.stem}", answer.figures)
    return answer


def _ratios(engines: Mapping[str, Record]) -> Record:
    """How many times our time the others need, of the processor and of the clock."""
    ours = engines[OURS.name]
    found = {
        name: {
            key: round(figures[key] / ours[key], 1)
            for key in ("seconds", "processor_seconds")
        }
        for name, figures in engines.items()
        if name != OURS.name and "results" in figures and "results" in ours
    }
    return _told("ratios to ours", found)


def _growth(sizes: Mapping[str, Record]) -> Record:
    """
    How time grows with data, by the two largest sizes at which an engine answered.

    What is *extrapolated* to ten times the larger one is no measurement.
    """
    found: Record = {}
    for engine in ENGINES[1:]:  # ours is measured at any size
        times = [*_times(sizes, engine.name)]
        if len(times) > 1:
            (few, short), (many, long) = times[-2:]
            exponent = log(long / short) / log(many / few)
            found[engine.name] = {
                "exponent": round(exponent, 2),
                "extrapolated_to_triples": many * 10,
                "extrapolated_processor_seconds": round(long * 10**exponent),
            }
    return _told("growth", found)


def _times(sizes: Mapping[str, Record], engine: str) -> Iterator[tuple[int, float]]:
    """Triples and the processor's seconds for them."""
    for record in sizes.values():
        figures = record.get("sound", {}).get("engines", {}).get(engine, {})
        if "results" in figures:
            yield record["triples"], figures["processor_seconds"]


def _told(what: str, figures: Record) -> Record:
    """Tell whoever waits."""
    text = json.dumps(figures, ensure_ascii=False)
    _say(f"  {what}: {text if len(text) < _LINE else text[:_LINE] + ' ...'}")
    return figures


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
