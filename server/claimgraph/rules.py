"""Publication: the rule files of ``ontology/rules/`` are applied in their order."""

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from claimgraph import resources
from claimgraph.namespaces import (
    BASE,
    CG,
    DERIVED,
    DESCRIPTIONS,
    DIGESTS,
    PREFIXES,
    graph_iri,
    view_iri,
)
from claimgraph.words import words

#: What is said in these is not part of what is said by default.
_APART = {graph_iri("shapes"), DIGESTS, *DERIVED, *DESCRIPTIONS}
_CURRENT = NamedNode(graph_iri("current"))
_WORDS = NamedNode(graph_iri("words"))
_WORK = NamedNode("urn:claimgraph:work")
_VIEW = NamedNode(f"{CG}makesView")
_COUNT = NamedNode(f"{CG}tripleCount")
_WORD = NamedNode(f"{CG}word")
_TYPE = NamedNode(f"{PREFIXES['rdf']}type")
_ACTIVITY = NamedNode(f"{PREFIXES['prov']}Activity")
_USED = NamedNode(f"{PREFIXES['prov']}used")


def _folder() -> Path:
    return resources.ontology() / "rules"


def _text(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


#: Finds a triple that states as fact what only a claim may say.
ASSERTED_WORLD_TRIPLES = _text("asserted-facts.rq")
#: Lists the policies with their labels.
POLICIES = _text("policies.rq")
#: Lists the things that words are to find, each with a text.
TEXTS = _text("texts.rq")


def files() -> list[Path]:
    """The rule files in the order in which they are applied."""
    return sorted(_folder().glob("*.ru"))


def publish(store: Store) -> None:
    """
    Derive the default graph and the views of *store* from its named graphs.

    The default graph is written physically, so that no query counts a triple twice, and
    again under the name ``graph:current``; the words of its texts are in
    ``graph:words``.
    """
    store.extend(_merged(store))
    for path in files():
        apply(store, path.read_text(encoding="utf-8"))
    store.remove_graph(_WORK)
    store.extend([*_counts(store), *_uses(store)])
    default = store.quads_for_pattern(None, None, None, DefaultGraph())
    store.extend(Quad(q.subject, q.predicate, q.object, _CURRENT) for q in default)
    store.extend(_words(store))


def withdraw(store: Store) -> None:
    """Remove all that `publish` derived, so that it can be derived anew."""
    for graph in list(store.named_graphs()):
        if graph.value in DERIVED or graph.value.startswith(view_iri("")):
            store.remove_graph(graph)
    store.clear_graph(DefaultGraph())


def _merged(store: Store) -> Iterator[Quad]:
    for graph in list(store.named_graphs()):
        if graph.value not in _APART:
            for quad in store.quads_for_pattern(None, None, None, graph):
                yield Quad(quad.subject, quad.predicate, quad.object)


def apply(store: Store, text: str) -> None:
    """Apply a rule file: once, or until the graph that its header names is full."""
    found = re.search(r"^#\+ repeat: graph:(\S+)$", text, re.MULTILINE)
    growing = found and NamedNode(graph_iri(found[1]))
    before = -1
    while (size := _size(store, growing) if growing else 0) != before:
        before = size
        store.update(text, prefixes=PREFIXES)


def _size(store: Store, graph: NamedNode) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph))


def _counts(store: Store) -> Iterator[Quad]:
    for quad in store.quads_for_pattern(None, _VIEW, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            yield Quad(quad.object, _COUNT, Literal(_size(store, quad.object)))


def _uses(store: Store) -> Iterator[Quad]:
    rules = [NamedNode(f"{BASE}rule/{path.stem}") for path in files()]
    for quad in store.quads_for_pattern(None, _TYPE, _ACTIVITY, DefaultGraph()):
        yield from (Quad(quad.subject, _USED, rule) for rule in rules)


def _words(store: Store) -> set[Quad]:
    found = store.query(TEXTS)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
    return {
        Quad(thing, _WORD, Literal(word), _WORDS)
        for thing, text in found
        if isinstance(text, Literal)
        for word in words(text.value)
    }
