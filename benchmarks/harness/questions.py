"""The queries of ``benchmarks/queries`` and the names drawn for them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from harness.wire import ACCEPT

FOLDER = Path(__file__).parents[1] / "queries"
GROUPS = ["point", "join", "aggregate", "path", "text", "view", "bulk"]
_HEADER = re.compile(r"^#\+ (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """
    A query of the mix.

    *drawn* names the variable, if any, for which each request puts another IRI.
    *compare* says how far answers must agree: ``rows``, their ``number``, ``nothing``.
    """

    name: str
    summary: str
    group: str
    text: str
    drawn: str
    compare: str

    @property
    def accept(self) -> str:
        """What to ask for."""
        graph = re.search(r"^(CONSTRUCT|DESCRIBE)", self.text, re.MULTILINE)
        return ACCEPT["graph" if graph else "rows"]

    def texts(
        self, samples: Mapping[str, Sequence[str]], count: int, rng: Random
    ) -> list[str]:
        """
        Texts of *count* requests, no two alike.

        Each has an IRI of its own, and a comment of its own, so that no server can
        answer from a memory of texts.
        """
        mark = rng.randrange(10**9)
        return [
            f"{self._with(rng.choice(samples[self.drawn]))}# {mark}-{number}\n"
            if self.drawn
            else f"{self.text}# {mark}-{number}\n"
            for number in range(count)
        ]

    def _with(self, iri: str) -> str:
        return re.sub(rf"\?{self.drawn}\b", f"<{iri}>", self.text)


def mix(folder: Path = FOLDER) -> list[Question]:
    """All questions, by group, then by name."""
    found = [_read(path) for path in sorted(folder.glob("*.rq"))]
    return sorted(found, key=lambda one: (GROUPS.index(one.group), one.name))


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).lstrip("\n")
    return Question(
        path.stem,
        header["summary"],
        header["group"],
        body,
        header.get("draw", ""),
        header.get("compare", "rows"),
    )
