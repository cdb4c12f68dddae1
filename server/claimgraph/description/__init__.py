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
from claimgraph.description.surroundings import Change
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
_QUERIES = NamedNode(graph_iri("queries"))
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
    store: Store, about: About, removed: Iterable[Quad], added: Iterable[Quad]
) -> None:
    """
    Bring what `publish` wrote up to date after quads were *removed* and *added*.

    What comes of it is just what `publish` would write. Without a default graph, it
    does.
    """
    void = _held(store, VOID)
    asked = _replace(store, _QUERIES, _questions(store, about))
    change = Change(asked.removed.union(removed), asked.added.union(added))
    if not (void and any(store.quads_for_pattern(None, None, None, DefaultGraph()))):
        publish(store, about)
        return
    counting.recount(store, change)
    _note_version(store, about)
    now = _held(store, VOID)
    counted = Change(change.removed | (void - now), change.added | (now - void))
    _tell_sizes(store, about, counted)


def _held(store: Store, graph: NamedNode) -> frozenset[Quad]:
    return frozenset(store.quads_for_pattern(None, None, None, graph))


def _replace(store: Store, graph: NamedNode, triples: Iterator[Triple]) -> Change:
    now = frozenset(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    was = _held(store, graph)
    for quad in was - now:
        store.remove(quad)
    store.extend(now - was)
    return Change(was - now, now - was)


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


def _questions(store: Store, about: About) -> Iterator[Triple]:
    return examples.questions(_views(store), about.endpoint)


def _note_version(store: Store, about: About) -> None:
    for predicate in {triple.predicate for triple in _version(about)}:
        for quad in store.quads_for_pattern(DATASET, predicate, None, VOID):
            store.remove(quad)
    _add(store, "void", _version(about))


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
    """How many quads are in *store*: as the service tells, or else counted."""
    sizes = store.quads_for_pattern(None, service.TRIPLES, None, _SERVICE)
    return sum(int(_value(quad.object)) for quad in sizes) or len(store)


def _tell_sizes(store: Store, about: About, change: Change) -> None:
    """Change what the service says of graphs: those that changed, and it is one."""
    told = dict(_told(store, about))
    grown = _grown(change)
    now = {name: told.get(name, 0) + grown[name] for name in ("", *_named(store))}
    names = {n for n in told.keys() | now.keys() if told.get(n) != now.get(n)}
    names |= {"", _SERVICE.value}
    was_said = {*service.graphs(about.endpoint, _among(names, told))}
    is_said = {*service.graphs(about.endpoint, _among(names, now))}
    now[_SERVICE.value] += len(is_said) - len(was_said)
    for triple in was_said:
        store.remove(Quad(triple.subject, triple.predicate, triple.object, _SERVICE))
    _add(store, "service", service.graphs(about.endpoint, _among(names, now)))


def _among(names: set[str], sizes: Mapping[str, int]) -> Mapping[str, int]:
    return {name: sizes[name] for name in names if name in sizes}


def _named(store: Store) -> Iterator[str]:
    return (g.value for g in store.named_graphs() if isinstance(g, NamedNode))


def _told(store: Store, about: About) -> Iterator[tuple[str, int]]:
    """The graphs and their sizes as the service tells them."""
    default = service.default_graph(about.endpoint)
    for quad in store.quads_for_pattern(None, service.TRIPLES, None, _SERVICE):
        name = "" if quad.subject == default else _value(quad.subject)
        yield name, int(_value(quad.object))


def _grown(change: Change) -> Counter[str]:
    """By how much each graph has grown; the default graph has no name."""
    grown = Counter(_name(quad) for quad in change.added)
    grown.subtract(_name(quad) for quad in change.removed)
    return grown


def _name(quad: Quad) -> str:
    graph = quad.graph_name
    return graph.value if isinstance(graph, NamedNode) else ""
