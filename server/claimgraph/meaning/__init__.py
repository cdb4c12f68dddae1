"""A pass that means something: what would make a validation with SHACL empty."""

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Store

from claimgraph.meaning import components, constraints, recursion, rules, unknown
from claimgraph.meaning.declared import Declared
from claimgraph.meaning.described import Described
from claimgraph.meaning.fault import Fault, words
from claimgraph.meaning.graphs import Graph
from claimgraph.meaning.names import Names
from claimgraph.meaning.paths import Paths
from claimgraph.meaning.targets import Targets
from claimgraph.meaning.values import Values

__all__ = ["Fault", "codes", "faults", "faults_of_shapes"]


def faults(
    shapes: Store,
    data: Store,
    own: NamedNode,
    prefixes: Mapping[str, str] | None = None,
) -> Iterator[Fault]:
    """
    Find what would make it worth nothing that *data* conform to *shapes*.

    The shapes are the default graph of their store. That of *data* holds the data and
    all that they rest on, the graph *own* again what is the user's, which a shape is to
    be about. *prefixes* shorten names in sentences. The time taken grows with the size
    of both and no faster, whatever they hold.
    """
    graph, whole = Graph(shapes), Graph(data)
    names = Names(graph, prefixes or {})
    targets = Targets(graph, names)
    yield from faults_of_shapes(shapes, prefixes)
    yield from unknown.imports(graph, whole, names)
    if Graph(data, own).has():
        is_met = targets.met(whole, Graph(data, own))
        yield from Declared(graph, whole, names, is_met=is_met).faults()
    yield from Described(targets, whole, Graph(data, own), names).faults()


def faults_of_shapes(
    shapes: Store, prefixes: Mapping[str, str] | None = None
) -> Iterator[Fault]:
    """Find those that the default graph of *shapes* has whatever the data."""
    graph = Graph(shapes)
    names = Names(graph, prefixes or {})
    yield from Targets(graph, names).faults()
    yield from unknown.faults(graph, names)
    yield from Values(graph, names).faults()
    yield from Paths(graph, names).faults()
    yield from rules.faults(graph, names)
    yield from components.faults(graph, names)
    yield from constraints.faults(graph, names)
    yield from recursion.faults(graph, names)


def codes() -> tuple[str, ...]:
    """The codes of all faults, each of which may be allowed."""
    return tuple(sorted({said["code"] for said in words().values() if "code" in said}))
