"""Publication: the rule files of ``ontology/rules/`` are applied in their order."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from claimgraph import resources
from claimgraph.namespaces import (
    BASE,
    CG,
    CURRENT,
    DERIVED,
    DESCRIPTIONS,
    DIGESTS,
    PREFIXES,
    VALIDATION,
    VIEW_PARTS,
    graph_iri,
)
from claimgraph.words import words

#: What rules share while they are applied; nobody else sees it.
_SHARED = "urn:claimgraph:work"
WORK = NamedNode(_SHARED)
#: What is said in these is not part of what is said by default.
APART = {
    graph_iri("shapes"), DIGESTS, VALIDATION, *DERIVED, *DESCRIPTIONS, _SHARED
}  # fmt: skip
_CURRENT = NamedNode(CURRENT)
WORDS = NamedNode(graph_iri("words"))
_VIEW = NamedNode(f"{CG}makesView")
COUNT = NamedNode(f"{CG}tripleCount")
WORD = NamedNode(f"{CG}word")
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
    Derive the default graph and the views of *store* from its loaded graphs.

    What was derived before is removed. The default graph is written physically, so
    that no query counts a triple twice, and again under the name ``graph:current``; the
    words of its texts are in ``graph:words``.
    """
    withdraw(store)
    merge(store)
    derive(store)
    store.remove_graph(WORK)
    store.extend([*_counts(store), *uses(_made(store))])
    default = store.quads_for_pattern(None, None, None, DefaultGraph())
    store.extend(named_current(default))
    store.extend(word_quads(store))


def merge(store: Store) -> None:
    """Write what graphs of *store* hold into its default graph, but for some graphs."""
    store.extend(
        Quad(quad.subject, quad.predicate, quad.object)
        for graph in list(store.named_graphs())
        if graph.value not in APART
        for quad in store.quads_for_pattern(None, None, None, graph)
    )


def derive(store: Store, chosen: Callable[[str], bool] = bool) -> None:
    """Apply the rules to *store*, or those *chosen* by name; leave what they share."""
    for path in files():
        if chosen(path.stem):
            apply(store, path.read_text(encoding="utf-8"))


def withdraw(store: Store) -> None:
    """Remove all that `publish` derived."""
    for graph in derived_graphs(store):
        store.remove_graph(graph)
    store.clear_graph(DefaultGraph())


def derived_graphs(store: Store) -> set[NamedNode]:
    """The graphs that hold what was derived, views and all."""
    made = set(views(store))
    parts = {NamedNode(view.value + part) for view in made for part in VIEW_PARTS}
    return {*map(NamedNode, DERIVED), *parts}


def views(store: Store) -> Iterator[NamedNode]:
    """The views that policies make."""
    for quad in store.quads_for_pattern(None, _VIEW, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            yield quad.object


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
    return (Quad(view, COUNT, Literal(_size(store, view))) for view in views(store))


def _made(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, _TYPE, _ACTIVITY, DefaultGraph())


def uses(made: Iterable[Quad]) -> Iterator[Quad]:
    """Say of each making of a view, of those that *made* are of, by which rules."""
    rules = [NamedNode(f"{BASE}rule/{path.stem}") for path in files()]
    for quad in made:
        if quad.predicate == _TYPE and quad.object == _ACTIVITY:
            yield from (Quad(quad.subject, _USED, rule) for rule in rules)


def named_current(default: Iterable[Quad]) -> Iterator[Quad]:
    """The quads of the *default* graph as those of ``graph:current``."""
    return (Quad(q.subject, q.predicate, q.object, _CURRENT) for q in default)


def word_quads(store: Store) -> set[Quad]:
    """The words of all texts in the default graph of *store*."""
    found = store.query(TEXTS)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
    return {
        Quad(thing, WORD, Literal(word), WORDS)
        for thing, text in found
        if isinstance(text, Literal)
        for word in words(text.value)
    }
