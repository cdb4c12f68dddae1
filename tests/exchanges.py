"""Exchanges over HTTP, kept as files: what is sent, and what must come back.

tests/protocol/README.md describes the form of the files; `wire` sends what they say, and
`checks` compares what comes back.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "protocol"

#: The keys of a file's head; the first three are required.
KEYS = ("clause", "level", "promise", "reading", "deviates", "server", "w3c")
#: How strongly the clause asks for it; "ours" is what this project adds.
LEVELS = ("MUST", "SHOULD", "MAY", "ours")
SERVERS = ("plain", "shipped")

_KEY = re.compile(r"^#\+ (\w+): (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^--- (.+)\n", re.MULTILINE)
_REQUEST = re.compile(r"(\S+) (\S+)(?: \((\S+)\))?$")
_NAME = re.compile(r"\{([A-Za-z][\w-]*)\}")


@dataclass(frozen=True)
class Request:
    """One request as a file writes it: *head* holds headers and parameters."""

    method: str
    target: str
    option: str
    head: str
    body: str


@dataclass(frozen=True)
class Check:
    """A check of a response's body: which, its argument, and the lines below it."""

    name: str
    argument: str
    text: str

    def filled(self, known):
        """The same check, with the names in it that are *known* put in."""
        return Check(self.name, fill(self.argument, known), fill(self.text, known))


@dataclass(frozen=True)
class Expected:
    """What a response must be: a status, headers, and a body that passes checks."""

    status: str
    headers: list[str]
    checks: list[Check]


@dataclass(frozen=True)
class Case:
    """The exchanges of one file, or of one row of its table."""

    path: Path
    head: dict[str, list[str]]
    given: str
    steps: list[tuple[Request, Expected]]
    row: str

    def __str__(self):
        row = f": {self.row}" if self.row else ""
        return f"{self.head['clause'][0]}, {self.name}{row}"

    @property
    def name(self):
        """The file's path within the folder, without its ending."""
        return self.path.relative_to(FOLDER).with_suffix("").as_posix()

    @property
    def server(self):
        """The fixture that serves this case."""
        return self.head.get("server", SERVERS)[0]

    @property
    def deviates(self):
        """Why this promise is known not to be kept; empty if it is."""
        return " ".join(self.head.get("deviates", []))


def clause(text):
    """
    A clause's specification and its number.

    >>> clause("SPARQL 1.1 Protocol 2.1.2")
    ('SPARQL 1.1 Protocol', '2.1.2')
    """
    specification, _, number = text.rpartition(" ")
    return specification, number


def paths():
    """The files, in the order of their names."""
    return sorted(FOLDER.rglob("*.http"))


def w3c():
    """The W3C's tests that are to be covered: suite and name."""
    lines = (FOLDER / "w3c.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()) for line in lines if not line.startswith("#")]


def covering():
    """The files that say that they cover one of the W3C's tests, by its name."""
    found = {}
    for path in paths():
        for name in " ".join(head(path).get("w3c", [])).split():
            found.setdefault(name, []).append(path)
    return found


def cases():
    """Every case of every file."""
    return [case for path in paths() for case in read(path)]


def head(path):
    """The keys of a file's head, each with its values; raises ValueError."""
    found = {}
    for key, value in _KEY.findall(path.read_text(encoding="utf-8")):
        if key not in KEYS:
            raise ValueError(f"{path} has the key {key!r}: known are {KEYS}")
        found.setdefault(key, []).append(value)
    return found


def read(path):
    """The cases of one file: a single one, or one for each row of its table."""
    _, *parts = _SECTION.split(path.read_text(encoding="utf-8"))
    sections = list(zip(parts[::2], parts[1::2], strict=True))
    table = "".join(text for title, text in sections if title == "table")
    given = "".join(text for title, text in sections if title == "given")
    steps = [part for part in sections if part[0] not in ("table", "given")]
    for row in rows(table) or [{}]:
        label = next(iter(row.values()), "")
        yield Case(path, head(path), given, _steps(steps, row), label)


def rows(table):
    """
    The rows of a *table*, each a dictionary; bars part the columns.

    >>> rows("accept   | type\\n*/*      | text/turtle\\n")
    [{'accept': '*/*', 'type': 'text/turtle'}]
    """
    lines = [[cell.strip() for cell in x.split("|")] for x in table.strip().split("\n")]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def fill(text, known):
    """
    The *text* with the names in braces put in that are *known*, in small letters.

    >>> fill("ASK {} {ETag}", {"etag": "red"})
    'ASK {} red'
    """
    return _NAME.sub(lambda found: known.get(found[1].lower(), found[0]), text)


def _steps(sections, row):
    parts = [(fill(title, row), fill(text, row)) for title, text in sections]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [(_request(*sent), _expected(*wanted)) for sent, wanted in pairs]


def _request(title, text):
    method, target, option = _REQUEST.fullmatch(title).groups()
    return Request(method, target, option or "", *_parted(text))


def _expected(title, text):
    word, _, status = title.partition(" ")
    if word != "expect":
        raise ValueError(f"after a request must stand what to expect, not {title!r}")
    lines, rest = _parted(text)
    paragraphs = rest.split("\n\n") if rest else []
    return Expected(status, lines.splitlines(), [_check(part) for part in paragraphs])


def _parted(text):
    """What stands above the first empty line, and what stands below it."""
    above, _, below = f"\n{text}".partition("\n\n")
    return above.strip("\n"), below.rstrip("\n")


def _check(paragraph):
    first, _, text = paragraph.partition("\n")
    name, _, argument = first.partition(" ")
    return Check(name, argument, text)
