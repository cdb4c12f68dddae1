"""Digests of graphs, and of the dataset that they make.

A graph's digest is that of its triples as N-Triples in the order of their bytes, so
neither their order in files nor the files matter, and anybody can compute it:
``LC_ALL=C sort graph.nt | sha256sum``. Blank nodes count by their labels.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from claimgraph.namespaces import CG, DIGESTS

_DIGESTS = NamedNode(DIGESTS)
_SHA256 = NamedNode(f"{CG}sha256")


def sorted_triples(store: Store, graph: NamedNode | DefaultGraph) -> list[bytes]:
    """The lines of *graph* as N-Triples, sorted, so that equal graphs are equal."""
    plain = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(plain.splitlines(keepends=True))


def graph_digest(store: Store, graph: NamedNode | DefaultGraph) -> str:
    """The digest of what *graph* holds, whatever it is called."""
    return sha256(b"".join(sorted_triples(store, graph))).hexdigest()


def dataset_digest(parts: Mapping[str, str]) -> str:
    """
    The digest of a dataset whose *parts*, by name, have these digests.

    >>> dataset_digest({"a": "1", "b": "2"}) == dataset_digest({"b": "2", "a": "1"})
    True
    """
    lines = (f"{digest} {name}\n" for name, digest in sorted(parts.items()))
    return sha256("".join(lines).encode()).hexdigest()


def whole(store: Store) -> str:
    """The digest of all graphs that a plain store holds."""
    named = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    parts = {graph.value: graph_digest(store, graph) for graph in named}
    return dataset_digest({"": graph_digest(store, DefaultGraph()), **parts})


def record(store: Store, graphs: Iterable[NamedNode]) -> None:
    """Note the digests of *graphs* as they are, in ``graph:digests``."""
    noted = []
    for graph in graphs:
        for quad in store.quads_for_pattern(graph, _SHA256, None, _DIGESTS):
            store.remove(quad)
        if store.contains_named_graph(graph):
            digest = Literal(graph_digest(store, graph))
            noted.append(Quad(graph, _SHA256, digest, _DIGESTS))
    store.extend(noted)


def recorded(store: Store) -> dict[str, str]:
    """The digests that were noted, by the IRIs of their graphs."""
    found = store.quads_for_pattern(None, _SHA256, None, _DIGESTS)
    return {
        quad.subject.value: quad.object.value
        for quad in found
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
