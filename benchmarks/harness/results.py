"""Results as files: JSON with everything, and a flat table."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "results"

Record = dict[str, Any]


def save(name: str, record: Record, folder: Path = FOLDER) -> Path:
    """Write *record* as ``name.json`` and ``name.tsv``; return the former."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    text = json.dumps(record, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    with path.with_suffix(".tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, "excel-tab", lineterminator="\n").writerows(_flat(record))
    return path


def _flat(record: object, path: tuple[str, ...] = ()) -> Iterator[list[object]]:
    """One line a value: where it stands, and what it is."""
    if isinstance(record, Mapping):
        for key, value in record.items():
            yield from _flat(value, (*path, str(key)))
    elif isinstance(record, list):
        for number, value in enumerate(record):
            yield from _flat(value, (*path, str(number)))
    else:
        yield ["/".join(path), record]
