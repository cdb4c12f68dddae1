"""One question, two engines; their answers compared as terms, by value."""

from datetime import datetime
from decimal import Decimal
from functools import cache

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from claimgraph.dataset import Request
from claimgraph.formats import GRAPHS, RESULTS, named

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
IN_GRAPHS = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"


def value(term):
    """A term as what it stands for: 49 is 49.0, and Z is +00:00."""
    if term is None:
        return None
    if isinstance(term, (ox.NamedNode, rdflib.URIRef)):
        return ("iri", getattr(term, "value", None) or str(term))
    if isinstance(term, ox.Triple):
        return tuple(map(value, term))
    text = term.value if isinstance(term, ox.Literal) else str(term)
    kind = getattr(term.datatype, "value", None) or str(term.datatype or "")
    if kind in NUMBERS:
        return ("number", Decimal(text))
    if kind == XSD + "dateTime":
        return ("moment", datetime.fromisoformat(text))
    if kind == XSD + "boolean":
        return ("boolean", text in ("true", "1"))
    return ("text", text, (term.language or "").lower())


def rows(solutions):
    return [tuple(map(value, row)) for row in solutions]


def triples(found):
    return sorted(tuple(map(value, triple)) for triple in found)


def on_pyoxigraph(dataset, query, bindings=None):
    """The answer as columns and rows, a sorted list of triples, or a boolean."""
    answer = dataset.query(Request(query.text, bindings, query.trust))
    if answer.kind == "solutions":
        return answer.variables, rows(answer.rows())
    return bool(answer) if answer.kind == "boolean" else triples(answer.triples())


def on_rdflib(graphs, query, bindings=None):
    """The same, from rdflib."""
    given = {name: literal(term) for name, term in (bindings or {}).items()}
    answer = graphs.query(query.text, initBindings=given)
    if answer.type == "SELECT":
        return [str(name) for name in answer.vars], rows(answer)
    return answer.askAnswer if answer.type == "ASK" else triples(answer.graph)


def on_file(path):
    """The same, as it is written down."""
    if path.suffix in (".ttl", ".nt"):
        return triples(quad.triple for quad in ox.parse(path=path))
    answer = ox.parse_query_results(path=path)
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    return [name.value for name in answer.variables], rows(answer)


def written(dataset, query):
    """The bytes to put on file, and the extension of the file."""
    answer = dataset.query(Request(query.text, None, query.trust))
    form = named("turtle", GRAPHS) if answer.kind == "graph" else named("tsv", RESULTS)
    return answer.write(form), "ttl" if answer.kind == "graph" else "tsv"


@cache
def node(term):
    """A term of pyoxigraph as one of rdflib."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    return literal(term) if isinstance(term, ox.Literal) else rdflib.BNode(term.value)


def literal(term):
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    kind = term.datatype.value
    plain = kind == XSD + "string"  # as rdflib's own parsers make it
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(kind))


def built_graphs(dataset, trust, *, with_named=False):
    """
    The graphs that we built, for rdflib: nothing that needs RDF 1.2 is among them.

    The default graph is the one that a request with this *trust* is answered from.
    """
    graphs = rdflib.Dataset(default_union=False)
    default = graphs.graph(DATASET_DEFAULT_GRAPH_ID)
    for found in dataset.query(Request(EVERYTHING, None, trust)).triples():
        if not isinstance(found.object, ox.Triple):
            default.add(tuple(map(node, found)))
    if with_named:
        for name, *found in dataset.query(Request(IN_GRAPHS)).rows():
            if not name.value.endswith("/sources"):
                graphs.graph(node(name)).add(tuple(map(node, found)))
    return graphs
