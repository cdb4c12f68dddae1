"""The queries of shapes, with the prefixes that are declared for them (5.2.1)."""

from collections.abc import Iterator

from claimgraph import syntax
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import IMPORTS, Node, reached, sh
from claimgraph.shacl.graph import Graph


def query(graph: Graph, node: Node, name: str) -> str:
    """
    The query that *node* has as its *name*, after its prefixes; empty if it has none.

    Raises MalformedShapes for several, and for one that neither engine may read: it is
    a stranger's, so it must not reach other addresses, nor hide what it does.
    """
    found = graph.literals(node, sh(name))
    if len(found) > 1:
        raise MalformedShapes(f"{node} has several values of sh:{name}: keep one.")
    text = "".join(_header(graph, node) + each.value for each in found)
    try:
        _refuse(text)
    except ClaimgraphError as error:
        raise MalformedShapes(f"The query of {node} is refused: {error}") from error
    return text


def _refuse(text: str) -> None:
    syntax.refuse_size(text)
    syntax.refuse_effects(text)
    syntax.plain_tokens(text)
    if syntax.names_its_graphs(text):
        raise MalformedShapes("it is asked of the data graph, so take out its FROM.")


def _header(graph: Graph, node: Node) -> str:
    """The PREFIX lines of the query at *node*, each prefix for one namespace."""
    found: dict[str, str] = {}
    for prefix, namespace in _declared(graph, graph.nodes(node, sh("prefixes"))):
        if found.setdefault(prefix, namespace) != namespace:
            raise MalformedShapes(
                f"The prefix {prefix}: is declared for {found[prefix]} and for "
                f"{namespace}: keep one of them."
            )
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(found.items()))


def _declared(graph: Graph, ontologies: list[Node]) -> Iterator[tuple[str, str]]:
    """What *ontologies* declare, and those that they import."""
    for ontology in reached(ontologies, lambda each: graph.nodes(each, IMPORTS)):
        for part in graph.nodes(ontology, sh("declare")):
            yield from _pairs(graph, part)


def _pairs(graph: Graph, part: Node) -> Iterator[tuple[str, str]]:
    for prefix in graph.literals(part, sh("prefix")):
        for namespace in graph.literals(part, sh("namespace")):
            yield prefix.value, namespace.value
