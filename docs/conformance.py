"""Make docs/conformance.md from the heads of the files in tests/protocol."""

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

import exchanges  # noqa: E402 - found by the line above

PAGE = Path(__file__).parent / "conformance.md"

#: The specifications, in the order of the page, and where to read them.
SPECIFICATIONS = {
    "SPARQL 1.1 Protocol": "https://www.w3.org/TR/sparql11-protocol/",
    "SPARQL 1.2 Protocol": "https://www.w3.org/TR/sparql12-protocol/",
    "SPARQL 1.1 Graph Store HTTP Protocol": "https://www.w3.org/TR/sparql11-http-rdf-update/",
    "SPARQL 1.2 Graph Store Protocol": "https://www.w3.org/TR/sparql12-graph-store-protocol/",
    "SPARQL 1.1 Service Description": "https://www.w3.org/TR/sparql11-service-description/",
    "SPARQL 1.1 Query Results JSON Format": "https://www.w3.org/TR/sparql11-results-json/",
    "SPARQL 1.2 Query Results JSON Format": "https://www.w3.org/TR/sparql12-results-json/",
    "SPARQL Query Results XML Format": "https://www.w3.org/TR/rdf-sparql-XMLres/",
    "SPARQL 1.2 Query Results XML Format": "https://www.w3.org/TR/sparql12-results-xml/",
    "SPARQL 1.1 Query Results CSV and TSV Formats": "https://www.w3.org/TR/sparql11-results-csv-tsv/",
    "SPARQL 1.2 Query Results CSV and TSV Formats": "https://www.w3.org/TR/sparql12-results-csv-tsv/",
    "SPARQL 1.1 Query": "https://www.w3.org/TR/sparql11-query/",
    "SPARQL 1.1 Update": "https://www.w3.org/TR/sparql11-update/",
    "RFC 9110": "https://www.rfc-editor.org/rfc/rfc9110",
    "RFC 3986": "https://www.rfc-editor.org/rfc/rfc3986",
    "RFC 4180": "https://www.rfc-editor.org/rfc/rfc4180",
    "RFC 5789": "https://www.rfc-editor.org/rfc/rfc5789",
    "RFC 6750": "https://www.rfc-editor.org/rfc/rfc6750",
    "RFC 9457": "https://www.rfc-editor.org/rfc/rfc9457",
    "The HTTP QUERY Method": "https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/",
    "Fetch": "https://fetch.spec.whatwg.org/",
}  # fmt: skip

_Head = dict[str, list[str]]


def page() -> str:
    """The whole page."""
    heads = {path: exchanges.head(path) for path in exchanges.paths()}
    return "".join(_lines(heads))


def _lines(heads: dict[Path, _Head]) -> Iterator[str]:
    yield (
        "# Conformance\n\n"
        "Generated from `tests/protocol/` by `docs/generate.py`; do not edit.\n\n"
        "What the server promises over HTTP, clause by clause. Each promise is a file "
        "of requests and expected\nresponses that the tests send to a running server. "
        "*ours* marks what the clause leaves open and this project\npromises.\n"
    )
    entries = sorted(_entries(heads), key=lambda entry: entry[:3])
    for place, same in groupby(entries, key=lambda entry: entry[0]):
        name = list(SPECIFICATIONS)[place]
        yield f"\n## [{name}]({SPECIFICATIONS[name]})\n\n"
        yield "| Clause | Level | Promise | Exchange |\n|---|---|---|---|\n"
        for _, _, path, number in same:
            yield _row(number, path, heads[path])
    yield from _w3c()
    yield from _notes("Where a clause can be read in two ways", "reading", heads)
    yield from _notes("What is not kept yet", "deviates", heads)


def _w3c() -> Iterator[str]:
    covering = exchanges.covering()
    yield (
        "\n## The W3C's own tests\n\n"
        "What the W3C's suites of tests ask of a server over HTTP, and the exchanges "
        "that ask the same here.\n\n"
        "| Suite | Test | Exchange |\n|---|---|---|\n"
    )
    for suite, name in exchanges.w3c():
        files = ", ".join(map(_link, covering.get(name, [])))
        yield f"| {suite} | `{name}` | {files} |\n"


def _entries(heads: dict[Path, _Head]) -> Iterator[tuple[int, list[int], Path, str]]:
    """Each clause that a file names: where its specification stands, and its number."""
    for path, head in heads.items():
        for text in head["clause"]:
            name, number = exchanges.clause(text)
            numbers = [int(part) for part in re.findall(r"\d+", number)]
            yield list(SPECIFICATIONS).index(name), numbers, path, number


def _row(number: str, path: Path, head: _Head) -> str:
    promise = head["promise"][0].replace("|", r"\|")
    return f"| {number} | {head['level'][0]} | {promise} | {_link(path)} |\n"


def _link(path: Path) -> str:
    name = path.relative_to(exchanges.FOLDER).with_suffix("").as_posix()
    return f"[{name}](../{path.relative_to(ROOT).as_posix()})"


def _notes(title: str, key: str, heads: dict[Path, _Head]) -> Iterator[str]:
    noted = {path: head[key][0] for path, head in heads.items() if key in head}
    if noted:
        yield f"\n## {title}\n\n"
    for path, text in noted.items():
        yield f"- {_link(path)}: {text}\n"
