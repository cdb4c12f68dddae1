"""The data that all systems are given: reports, and what is published of them."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import synthetic
from claimgraph import loading, rules
from claimgraph.digests import dataset_digest

_DUMP = Path(__file__).parents[1] / "dump.py"


@dataclass(frozen=True)
class Corpus:
    """
    Reports and their publication.

    *data* is what our server is given; *dump*, N-Quads, what the others are given: the
    same reports with all that our rules derive.
    """

    triples: int
    digest: str
    data: Path
    dump: Path
    quads: int
    samples: Mapping[str, Sequence[str]]
    #: Seconds that publishing took when the dump was made.
    published_in: float

    def as_json(self) -> dict[str, object]:
        """What a result says of it."""
        return {
            "triples": self.triples,
            "quads": self.quads,
            "digest": self.digest,
            "published_in_seconds": self.published_in,
        }


def made(triples: int, cache: Path) -> Corpus:
    """Make the corpus of so many triples in *cache*, or find it there."""
    folder = cache / "data" / str(triples)
    manifest = synthetic.write(folder, triples)
    dump, facts = published(folder / "data", cache)
    return Corpus(
        manifest.triples,
        manifest.digest,
        folder / "data",
        dump,
        int(facts["quads"]),
        manifest.samples,
        facts["seconds"],
    )


def published(data: Path, cache: Path) -> tuple[Path, dict[str, float]]:
    """Publish *data* and dump it, unless *cache* has that dump."""
    digest = _digest(data)
    dump = cache / "dumps" / f"{digest[:16]}.nq"
    facts = dump.with_suffix(".json")
    if not facts.exists():
        dump.parent.mkdir(parents=True, exist_ok=True)
        _say(f"Publishing {data} ...")
        start = time.perf_counter()
        command = [sys.executable, _DUMP, "--replace", "--data", data, dump]
        subprocess.run(list(map(str, command)), check=True)
        _say(f"... took {time.perf_counter() - start:.0f} s with writing it out.")
    return dump, json.loads(facts.read_text(encoding="utf-8"))


def _digest(data: Path) -> str:
    sources = loading.everything([data], replace=True)
    files = [*(source.path for source in sources), *rules.files()]
    parts = {str(path): sha256(path.read_bytes()).hexdigest() for path in files}
    return dataset_digest(parts)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
