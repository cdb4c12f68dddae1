"""Representations (RFC 9110, section 3.2): an answer as its client likes to have it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, render_template, request, url_for

from claimgraph import formats, namespaces
from claimgraph.answers import Answer, Row
from claimgraph.dataset import Dataset, Request
from claimgraph.errors import NotAcceptable, UnknownFormat
from claimgraph.formats import GRAPHS, RESULTS, WITH_TRIPLE_TERMS, Format

_ANY = (*RESULTS, *GRAPHS)


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


def init_app(app: Flask) -> None:
    """Give the templates of *app* what they need to show terms and policies."""
    app.jinja_env.filters.update(kind=_kind, short=namespaces.shorten)
    app.jinja_env.globals.update(
        address=_address, download=_download, prefixes=namespaces.PREFIXES
    )
    app.context_processor(lambda: {"dataset": dataset()})


def dataset() -> Dataset:
    """The dataset that the application serves."""
    found: Dataset = current_app.extensions["dataset"]
    return found


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


def represent(asked: Request) -> Response:
    """
    Ask the dataset and represent its answer as the client likes best.

    Raises what `Dataset.query` and `Answer.write` raise, and UnknownFormat and
    NotAcceptable, which list the formats that there are.
    """
    answer = dataset().query(asked)
    form = _chosen(answer.formats)
    response = _document(asked, answer, form) if form else _answer_page(asked, answer)
    response.vary.add("Accept")
    return from_data(response, asked.trust)


def from_data(response: Response, trust: Sequence[str] = ()) -> Response:
    """Say in the headers of *response* which data it comes from."""
    names = ", ".join(quote(name) for name in trust)
    response.headers["X-Claimgraph-Release"] = dataset().release
    response.headers["X-Claimgraph-Dataset"] = dataset().digest
    response.headers["X-Claimgraph-Trust"] = names or "none"
    return response


def _chosen(offered: Sequence[Format]) -> Format | None:
    """The format that the request names or likes best; None stands for a page."""
    names = request.values.getlist("format")
    if "html" in names or (not names and likes_pages(offered)):
        return None
    for name in names:  # some clients spell their wish in several ways
        with suppress(UnknownFormat):
            return formats.named(name, offered)
    if len(names) == 1:
        return formats.named(names[0], offered)
    return formats.negotiate(request.accept_mimetypes, offered)


def _document(asked: Request, answer: Answer, form: Format) -> Response:
    try:
        body = answer.write(form)
    except NotAcceptable as refusal:
        form = _instead(refusal)
        body = dataset().query(asked).write(form)
    response = Response(body, content_type=form.content_type)
    name = f"answer.{form.extension}"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def _instead(refusal: NotAcceptable) -> Format:
    """A format for triple terms that the client takes as well, if it does."""
    if request.values.get("format"):
        raise refusal
    try:
        return formats.negotiate(request.accept_mimetypes, WITH_TRIPLE_TERMS)
    except NotAcceptable:
        raise refusal from None


def _answer_page(asked: Request, answer: Answer) -> Response:
    truth = bool(answer) if answer.kind == "boolean" else None
    table = None if answer.kind == "boolean" else _table(answer)
    return page(asked=asked, answer=answer, table=table, truth=truth)


def _table(answer: Answer) -> Table:
    most = current_app.config["ROWS_ON_A_PAGE"]
    if answer.kind == "solutions":
        columns, rows = answer.variables, answer.rows()
    else:
        columns = ["subject", "predicate", "object"]
        rows = ((t.subject, t.predicate, t.object) for t in answer.triples())
    first = list(islice(rows, most))
    return Table(columns, first, len(first) + sum(1 for _ in rows))


def _kind(term: object) -> str:
    """The kind of an RDF term, as RDF 1.2 Concepts names it without spaces."""
    return type(term).__name__


def _address(iri: str, trust: Sequence[str] = ()) -> str:
    """Where a link on *iri* leads: ours to a description, other schemes nowhere."""
    if iri.startswith(namespaces.BASE):
        query = f"DESCRIBE <{iri}>"
        return url_for("sparql.query", query=query, trust=",".join(trust))
    return iri if re.match("https?://", iri, re.IGNORECASE) else ""


def _download(form: Format) -> str:
    """The address of the answer at hand in another *form*."""
    values = request.values.to_dict(flat=False) | {"format": [form.name]}
    return "?" + urlencode(values, doseq=True)
