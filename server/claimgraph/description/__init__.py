"""The dataset's description of itself, as graphs beside those that it describes.

``graph:void`` counts, ``graph:prefixes`` and ``graph:queries`` tell editors what one
may write and ask, ``graph:rules`` shows how the rest was derived, ``graph:service``
says what is served where. None of them is part of the default graph, and no policy sees
them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from claimgraph import resources, rules
from claimgraph.answers import Answer, Row, Term
from claimgraph.description import counting, examples, service
from claimgraph.description.counting import DATASET, VOID, files
from claimgraph.description.service import About
from claimgraph.journal import Difference, Journal
from claimgraph.namespaces import DESCRIPTIONS, PREFIXES, graph_iri

__all__ = [
    "SIZES",
    "About",
    "examples",
    "files",
    "publish",
    "republish",
    "service",
    "size",
    "withdraw",
]

_SERVICE = NamedNode(graph_iri("service"))
#: Counts the triples of each graph.
SIZES = (resources.ontology() / "description/sizes.rq").read_text(encoding="utf-8")


def publish(store: Store, about: About) -> None:
    """
    Describe *store* in graphs of its own, in place of earlier descriptions.

    Call it when all else is in the store: what comes later is not counted.
    """
    withdraw(store)
    _add(store, "prefixes", examples.prefixes())
    _add(store, "queries", _questions(store, about))
    _add(store, "rules", examples.derivations([*rules.files(), *files()]))
    counting.count(store)
    _add(store, "void", _version(about))
    _add(store, "service", _service(store, about))


def republish(
    store: Store, about: About, change: Difference, graphs: Iterable[str]
) -> None:
    """
    Bring what `publish` wrote up to date after a *change* of what it describes.

    *graphs* are those of which one may have come or gone without a triple. What comes
    of it is just what `publish` would write, at a cost that grows with the change.
    """
    if not any(store.quads_for_pattern(None, None, None, DefaultGraph())):
        publish(store, about)
        return
    journal = Journal(store, change)
    _ask_anew(journal, about)
    counting.recount(journal)
    _note_version(journal, about)
    _tell_sizes(store, about, journal.difference, graphs)


def withdraw(store: Store) -> None:
    """Remove what `publish` adds."""
    for graph in DESCRIPTIONS:
        store.remove_graph(NamedNode(graph))


def _add(store: Store, name: str, triples: Iterator[Triple]) -> None:
    store.extend(_in(name, triples))


def _in(name: str, triples: Iterator[Triple]) -> Iterator[Quad]:
    graph = NamedNode(graph_iri(name))
    return (Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def _views(store: Store) -> Mapping[str, str]:
    """The view of each policy, both by IRI."""
    return {_value(row[0]): _value(row[1]) for row in _rows(store, rules.POLICIES)}


def _rows(store: Store, text: str) -> Iterator[Row]:
    return Answer(store.query(text, prefixes=PREFIXES)).rows()


def _value(term: Term | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _questions(store: Store, about: About) -> Iterator[Triple]:
    return examples.questions(_views(store), about.endpoint)


def _ask_anew(journal: Journal, about: About) -> None:
    """Write the questions again if they name views that came or went."""
    name = graph_iri("queries")
    was = {*journal.store.quads_for_pattern(None, None, None, NamedNode(name))}
    now = {*_in("queries", _questions(journal.store, about))}
    journal.write(was - now, now - was)


def _note_version(journal: Journal, about: About) -> None:
    now = {*_in("void", _version(about))}
    was = {
        quad
        for said in {quad.predicate for quad in now}
        for quad in journal.store.quads_for_pattern(DATASET, said, None, VOID)
    }
    journal.write(was, now)


def _version(about: About) -> Iterator[Triple]:
    version = NamedNode(f"{PREFIXES['dcat']}version")
    identifier = NamedNode(f"{PREFIXES['dcterms']}identifier")
    yield Triple(DATASET, version, Literal(about.release))
    if about.digest:
        yield Triple(DATASET, identifier, Literal(f"sha256:{about.digest}"))


def _service(store: Store, about: About) -> Iterator[Triple]:
    """The description of the service; it counts itself as one graph of the store."""
    sizes = {_value(row[0]): int(_value(row[1])) for row in _rows(store, SIZES)}
    own = graph_iri("service")
    sizes[own] = len(set(service.describe(about, sizes | {own: 0})))
    return service.describe(about, sizes)


def size(store: Store) -> int:
    """How many quads are in *store*, as the description of the service tells."""
    sizes = store.quads_for_pattern(None, service.TRIPLES, None, _SERVICE)
    return sum(int(_value(quad.object)) for quad in sizes)


def _tell_sizes(
    store: Store, about: About, change: Difference, graphs: Iterable[str]
) -> None:
    """Change what the service says of graphs: those that changed, and it is one."""
    grown, endpoint = _grown(change), about.endpoint
    told = _told(store, endpoint, {"", _SERVICE.value, *grown, *graphs})
    now = {n: (size or 0) + grown[n] for n, size in told.items() if _is_there(store, n)}
    was = {name: size for name, size in told.items() if size is not None}
    said = [{*service.graphs(endpoint, sizes)} for sizes in (was, now)]
    now[_SERVICE.value] += len(said[1]) - len(said[0])
    for quad in _in("service", service.graphs(endpoint, was)):
        store.remove(quad)
    _add(store, "service", service.graphs(endpoint, now))


def _told(store: Store, endpoint: str, names: Iterable[str]) -> dict[str, int | None]:
    """The sizes of graphs as the service tells them, None of those it does not know."""
    found = dict[str, int | None]()
    for name in names:
        graph = service.described(endpoint, name)
        sizes = store.quads_for_pattern(graph, service.TRIPLES, None, _SERVICE)
        found[name] = next((int(_value(quad.object)) for quad in sizes), None)
    return found


def _is_there(store: Store, name: str) -> bool:
    return not name or store.contains_named_graph(NamedNode(name))


def _grown(change: Difference) -> Counter[str]:
    """By how much each graph has grown; the default graph has no name."""
    grown = Counter(_name(quad) for quad in change.added)
    grown.subtract(_name(quad) for quad in change.removed)
    return grown


def _name(quad: Quad) -> str:
    graph = quad.graph_name
    return graph.value if isinstance(graph, NamedNode) else ""
