"""The Service Description (SPARQL 1.1): ``service.ttl`` as far as it is true, and more.

Formats are added from the table of formats, graphs from the dataset that is served.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from claimgraph import __version__, resources
from claimgraph.formats import GRAPHS, RESULTS
from claimgraph.namespaces import BASE, PREFIXES, graph_iri

#: Where a server is unless somebody says otherwise.
ADDRESS = "http://127.0.0.1:8000/"

_SD = PREFIXES["sd"]
_TYPE = NamedNode(f"{PREFIXES['rdf']}type")
_TRIPLES = NamedNode(f"{PREFIXES['void']}triples")
_FEDERATION = NamedNode(f"{_SD}BasicFederatedQuery")
_DATASET = NamedNode(f"{graph_iri('void')}#dataset")


@dataclass(frozen=True)
class About:
    """
    What a description says that is not in the dataset.

    *address* is that of the server's root, with a slash at its end; *trust* is what the
    query address says of it, if anything; *updates* and *federation* tell whether they
    are taken.
    """

    release: str = __version__
    digest: str = ""
    address: str = ADDRESS
    trust: str = ""
    updates: bool = False
    federation: bool = False

    @property
    def endpoint(self) -> str:
        """Where queries are asked."""
        return urljoin(self.address, f"sparql?{self.trust}".rstrip("?"))

    @property
    def update_endpoint(self) -> str:
        """Where updates are sent, if they are taken."""
        return urljoin(self.address, "update")


def describe(about: About, sizes: Mapping[str, int]) -> Iterator[Triple]:
    """
    Describe the service that serves graphs of these *sizes*, by IRI.

    The default graph goes by the empty name; without ``graph:void`` among the graphs,
    the service is not said to serve the dataset described there.
    """
    described = graph_iri("void") in sizes
    for triple in _template(about.endpoint):
        if _holds(triple, about, described=described):
            yield triple
    yield from _formats(about)
    yield from _graphs(about.endpoint, sizes)


def _template(endpoint: str) -> Iterator[Triple]:
    path = resources.code("description/service.ttl")
    for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=endpoint):
        yield quad.triple


def _holds(triple: Triple, about: About, *, described: bool) -> bool:
    """Tell whether a triple of the template is true of this service."""
    if triple.subject == NamedNode(about.update_endpoint) and not about.updates:
        return False
    if triple.object == _FEDERATION and not about.federation:
        return False
    return described or _DATASET not in (triple.subject, triple.object)


def _formats(about: About) -> Iterator[Triple]:
    result, taken = NamedNode(f"{_SD}resultFormat"), NamedNode(f"{_SD}inputFormat")
    for form in (*RESULTS, *GRAPHS):
        yield Triple(NamedNode(about.endpoint), result, NamedNode(form.iri))
    for form in GRAPHS if about.updates else ():
        yield Triple(NamedNode(about.update_endpoint), taken, NamedNode(form.iri))


def _graphs(endpoint: str, sizes: Mapping[str, int]) -> Iterator[Triple]:
    for graph, size in sorted(({"": 0} | dict(sizes)).items()):
        described = NamedNode(graph or f"{endpoint}#default-graph")
        yield Triple(described, _TRIPLES, Literal(size))
        if graph:
            yield from _named(endpoint, described)


def _named(endpoint: str, graph: NamedNode) -> Iterator[Triple]:
    """Say that *graph* is in the dataset, and that its name is its description's."""
    name = quote(graph.value.removeprefix(BASE), safe="/:")
    pair = NamedNode(f"{endpoint}#{name}")
    dataset = NamedNode(f"{endpoint}#dataset")
    yield Triple(dataset, NamedNode(f"{_SD}namedGraph"), pair)
    yield Triple(pair, _TYPE, NamedNode(f"{_SD}NamedGraph"))
    yield Triple(pair, NamedNode(f"{_SD}name"), graph)
    yield Triple(pair, NamedNode(f"{_SD}graph"), graph)
    yield Triple(graph, _TYPE, NamedNode(f"{_SD}Graph"))
