"""Answers as a person reads them: terms in short, tables on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimgraph.answers import Answer, Row, Term
from claimgraph.articles import Sentence
from claimgraph.namespaces import shorten


def say(term: Term | None) -> str:
    """Write a term for a person: names shortened, literals without their datatype."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, Triple):
        parts = " ".join(map(say, (term.subject, term.predicate, term.object)))
        return f"<<( {parts} )>>"
    return str(term)


def show_running(running: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print the queries that a server is answering, as it tells them."""
    table = Table(box=None, pad_edge=False)
    headings = ("id", "seconds", "limit", "lane", "query")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for each in running:
        table.add_row(*(Text(str(each[heading])) for heading in headings))
    console.print(table if running else "No query is running.")


def show(answer: Answer, console: Console) -> None:
    """Print *answer* on a terminal: a table, true or false, or lines of triples."""
    if answer.kind == "boolean":
        console.print("true" if answer else "false")
    elif answer.kind == "graph":
        for triple in answer.triples():
            console.print(Text(f"{say(triple)[4:-4]} ."))
    else:
        _show_table(answer.variables, list(answer.rows()), console)


def _show_table(names: Sequence[str], rows: Sequence[Row], console: Console) -> None:
    if len(names) * _NARROWEST > console.width:
        _show_records(names, rows, console)
    else:
        table = Table(*names, header_style="bold")
        for row in rows:
            table.add_row(*(Text(say(term)) for term in row))
        console.print(table)
    console.print(f"{len(rows)} row{'s' * (len(rows) != 1)}", style="dim")


def _show_records(names: Sequence[str], rows: Sequence[Row], console: Console) -> None:
    """Print a row as lines of name and value, where columns would be too narrow."""
    widest = max(map(len, names), default=0)
    for row in rows:
        for name, term in zip(names, row, strict=True):
            if term is not None:
                console.print(Text(f"{name:>{widest}}  ", "bold") + Text(say(term)))
        console.print()


#: A column narrower than this breaks words.
_NARROWEST = 14
#: Columns of `claims/table` that `read` shows after the chain.
_PROFILE = ("polarity", "certainty", "modality", "confidence")


def show_reading(
    text: str, sentences: Sequence[Sentence], claims: Answer, console: Console
) -> None:
    """
    Print each sentence of a reader's *text* and under it the claims that it anchors.

    *claims* is the answer to the library's question ``claims/table``.
    """
    found = _by_position(claims)
    for sentence in sentences:
        excerpt = text[sentence.start : sentence.end]
        console.print(Text(f"\n{sentence.name}  {excerpt}", style="bold"))
        for claim in found.get(sentence.name, []):
            _show_claim(claim, console)
        if sentence.name not in found:
            console.print("  nothing is encoded of this sentence", style="dim")


def _by_position(claims: Answer) -> dict[str, list[dict[str, str]]]:
    names = claims.variables
    found: dict[str, list[dict[str, str]]] = {}
    for row in claims.rows():
        claim = dict(zip(names, map(say, row), strict=True))
        found.setdefault(claim["position"], []).append(claim)
    return found


def _show_claim(claim: Mapping[str, str], console: Console) -> None:
    profile = ", ".join(claim[name] for name in _PROFILE)
    console.print(Text(f"  {claim['chain']} — {profile}", style="cyan"))
    for part in claim["content"].split("; "):
        console.print(Text(f"    {part}"))
    if claim["condition"]:
        console.print(Text(f"    if {claim['condition']}", style="italic"))
