"""Questions about a question: the dataset asked about parts of a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from claimgraph import syntax
from claimgraph.answers import Row, Term
from claimgraph.dataset import Dataset, Request
from claimgraph.explaining import tree
from claimgraph.explaining.results import Count, Place, Undetermined
from claimgraph.explaining.terms import HIDDEN
from claimgraph.explaining.tree import Query

#: Solutions beyond so many are not counted one by one.
MOST_COUNTED = 10_000


class Asker:
    """
    Asks the dataset of a *request* about parts of its query.

    Whom the request trusts, the graphs it names and the values it binds hold for every
    part as well.
    """

    def __init__(
        self, dataset: Dataset, request: Request, query: Query, most: int = MOST_COUNTED
    ) -> None:
        self.dataset = dataset
        self.request = request
        self.query = query
        self.most = most

    def trusting(self, *policies: str) -> "Asker":
        """The same, if these *policies* were trusted instead."""
        request = replace(self.request, trust=policies)
        return Asker(self.dataset, request, self.query, self.most)

    @cached_property
    def everywhere(self) -> "Asker":
        """The same, of the default graph and all named graphs, binding nothing."""
        select = replace(self.query.select, dataset=())
        query = replace(self.query, select=select)
        request = Request("ASK {}", bindings=self.request.bindings)
        return Asker(self.dataset, request, query, self.most)

    def rows(self, head: str, body: str, tail: str = "") -> Iterator[Row]:
        """
        Answer ``SELECT head WHERE { body } tail``, of the query's own dataset.

        The engine binds only what is projected: name bound variables in *head*.
        """
        given = self.request.bindings or {}
        bound = {name: given[name] for name in given if f"?{name}" in head.split()}
        start, graphs = self.query.prologue, self._from
        text = f"{start} SELECT {head} {graphs} WHERE {{ {body} }} {tail}"
        request = replace(self.request, text=text, bindings=bound)
        return self.dataset.query(request).rows()

    def some(self, body: str) -> bool:
        """Whether *body* has a solution."""
        return any(True for _ in self.rows(self.bound or "*", body, "LIMIT 1"))

    def count(self, body: str) -> Count:
        """Count the solutions of *body*, up to the most that are counted."""
        inner = f"SELECT {self.bound or '*'} {{ {body} }} LIMIT {self.most + 1}"
        tail = f"GROUP BY {self.bound}" if self.bound else ""
        head = f"(COUNT(*) AS ?{_COUNT}) {self.bound}"
        found = next(self.rows(head, inner, tail), None)
        number = int(written(found[0])) if found else 0
        return Count(min(number, self.most), number <= self.most)

    @property
    def bound(self) -> str:
        """The variables that the request binds, as a projection."""
        return " ".join(f"?{name}" for name in self.request.bindings or ())

    def place(self, start: int, text: str) -> Place:
        """The place of what starts at *start* and reads *text*."""
        where = syntax.position(self.query.text, start)
        return Place(_shortened(text), where.line, where.column)

    def at(self, piece: tree.Element | tree.Expression | tree.Slice) -> Place:
        """The place of a *piece* of the query."""
        return self.place(piece.start, self.query.shown(piece))

    def fit(self, element: tree.Element) -> str:
        """The *element* by itself as it can stand in a body."""
        text = self.query.fit(element)
        return f"{{ {text} }}" if isinstance(element, tree.Select) else text

    def undetermined(self, construct: str, start: int, reason: str) -> Undetermined:
        """Say that *construct* at *start* could not be looked into."""
        where = syntax.position(self.query.text, start)
        return Undetermined(construct, where.line, where.column, reason)

    def resolve(self, terms: Iterable[str]) -> Mapping[str, Term]:
        """What constants that are written so stand for, as the engine reads them."""
        texts = list(dict.fromkeys(terms))
        if not texts:
            return {}
        head = " ".join(f"({text} AS ?{_COUNT}{n})" for n, text in enumerate(texts))
        (row,) = self.everywhere.rows(head, "")
        return {text: term for text, term in zip(texts, row, strict=True) if term}

    @cached_property
    def _from(self) -> str:
        text = self.query.text
        clauses = self.query.select.dataset
        return " ".join(text[each.start : each.end] for each in clauses)


_COUNT = f"{HIDDEN}count"
_LONGEST = 300


def _shortened(text: str) -> str:
    """The *text* on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2]} …"


def written(term: Term | None) -> str:
    """The value of an IRI or literal; of other terms, how they are written."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)
