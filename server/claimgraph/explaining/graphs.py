"""Graphs that a query is restricted to: which are not there, and what they hide."""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from claimgraph.explaining.asking import Asker
from claimgraph.explaining.homes import homes, in_words
from claimgraph.explaining.known import Known, either
from claimgraph.explaining.results import Hint, Place
from claimgraph.explaining.tree import Clause
from claimgraph.namespaces import shorten


def missing(asker: Asker, known: Known) -> Iterator[tuple[str, Place, Hint]]:
    """The graphs that FROM or the request names and that are not there: what names it,
    where, and which are near.
    """
    there = {*asker.dataset.graphs()}
    clauses = asker.query.select.dataset
    terms = asker.resolve(clause.graph.text for clause in clauses)
    for clause in clauses:
        term = terms.get(clause.graph.text)
        if isinstance(term, NamedNode) and term.value not in there:
            word = "FROM NAMED" if clause.named else "FROM"
            text = asker.query.text[clause.start : clause.end]
            yield word, asker.place(clause.start, text), _near(term.value, known)
    for name, iris in _of_request(asker):
        for iri in iris:
            if iri not in there:
                yield name, Place(f"{name}={iri}", 0, 0), _near(iri, known)


def _of_request(asker: Asker) -> tuple[tuple[str, Sequence[str]], ...]:
    request = asker.request
    return (
        ("default-graph-uri", request.default_graphs),
        ("named-graph-uri", request.named_graphs),
    )


def _near(iri: str, known: Known) -> Hint:
    names = [near.short for near in known.nearest(iri)]
    advice = f"did you mean {either(names)}?" if names else "nothing is named like it."
    return Hint("graph", f"There is no graph {shorten(iri)}: {advice}")


def of_clause(asker: Asker, known: Known, clause: Clause) -> Iterator[Hint]:
    """Say why GRAPH finds nothing where it looks."""
    name = clause.name.text if clause.name else ""
    term = asker.resolve([name] if name and name[0] != "?" else []).get(name)
    if isinstance(term, NamedNode) and term.value not in asker.dataset.graphs():
        yield _near(term.value, known)
        return
    if leaves_no_named(asker):
        yield Hint(
            "graph",
            "The request names graphs, but none that GRAPH may look into: add "
            "FROM NAMED for each of those.",
        )
    found = homes(asker, asker.query.slice(clause.groups[0]))
    if found.default or found.policies or found.graphs:
        yield Hint("graph", in_words(found, chooses=False))


def leaves_no_named(asker: Asker) -> bool:
    """Whether the request names graphs and leaves none for GRAPH."""
    clauses = asker.query.select.dataset
    named = asker.request.named_graphs or any(clause.named for clause in clauses)
    return asker.request.names_its_graphs and not named


def of_default(asker: Asker) -> Iterator[Hint]:
    """Say if the request names graphs and leaves the default graph empty."""
    clauses = asker.query.select.dataset
    plain = asker.request.default_graphs or any(not c.named for c in clauses)
    if asker.request.names_its_graphs and not plain:
        yield Hint(
            "graph",
            "The request names only graphs for GRAPH, so that outside of GRAPH "
            "nothing matches: add FROM, or put the pattern into GRAPH.",
        )
