"""No loaded graph states as a fact what only a claim may say."""

from collections.abc import Mapping

from pyoxigraph import NamedNode, Quad, Store

from claimgraph import rules
from claimgraph.answers import Answer, value
from claimgraph.errors.files import AssertedWorldTriple
from claimgraph.namespaces import PREFIXES, graph_iri, shorten

#: Graphs by IRI, each with its quads.
Held = Mapping[str, frozenset[Quad]]


def refuse_new(store: Store, before: Held) -> None:
    """Raise AssertedWorldTriple for what graphs hold that was not there *before*."""
    scratch = Store()
    for graph in (graph_iri("ontology"), *before):
        known = before.get(graph, frozenset())
        found = store.quads_for_pattern(None, None, None, NamedNode(graph))
        scratch.extend(quad for quad in found if quad not in known)
    refuse(scratch)


def refuse(store: Store) -> None:
    """Raise AssertedWorldTriple if a graph of *store* states such a fact."""
    found = store.query(rules.ASSERTED_WORLD_TRIPLES, prefixes=PREFIXES)
    for row in Answer(found).rows():
        raise AssertedWorldTriple(*(shorten(value(term)) for term in row))
