"""SHACL engines asked in turn about the same graphs, and their results compared."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness import child
from harness.results import Record
from harness.systems.base import Missing, venv

_HERE = Path(__file__).parents[1]
#: How many differences are shown.
_SAMPLE = 5
Row = tuple[str, ...]


@dataclass(frozen=True)
class Engine:
    """A program of `validators`, and the *package* that it needs of its own."""

    name: str
    module: str
    package: str = ""

    def python(self, cache: Path) -> Path:
        """What runs it; raises Missing where its package cannot be installed."""
        if not self.package:
            return Path(sys.executable)
        return venv(cache / "peers", self.package, self.package) / "python"


OURS = Engine("claimgraph", "ours")
REFERENCE = Engine("pySHACL as the project asks it", "reference")
ALONE = Engine("pySHACL alone", "alone")
RUDOF = Engine("rudof", "rudof", "pyrudof")
ENGINES = (OURS, REFERENCE, ALONE, RUDOF)


@dataclass
class Answer:
    """What an engine took and found; *results* are None if it has none."""

    figures: Record
    results: Counter[Row] | None = None
    faults: Sequence[str] = field(default=())


def ask(engine: Engine, data: Path, shapes: Path, limit: float, cache: Path) -> Answer:
    """Have *engine* apply the shapes to the data, within so many seconds."""
    try:
        python = engine.python(cache)
    except Missing as error:
        return Answer({"absent": f"pip install {engine.package} failed: {error}"})
    command = [python, "-m", f"validators.{engine.module}", data, shapes]
    done = child.run(command, limit, _HERE)
    if done.fault:
        return Answer(done.as_json())
    told = json.loads(done.output)
    results = Counter(tuple(row) for row in told["results"])
    figures = {**done.as_json(), "parts": told["parts"], "results": results.total()}
    if told["faults"]:
        figures["gave_up_on"] = told["faults"]
    return Answer(figures, results, told["faults"])


def compared(answers: Mapping[str, Answer]) -> Record:
    """Whether each engine that answered found what the first did; else the difference.

    How often an engine repeats a result does not matter.
    """
    first = next(iter(answers.values())).results or Counter()
    return {
        name: _difference(first, answer.results)
        for name, answer in list(answers.items())[1:]
        if answer.results is not None
    }


def _difference(ours: Counter[Row], theirs: Counter[Row]) -> Record:
    more, less = theirs.keys() - ours.keys(), ours.keys() - theirs.keys()
    found: Record = {
        "agrees": not more and not less,
        "both": len(ours.keys() & theirs.keys()),
        "repeats": theirs.total() - len(theirs),
    }
    for name, rows in (("only_there", more), ("only_ours", less)):
        if rows:
            sample = [" ".join(row) for row in sorted(rows)[:_SAMPLE]]
            found[name] = {"count": len(rows), "by": dict(_kinds(rows)), "some": sample}
    return found


def _kinds(rows: set[Row]) -> Iterator[tuple[str, int]]:
    """How many there are by component and shape."""
    kinds = Counter(f"{row[3]} {row[5]}" for row in rows)
    yield from kinds.most_common()
