"""The hierarchy that the reasoner infers, kept as one generated module."""

import re
from io import BytesIO
from pathlib import Path

from rdflib import DCTERMS, OWL, RDFS, VANN, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph import namespaces, resources, turtle
from claimgraph.errors.reasoners import ReasonerFailed
from claimgraph.reasoning import classified, modules, read

_NS = f"{namespaces.BASE}ns"
_INFERRED = URIRef(f"{_NS}/inferred")
_MODEL = URIRef(f"{_NS}/core")
_TITLE = "claimgraph ontology: inferred hierarchy"
_DESCRIPTION = (
    "Every named class above a class and every named property above a property, as a "
    "reasoner finds them in the other modules. Generated at each release: do not edit."
)
_PREFIXES = {
    **namespaces.PREFIXES,
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": str(VANN),
}
_NOT_AS_IN_THE_MODEL = {
    OWL.imports, OWL.versionIRI, RDFS.seeAlso, DCTERMS.bibliographicCitation,
    DCTERMS.title, DCTERMS.description, DCTERMS.source, DCTERMS.hasPart,
}  # fmt: skip


def path() -> Path:
    """Where the inferred hierarchy is kept."""
    return resources.ontology() / "inferred.ttl"


def is_fresh() -> bool:
    """Whether the file says what the reasoner says of the other modules today."""
    file = path()
    return file.exists() and file.read_text(encoding="utf-8") == inferred()


def refresh() -> bool:
    """Write the file anew; say whether that changed it."""
    stale = not is_fresh()
    if stale:
        path().write_text(inferred(), encoding="utf-8")
    return stale


def inferred() -> str:
    """
    Write, as canonical Turtle, every named super-class and super-property of a term.

    Raises NoJava, and ReasonerFailed if the ontology contradicts itself.
    """
    found = _header(_model()) + _closure(_classified(read(modules())))
    return turtle.canonical(turtle.write(found, _PREFIXES))


def _classified(graph: Graph) -> Graph:
    with classified(graph) as world:
        if world is None:
            raise ReasonerFailed("the ontology contradicts itself.")
        told = BytesIO()
        world.save(told, format="ntriples")
    return Graph().parse(data=told.getvalue(), format="nt")


def _closure(graph: Graph) -> Graph:
    closed = Graph(bind_namespaces="none")
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in filter(_is_ours, set(graph.subjects(relation))):
            for wider in graph.transitive_objects(term, relation):
                if wider is not None and wider != term and _is_ours(wider):
                    closed.add((term, relation, wider))
    return closed


def _is_ours(term: Node) -> bool:
    return str(term).startswith(namespaces.CG)


def _model() -> Graph:
    file = resources.ontology() / "core.ttl"
    return turtle.read(file.read_text(encoding="utf-8"), file)


def _header(graph: Graph) -> Graph:
    """Head the module like its model, but for what is its own."""
    header = Graph(bind_namespaces="none")
    for predicate, object_ in graph.predicate_objects(_MODEL):
        if predicate not in _NOT_AS_IN_THE_MODEL:
            header.add((_INFERRED, predicate, object_))
    own: list[tuple[Node, Node]] = [
        (OWL.versionIRI, URIRef(f"{_INFERRED}/{graph.value(_MODEL, OWL.versionInfo)}")),
        (DCTERMS.title, Literal(_TITLE, "en")),
        (DCTERMS.title, Literal("Ontologie claimgraph : hiérarchie inférée", "fr")),
        (DCTERMS.description, Literal(_DESCRIPTION, "en")),
        (DCTERMS.source, URIRef(_NS)),
        (DCTERMS.bibliographicCitation, Literal(_citation(graph))),
    ]
    for predicate, object_ in own:
        header.add((_INFERRED, predicate, object_))
    return header


def _citation(graph: Graph) -> str:
    """Cite like the model, with our own title and address."""
    cited = str(graph.value(_MODEL, DCTERMS.bibliographicCitation))
    return re.sub(r"claimgraph ontology: [^.]*", _TITLE, cited).replace(
        _MODEL, _INFERRED
    )
