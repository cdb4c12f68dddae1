"""Made-up articles with known faults in known places."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

import synthetic

#: Stands in a text before what is at fault.
CARET = "‸"
TABLE = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))


@dataclass(frozen=True, order=True)
class Seeded:
    """A fault: what finds it, and where it stands, columns counted from 1."""

    rule: str
    file: str
    line: int
    column: int


class Sheet:
    """A file of descriptions, each of which is given one fault at most."""

    def __init__(self, path):
        self.path = path
        self.parts = re.split(r"(?<=\n\.\n)", path.read_text(encoding="utf-8"))
        self.sound = set(range(len(self.parts)))

    def seed(self, kind, rng):
        """Put a fault of that *kind* somewhere, if it can be."""
        fitting = [
            n for n in sorted(self.sound)
            if re.search(kind["find"], self._body(n), re.MULTILINE)
        ]  # fmt: skip
        if not fitting:
            return False
        chosen = rng.choice(fitting)
        self.sound.remove(chosen)
        wrong = kind["write"].replace("LONG", "Too long. " * 60)
        head = self.parts[chosen].removesuffix(self._body(chosen))
        body = re.sub(
            kind["find"], wrong, self._body(chosen), count=1, flags=re.MULTILINE
        )
        self.parts[chosen] = head + body.replace(CARET, f"{CARET}{kind['rule']}{CARET}")
        return True

    def _body(self, number):
        """A description without the prefixes before it."""
        return self.parts[number].rpartition("\n\n")[2] if number == 0 else (
            self.parts[number]
        )  # fmt: skip

    def written(self):
        """Write the file without the marks, and tell what they marked."""
        text, found = "", []
        pieces = "".join(self.parts).split(CARET)
        for plain, rule in zip(pieces[::2], [*pieces[1::2], None], strict=True):
            text += plain
            line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
            found += [Seeded(rule, str(self.path), line, column)] if rule else []
        self.path.write_text(text, encoding="utf-8")
        return found


def seed(folder, count, triples=40_000, number=7):
    """
    Write articles to *folder* with *count* faults, each kind as often as the others.

    Gives the faults, sorted.
    """
    synthetic.write(folder, triples, number)
    rng = Random(number)
    sheets = {}
    for path in sorted(folder.glob("data/articles/*/*.ttl")):
        sheets.setdefault(path.stem, []).append(Sheet(path))
    kinds, made = list(TABLE.values()), 0
    while made < count:
        kind = kinds[made % len(kinds)]
        made += any(
            sheet.seed(kind, rng)
            for sheet in rng.sample(sheets[kind["part"]], len(sheets[kind["part"]]))
        )
    every = [sheet for part in sheets.values() for sheet in part]
    return sorted(fault for sheet in every for fault in sheet.written())
