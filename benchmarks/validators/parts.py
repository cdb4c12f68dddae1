"""Parts of a validation by the command: ``python -m validators.parts DATA``."""

import json
import sys
import time
from pathlib import Path

from claimgraph import validation
from claimgraph.validation import Settings

_READ, _APPLIED = "reading", "checking"


def main(path: str) -> None:
    """Validate, and say as JSON how long reading took and all that came then."""
    clock = _Clock()
    given = validation.given([Path(path)], None)
    found = validation.examine(given, Settings(), clock.told)
    clock.lap("reporting")
    told = {"parts": clock.laps, "findings": len(found.findings), "nodes": found.nodes}
    json.dump(told, sys.stdout)


class _Clock:
    """Seconds by part, of the clock and of the processor."""

    def __init__(self) -> None:
        self.laps: dict[str, dict[str, float]] = {}
        self._last = time.perf_counter(), time.process_time()

    def told(self, what: str, done: int, total: int) -> None:
        """The engine tells how far it is."""
        if done == total:
            self.lap({"read": _READ, "applied": _APPLIED}[what])

    def lap(self, name: str) -> None:
        """The part called *name* is over."""
        now = time.perf_counter(), time.process_time()
        wall, processor = (b - a for a, b in zip(self._last, now, strict=True))
        self.laps[name] = {
            "seconds": round(wall, 3), "processor_seconds": round(processor, 3),
        }  # fmt: skip
        self._last = now


if __name__ == "__main__":
    main(sys.argv[1])
