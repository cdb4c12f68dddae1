"""The dataset's description of itself, as graphs beside those that it describes.

``graph:void`` counts, ``graph:prefixes`` and ``graph:queries`` tell editors what one
may write and ask, ``graph:rules`` shows how the rest was derived, ``graph:service``
says what is served where. None of them is part of the default graph, and no policy sees
them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from claimgraph import resources, rules
from claimgraph.answers import Answer, Row, Term
from claimgraph.description import examples, service
from claimgraph.description.service import About
from claimgraph.namespaces import DESCRIPTIONS, PREFIXES, graph_iri

__all__ = ["SIZES", "About", "examples", "files", "publish", "service", "withdraw"]

#: What the rules of this folder share while they are applied.
_WORK = [NamedNode(f"urn:claimgraph:work#{name}") for name in ("kinds", "worlds")]
_DATASET = NamedNode(f"{graph_iri('void')}#dataset")


def _folder() -> Path:
    return resources.ontology() / "description"


#: Counts the triples of each graph.
SIZES = (_folder() / "sizes.rq").read_text(encoding="utf-8")


def files() -> list[Path]:
    """The rule files that count, in the order in which they are applied."""
    return sorted(_folder().glob("*.ru"))


def publish(store: Store, about: About) -> None:
    """
    Describe *store* in graphs of its own, in place of earlier descriptions.

    Call it when all else is in the store: what comes later is not counted.
    """
    withdraw(store)
    _add(store, "prefixes", examples.prefixes())
    _add(store, "queries", examples.questions(_views(store), about.endpoint))
    _add(store, "rules", examples.derivations([*rules.files(), *files()]))
    for path in files():
        rules.apply(store, path.read_text(encoding="utf-8"))
    for graph in _WORK:
        store.remove_graph(graph)
    _add(store, "void", _version(about))
    _add(store, "service", _service(store, about))


def withdraw(store: Store) -> None:
    """Remove what `publish` adds."""
    for graph in DESCRIPTIONS:
        store.remove_graph(NamedNode(graph))


def _add(store: Store, name: str, triples: Iterator[Triple]) -> None:
    graph = NamedNode(graph_iri(name))
    store.extend([Quad(t.subject, t.predicate, t.object, graph) for t in triples])


def _views(store: Store) -> Mapping[str, str]:
    """The view of each policy, both by IRI."""
    return {_value(row[0]): _value(row[1]) for row in _rows(store, rules.POLICIES)}


def _rows(store: Store, text: str) -> Iterator[Row]:
    return Answer(store.query(text, prefixes=PREFIXES)).rows()


def _value(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _version(about: About) -> Iterator[Triple]:
    version = NamedNode(f"{PREFIXES['dcat']}version")
    identifier = NamedNode(f"{PREFIXES['dcterms']}identifier")
    yield Triple(_DATASET, version, Literal(about.release))
    if about.digest:
        yield Triple(_DATASET, identifier, Literal(f"sha256:{about.digest}"))


def _service(store: Store, about: About) -> Iterator[Triple]:
    """The description of the service; it counts itself as one graph of the store."""
    sizes = {_value(row[0]): int(_value(row[1])) for row in _rows(store, SIZES)}
    own = graph_iri("service")
    sizes[own] = len(set(service.describe(about, sizes | {own: 0})))
    return service.describe(about, sizes)
