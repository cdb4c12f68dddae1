"""The prefixes that shapes declare for their queries (SHACL, section 5.2.1)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.shacl.graph import Graph, Node
from claimgraph.shacl.vocabulary import OWL, sh

_IMPORTS = NamedNode(OWL + "imports")


def header(graph: Graph, node: Node) -> str:
    """
    The PREFIX lines of the query at *node*.

    Raises MalformedShapes where one prefix stands for two namespaces.
    """
    found: dict[str, str] = {}
    for prefix, namespace in _declared(graph, graph.nodes(node, sh("prefixes"))):
        if found.setdefault(prefix, namespace) != namespace:
            raise MalformedShapes(
                f"The prefix {prefix}: is declared for {found[prefix]} and for "
                f"{namespace}: keep one of them."
            )
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(found.items()))


def _declared(graph: Graph, waiting: list[Node]) -> Iterator[tuple[str, str]]:
    """What the ontologies *waiting* declare, and those that they import."""
    seen: set[Node] = set()
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        waiting += graph.nodes(ontology, _IMPORTS)
        for part in graph.nodes(ontology, sh("declare")):
            yield from _pairs(graph, part)


def _pairs(graph: Graph, part: Node) -> Iterator[tuple[str, str]]:
    for prefix in graph.literals(part, sh("prefix")):
        for namespace in graph.literals(part, sh("namespace")):
            if isinstance(namespace, Literal):
                yield prefix.value, namespace.value
