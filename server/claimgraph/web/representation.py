"""Representations (RFC 9110, section 3.2): an answer as its client likes to have it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, render_template, request
from pyoxigraph import Triple

from claimgraph import answers, formats, namespaces, syntax
from claimgraph.answers import Row, Term
from claimgraph.dataset import Request
from claimgraph.engine import EXPLANATIONS, PAGE, Catalogue, Question, Reply
from claimgraph.errors.base import ClaimgraphError, Relayed
from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.library import BadParameter
from claimgraph.errors.requests import NotAcceptable
from claimgraph.formats import GRAPHS, RESULTS, WITH_TRIPLE_TERMS, Format
from claimgraph.web import addresses, delivery

_ANY = (*RESULTS, *GRAPHS)
#: A request of our own for a page is for a handful of rows.
_MOST_OF_OURS = 100_000


@dataclass(frozen=True)
class Table:
    """The first *rows* of an answer that has *total*, under their *columns*."""

    columns: list[str]
    rows: list[Row]
    total: int

    @property
    def left_out(self) -> int:
        """How many rows are not among the first."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Shown:
    """
    An answer on a page: its *kind*, and a *table* or a *truth*.

    *unknown* says which terms of the query nobody knows.
    """

    kind: str
    table: Table | None
    truth: bool | None
    unknown: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no row, no triple, or the answer is no."""
        return self.truth is False or (self.table is not None and not self.table.total)

    @property
    def counts_nothing(self) -> bool:
        """Whether it may be a count of nothing: one row with nothing but noughts."""
        if self.table is None or self.table.total != 1:
            return False
        return {getattr(term, "value", "") for term in self.table.rows[0]} <= {"", "0"}

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that the whole answer can be had in."""
        return GRAPHS if self.kind == "graph" else RESULTS


def init_app(app: Flask) -> None:
    """Give the templates of *app* what they need to show terms and policies."""
    app.jinja_env.filters.update(kind=_kind, short=namespaces.shorten)
    app.jinja_env.globals.update(
        address=addresses.address,
        download=addresses.download,
        explanation=addresses.explanation,
        prefixes=namespaces.PREFIXES,
    )
    app.context_processor(lambda: {"dataset": catalogue()})


def catalogue() -> Catalogue:
    """What is known of the dataset that is served."""
    return delivery.engine().catalogue


def trusted(default: Sequence[str]) -> tuple[str, ...]:
    """The policies that the request names; *default* if it has no ``trust`` at all."""
    given = request.values.getlist("trust")
    names = [name.strip() for value in given for name in value.split(",")]
    return tuple(filter(None, dict.fromkeys(names))) if given else tuple(default)


def likes_pages(offered: Sequence[Format] = _ANY) -> bool:
    """Whether the client likes a page better than any of the *offered* formats."""
    return formats.prefers_html(request.accept_mimetypes, offered)


def for_people(template: str, **context: object) -> None:
    """Choose the page that people get, be it with an answer or with a problem."""
    g.page = (template, context)


def page(**context: object) -> Response:
    """Show the page chosen `for_people`, or a plain one, with *context*."""
    template, chosen = g.get("page", ("problem.html", {}))
    return Response(render_template(template, **{**chosen, **context}))


def wish(form: str) -> None:
    """Represent what follows in *form*, whatever else the request says."""
    g.wished = [form]


def _wished() -> list[str]:
    """The formats that the request names, one way or another."""
    return list(g.get("wished") or request.values.getlist("format"))


def shows_page() -> bool:
    """Whether a graph will be represented as a page."""
    return _chosen(GRAPHS) == PAGE


def represent(asked: Request, offered: Sequence[Format] = RESULTS) -> Response:
    """
    Have the dataset asked, and represent its answer as the client likes best.

    A client that accepts nothing of ours is told the formats *offered*. Raises what
    `Engine.ask` raises, and UnknownFormat and NotAcceptable, which list the formats
    that there are.
    """
    question = _question(asked, offered)
    what = _wanted_explanation()
    if what and not likes_pages():
        question = replace(question, explain=what)
    try:
        response = _answered(asked, question)
    except Relayed as error:
        response = _answered(asked, _instead(question, error))
    response.vary.add("Accept")
    return from_data(response, asked.trust)


def rows(asked: Request) -> list[dict[str, Term | None]]:
    """The rows of the answer to a request of our own, each by the names of columns."""
    question = Question.of(asked, [PAGE], [PAGE], _MOST_OF_OURS)
    shown = _shown(delivery.begun(question))
    table = shown.table or Table([], [], 0)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def triples(asked: Request) -> list[Triple]:
    """The triples in the columns subject, predicate and object of a request's rows."""
    columns = ("subject", "predicate", "object")
    found = ([row[name] for name in columns] for row in rows(asked))
    return [Triple(*cells) for cells in found]  # type: ignore[arg-type]


def graph(triples: Sequence[Triple]) -> Response:
    """
    Represent *triples* of our own in the RDF format that the client likes best.

    Raises UnknownFormat and NotAcceptable, which list the formats that there are.
    """
    name = _chosen(GRAPHS)
    form = GRAPHS[0] if name == PAGE else formats.named(name, GRAPHS)
    body = answers.write_graph(triples, form)
    response = Response(body, content_type=form.content_type)
    response.vary.add("Accept")
    return from_data(response)


def from_data(response: Response, trust: Sequence[str] = ()) -> Response:
    """Say in the headers of *response* which data it comes from."""
    names = ", ".join(quote(name) for name in trust)
    response.headers["X-Claimgraph-Release"] = catalogue().release
    response.headers["X-Claimgraph-Dataset"] = g.get("digest") or catalogue().digest
    response.headers["X-Claimgraph-Trust"] = names or "none"
    return response


def _question(asked: Request, offered: Sequence[Format]) -> Question:
    tables, graphs = _accepted(RESULTS), _accepted(GRAPHS)
    if not (tables or graphs):
        _chosen(offered)
    return Question.of(asked, tables, graphs, current_app.config["ROWS_ON_A_PAGE"])


def _accepted(offered: Sequence[Format]) -> list[str]:
    """The name of the client's best format among those *offered*, if there is one."""
    try:
        return [_chosen(offered)]
    except (NotAcceptable, UnknownFormat):
        return []


def _chosen(offered: Sequence[Format]) -> str:
    """The format that the request names or likes best, or a page."""
    names = _wished()
    if "html" in names or (not names and likes_pages(offered)):
        return PAGE
    for name in names:  # some clients spell their wish in several ways
        with suppress(UnknownFormat):
            return formats.named(name, offered).name
    if len(names) == 1:
        return formats.named(names[0], offered).name
    return formats.negotiate(request.accept_mimetypes, offered).name


def _instead(question: Question, error: ClaimgraphError) -> Question:
    """The question with other formats, where *error* is about formats; or raise it."""
    if error.kind == "unwritable":
        _chosen(RESULTS if question.graphs else GRAPHS)
    if error.kind != "not-acceptable" or _wished():
        raise error
    try:
        form = formats.negotiate(request.accept_mimetypes, WITH_TRIPLE_TERMS)
    except NotAcceptable:
        raise error from None
    return replace(question, graphs=[form.name])


def _answered(asked: Request, question: Question) -> Response:
    found = delivery.kept(question)
    if found is not None:
        return found
    reply = delivery.begun(question)
    if reply.head["format"]:
        return delivery.document(reply, question)
    answer = _shown(reply)
    shown = {"answer": answer, "table": answer.table, "truth": answer.truth}
    return page(asked=asked, **shown, **_explained(question, answer))


def _wanted_explanation() -> str:
    """What the request wants told of the answer; raises BadParameter."""
    what = request.values.get("explain", "")
    if what and what not in EXPLANATIONS:
        raise BadParameter("explain", what, f"one of {', '.join(EXPLANATIONS)}")
    return what


def _explained(question: Question, answer: Shown) -> dict[str, Any]:
    """What a page tells of an answer: what was wished, and why it is empty if it is."""
    wanted, nothing = _wanted_explanation(), answer.is_empty or answer.counts_nothing
    what = wanted or ("empty" if nothing else "")
    if not what or (not wanted and syntax.names_services(question.text)):
        return {}
    reply = delivery.begun(replace(question, explain=what))
    try:
        told = json.loads(b"".join(reply))
    finally:
        reply.close()
    shown = wanted or told["empty"]
    return {"explained": what, "told": told} if shown else {}


def _shown(reply: Reply) -> Shown:
    """Read what a worker tells for a page."""
    try:
        told: dict[str, Any] = json.loads(b"".join(reply) or b"{}")
    finally:
        reply.close()
    g.rows = reply.end["rows"]
    kind = reply.head["kind"]
    if kind == "boolean":
        return Shown(kind, None, reply.end["truth"], reply.end["unknown"])
    table = Table(told["columns"], list(_terms(told["rows"])), reply.end["rows"])
    return Shown(kind, table, None, reply.end["unknown"])


def _terms(written: Sequence[Sequence[str | None]]) -> Iterator[Row]:
    cells = [cell for row in written for cell in row if cell is not None]
    terms = answers.read_terms(cells)
    for row in written:
        yield tuple(None if cell is None else next(terms) for cell in row)


def _kind(term: object) -> str:
    """The kind of an RDF term, as RDF 1.2 Concepts names it without spaces."""
    return type(term).__name__
