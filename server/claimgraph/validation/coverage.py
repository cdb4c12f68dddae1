"""What the shapes met: a pass that checked nothing is a failure."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import (
    DCTERMS,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VANN,
    VOID,
    XSD,
    Graph,
    URIRef,
)
from rdflib.term import Node

from claimgraph.validation.reading import Data

Met = dict[Node, frozenset[Node]]

_SH = str(SH)
#: The ways in which a shape says which nodes it is about.
TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
#: Where a shape names a class or property that data would use.
_NAMING = (
    *TARGETS, SH["class"], SH.path, SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath,
    SH.zeroOrOnePath, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals,
)  # fmt: skip
_LOGIC = (SH["and"], SH["or"], SH.xone)
_CONSTRAINTS = frozenset(ALL_CONSTRAINT_PARAMETERS) - {
    SH.property,
    SH.ignoredProperties,
}
#: The words of SHACL that pySHACL heeds, in Core and SPARQL-based constraints.
_HEEDED = frozenset({
    *TARGETS, *ALL_CONSTRAINT_PARAMETERS,
    SH.path, SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath,
    SH.zeroOrOnePath, SH.flags, SH.deactivated, SH.severity, SH.message, SH.name,
    SH.description, SH.order, SH.group, SH.defaultValue, SH.select, SH.prefixes,
    SH.declare, SH.prefix, SH.namespace, SH.NodeShape, SH.PropertyShape, SH.Shape,
    SH.SPARQLConstraint, SH.PrefixDeclaration, SH.PropertyGroup, SH.Violation,
    SH.Warning, SH.Info, SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI,
    SH.BlankNodeOrLiteral, SH.IRIOrLiteral,
})  # fmt: skip
#: Every word of SHACL, heeded or not.
_WORDS = frozenset(map(str, dir(SH)))
_KNOWN = (RDF, RDFS, OWL, XSD, SKOS, DCTERMS, PROV, VOID, VANN, SH)


def met(data: Data, shapes: Graph) -> Met:
    """Find for each shape with a target the nodes of *data*'s own that it is about."""
    targeted = {shape for target in TARGETS for shape in shapes.subjects(target)}
    active = (s for s in targeted if not _is_deactivated(shapes, s))
    return {
        s: frozenset(_focus(data, shapes, s)) & data.own
        for s in sorted(active, key=str)
    }


def _is_deactivated(shapes: Graph, shape: Node) -> bool:
    return any(bool(value) for value in shapes.objects(shape, SH.deactivated))


def _focus(data: Data, shapes: Graph, shape: Node) -> Iterator[Node]:
    for target in shapes.objects(shape, SH.targetClass):
        yield from _instances(data.graph, target)
    for target in shapes.objects(shape, SH.targetSubjectsOf):
        yield from data.graph.subjects(target)
    for target in shapes.objects(shape, SH.targetObjectsOf):
        yield from data.graph.objects(None, target)
    for target in shapes.objects(shape, SH.targetNode):
        yield from _members(data, target)


def _members(data: Data, target: Node) -> set[Node]:
    """What a set-level shape looks at through its one node: all that belongs to it."""
    if target == RDFS.Resource:
        return set(data.own)
    users = set(data.graph.subjects(target))
    return set(_instances(data.graph, target)) | users or {target}


def _instances(graph: Graph, kind: Node) -> Iterator[Node]:
    for subclass in graph.transitive_subjects(RDFS.subClassOf, kind):
        yield from graph.subjects(RDF.type, subclass)


def narrowed(shapes: Graph, met: Met) -> Graph:
    """Take their targets from the shapes that would look at nodes of others only."""
    idle = {shape for shape, nodes in met.items() if not nodes}
    kept = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[0] not in idle or triple[1] not in TARGETS:
            kept.add(triple)
    return kept


def is_set_level(shapes: Graph, shape: Node) -> bool:
    """Whether *shape* is about single named nodes that stand for a whole set."""
    used = {target for target in TARGETS if (shape, target, None) in shapes}
    return used == {SH.targetNode} and (shape, SH.sparql, None) in shapes


def constraints(shapes: Graph, met: Met) -> int:
    """Count the constraints that met a node."""
    found = {
        part for shape, nodes in met.items() if nodes for part in _all(shapes, shape)
    }
    return len(found)


def _all(shapes: Graph, shape: Node) -> Iterator[tuple[Node, Node, Node]]:
    for parameter, value in shapes.predicate_objects(shape):
        if parameter in _CONSTRAINTS:
            yield (shape, parameter, value)
        if parameter in (SH.property, SH.node):
            yield from _all(shapes, value)


def failures(data: Data, shapes: Graph, met: Met) -> list[str]:
    """List what would make a pass empty."""
    return [
        *_empty(data, shapes, met),
        *_unheeded(shapes),
        *_undeclared(data, shapes),
        *_untargeted(data, met),
        *(f"{what}, which the shapes cannot see: nothing of it was checked."
          for what in data.unreadable),
    ]  # fmt: skip


def _empty(data: Data, shapes: Graph, met: Met) -> Iterator[str]:
    if not met:
        yield "There are no shapes with a target: nothing was checked."
    elif not any(
        nodes for shape, nodes in met.items() if not _is_universal(shapes, shape)
    ):
        yield (
            "No shape found a target in the data: nothing was checked. "
            "Check that the files use the classes of the ontology."
        )


def nodes(shapes: Graph, met: Met) -> set[Node]:
    """Every node that a shape met which is not about any node whatever."""
    kinds = (found for shape, found in met.items() if not _is_universal(shapes, shape))
    return set[Node]().union(*kinds)


def _is_universal(shapes: Graph, shape: Node) -> bool:
    return (shape, SH.targetNode, RDFS.Resource) in shapes


def _unheeded(shapes: Graph) -> Iterator[str]:
    used = {term for triple in shapes for term in triple[1:]} - _HEEDED
    for name in sorted(str(term).removeprefix(_SH) for term in used if _is_shacl(term)):
        if _SH + name in _WORDS:
            yield f"sh:{name} is not supported here, so what it asks was not checked."
        else:
            yield f"sh:{name} is no term of SHACL{_hint(name)}: nothing came of it."


def _is_shacl(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(_SH)


def _hint(name: str) -> str:
    known = [str(term).removeprefix(_SH) for term in _HEEDED]
    near = get_close_matches(name, known, 1)
    return f" (did you mean sh:{near[0]}?)" if near else ""


def _undeclared(data: Data, shapes: Graph) -> Iterator[str]:
    for term in sorted(_named(shapes)):
        if (term, None, None) not in data.graph and not any(
            term in ns for ns in _KNOWN
        ):
            users = ", ".join(sorted({_short(s) for s in shapes.subjects(None, term)}))
            yield f"No ontology declares {term}, which {users or 'a path'} is about."


def _named(shapes: Graph) -> set[URIRef]:
    named = {o for naming in _NAMING for o in shapes.objects(None, naming)}
    for head in shapes.objects(None, SH.path | SH.alternativePath):
        named.update(shapes.items(head) if (head, RDF.first, None) in shapes else [])
    return {term for term in named if isinstance(term, URIRef)}


def _short(shape: Node) -> str:
    return "a path" if not isinstance(shape, URIRef) else shape.rsplit("/", 1)[-1]


def _untargeted(data: Data, met: Met) -> Iterator[str]:
    if data.shipped:
        for shape in _without_nodes(met):
            yield f"{_short(shape)} found no target in the shipped data."


#: How many shapes a note names.
_SAMPLE = 3


def notes(data: Data, met: Met) -> Iterator[str]:
    """Name, for a user's data, the shapes that had nothing to look at."""
    if not data.shipped and (empty := list(map(_short, _without_nodes(met)))):
        noun = "shape" if len(empty) == 1 else "shapes"
        some = ", ".join(empty[:_SAMPLE]) + (", ..." if len(empty) > _SAMPLE else "")
        yield f"{len(empty)} {noun} found no target in this data: {some}."


def _without_nodes(met: Met) -> Iterable[Node]:
    return (shape for shape, nodes in met.items() if not nodes)
