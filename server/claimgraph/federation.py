"""SERVICE (SPARQL 1.1 Federated Query): what is asked elsewhere, and its rows in place.

The engine asks nobody. The groups that a query leaves to other endpoints are sent there
as queries of their own, and what comes back stands in the query as VALUES. A group is
evaluated by itself before it is joined (section 2.4), so the answer is the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from pyoxigraph import (
    BlankNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from claimgraph import syntax
from claimgraph.answers import Row, Term, write_term
from claimgraph.errors.queries import TooLong
from claimgraph.errors.services import ServiceFailed, UnlistedService
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.syntax import Token, position, tokens
from claimgraph.updates import resolved

#: How many groups a query may leave to others: each costs them a query.
MOST = 10
_FORMS = ("select", "construct", "describe", "ask")
_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}


@dataclass(frozen=True)
class Results:
    """What an endpoint sent, of some *media_type*, or the *fault* that it has."""

    body: bytes = b""
    media_type: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Federation:
    """The *endpoints* that queries may name, and how to *ask* one of them a query."""

    endpoints: Sequence[str]
    ask: Callable[[str, str], Results]


@dataclass(frozen=True)
class _Clause:
    """A SERVICE clause: its word, the endpoint as referred to, and its group."""

    word: Token
    silent: bool
    reference: Token
    start: int
    end: int


class _FaultyService(Exception):
    """An endpoint did not answer the query it was sent; the message goes on from it."""


def joined(text: str, federation: Federation) -> str:
    """
    Ask what *text* leaves to others; the text with their rows in its place.

    A service that fails is one solution that binds nothing if the clause is SILENT.

    Raises MalformedQuery, TooLong, and UnlistedService for an endpoint that is not
    listed, before anybody is asked; then ServiceFailed.
    """
    clauses = [*_clauses(text)]
    if len(clauses) > MOST:
        raise TooLong("SERVICE", MOST)
    if not clauses:
        return text
    query = _Query(text, _local(text, clauses), _prologue(text))
    with syntax.parsing(text):
        named = [query.endpoint(clause) for clause in clauses]
    for clause, endpoint in zip(clauses, named, strict=True):
        if endpoint not in federation.endpoints:
            place = position(text, clause.reference.start)
            raise UnlistedService(f"<{endpoint}>", place, federation.endpoints)
    return _replaced(query, zip(clauses, named, strict=True), federation)


def _clauses(text: str) -> Iterator[_Clause]:
    """The SERVICE clauses of *text* in their order; raises MalformedQuery."""
    found = syntax.plain_tokens(text)
    for at, word in enumerate(found):
        if word.word != "service":
            continue
        silent = [token.word for token in found[at + 1 : at + 2]] == ["silent"]
        reference = at + 2 if silent else at + 1
        end = _end(found[reference + 1 :])
        if end is None or found[reference].kind not in ("iri", "name", "variable"):
            reason = "SERVICE wants an endpoint and a group: SERVICE <https://...> {}."
            raise syntax.malformed(text, word.start, reason)
        start = found[reference + 1].start
        yield _Clause(word, silent, found[reference], start, end)


def _end(following: Sequence[Token]) -> int | None:
    """Where the group ends that begins at once, if one does."""
    depth = 0
    for token in following:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return token.end if token.text == "}" else None
    return None


def _local(text: str, clauses: Sequence[_Clause]) -> str:
    """
    The *text* as if all were asked here: with the same variables at the same places.

    Raises MalformedQuery.
    """
    local = text
    for clause in clauses:
        start, end = clause.word.start, clause.reference.end
        blank = re.sub(r"[^\r\n]", " ", text[start:end])
        local = local[:start] + blank + local[end:]
    with syntax.parsing(text):
        Store().query(local, base_iri=BASE, prefixes=PREFIXES)
    return local


def _prologue(text: str) -> str:
    """What stands before the query's form."""
    forms = (token.start for token in tokens(text) if token.word in _FORMS)
    return text[: next(forms, 0)]


@dataclass(frozen=True)
class _Query:
    """A query's *text*, the same asked here alone, and what stands before its form."""

    text: str
    local: str
    prologue: str

    def endpoint(self, clause: _Clause) -> str:
        """The IRI of the endpoint; of a variable, the variable."""
        name = clause.reference
        variable = name.kind == "variable"
        return name.text if variable else resolved(self.prologue, name.text)

    def columns(self, clause: _Clause) -> list[str]:
        """The variables that the group of *clause* binds."""
        group = self.local[clause.start : clause.end]
        text = f"{self.prologue} SELECT * {group}"
        found = Store().query(text, base_iri=BASE, prefixes=PREFIXES)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
        return [variable.value for variable in found.variables]

    def sent(self, clause: _Clause) -> str:
        """The query that the endpoint of *clause* is asked."""
        group = self.text[clause.start : clause.end]
        return f"{_declared(self.prologue, group)}{self.prologue}\nSELECT * {group}"


def _replaced(
    query: _Query, asked: Iterable[tuple[_Clause, str]], federation: Federation
) -> str:
    """The text with rows for its clauses; one inside another is left to its owner."""
    parts, until = list[str](), 0
    for clause, endpoint in asked:
        if clause.word.start >= until:
            rows = _answer(query, clause, endpoint, federation)
            parts += [query.text[until : clause.word.start], "{ ", rows, " }"]
            until = clause.end
    return "".join([*parts, query.text[until:]])


def _answer(
    query: _Query, clause: _Clause, endpoint: str, federation: Federation
) -> str:
    """What *endpoint* answers to *clause*, as a group; raises ServiceFailed."""
    columns = query.columns(clause)
    try:
        results = federation.ask(endpoint, query.sent(clause))
        return _values(columns, _rows(results, columns))
    except _FaultyService as error:
        if clause.silent:
            return _values(columns, [(None,) * len(columns)])
        place = position(query.text, clause.word.start)
        raise ServiceFailed(endpoint, place, str(error)) from error


def _declared(prologue: str, group: str) -> str:
    """Declarations of what one may write here without, as far as *group* uses it."""
    known = {token.text.partition(":")[0] for token in tokens(prologue)}
    used = {token.text.partition(":")[0] for token in tokens(group)}
    wanted = sorted(used & ({*PREFIXES} - known))
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in wanted]
    return f"BASE <{BASE}>\n{''.join(lines)}"


def _rows(results: Results, columns: Sequence[str]) -> list[Row]:
    """The rows of *results*, column by column; raises _FaultyService."""
    form = _FORMATS.get(results.media_type)
    if results.fault:
        raise _FaultyService(results.fault)
    if form is None:
        raise _FaultyService(f"sent {results.media_type or 'something'} for results")
    try:
        found = parse_query_results(results.body, format=form)
        if not isinstance(found, QuerySolutions):
            raise _FaultyService("sent a yes or no for a table")
        there = {variable.value for variable in found.variables}
        return [
            tuple(row[name] if name in there else None for name in columns)
            for row in found
        ]
    except (SyntaxError, ValueError) as error:
        raise _FaultyService(f"sent results that cannot be read: {error}") from error


def _values(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """
    A group's content that has these *rows*.

    VALUES holds no blank nodes, so each stands there as a literal of a datatype that
    nobody else has, of which a blank node is made.
    """
    mark = uuid4().hex
    blank = {c for n, c in enumerate(columns) if any(_is_blank(row[n]) for row in rows)}
    names = {each: f"?{each}" + f"_{mark}" * (each in blank) for each in columns}
    lines = [f"({' '.join(_written(term, mark) for term in row)})" for row in rows]
    table = f"VALUES ({' '.join(names.values())}) {{ {' '.join(lines)} }}"
    if not blank:
        return table
    made = " ".join(
        f"BIND(COALESCE(IF(DATATYPE({names[name]}) = <urn:uuid:{mark}>, "
        f"BNODE(STR({names[name]})), {names[name]}), {names[name]}) AS ?{name})"
        for name in sorted(blank)
    )
    return f"SELECT {' '.join(f'?{name}' for name in columns)} {{ {table} {made} }}"


def _is_blank(term: Term | None) -> bool:
    return isinstance(term, BlankNode)


def _written(term: Term | None, mark: str) -> str:
    """A term as VALUES has it; raises _FaultyService."""
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        return f'"b{mark}{term.value}"^^<urn:uuid:{mark}>'
    if isinstance(term, Triple) and "_:" in write_term(term):
        raise _FaultyService("sent a triple term that may hold a blank node")
    return write_term(term)
