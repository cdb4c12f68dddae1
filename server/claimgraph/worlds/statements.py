"""Each holder's world: what the holder's claims say is so, and what they say is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace
from rdflib.term import Node

from claimgraph import namespaces, reasoning

CG = Namespace(namespaces.CG)
_DISCOURSE = (CG.Claim, CG.Proposition, CG.Anchor, CG.Assessment, CG.Appellation)
_BOUNDS = (
    CG.unit, CG.lowerBound, CG.lowerInclusive, CG.upperBound, CG.upperInclusive,
    CG.earliestBegin, CG.latestBegin, CG.earliestEnd, CG.latestEnd,
)  # fmt: skip

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True)
class Statement:
    """What one proposition says of the world, affirmed or denied."""

    subject: Node
    predicate: Node
    object: Node
    denied: bool = False

    @property
    def is_kind(self) -> bool:
        """Whether it says of what kind its subject is."""
        return self.predicate == CG.hasKind

    def triples(self) -> Iterator[Triple]:
        """Say it to a reasoner."""
        if not self.denied:
            predicate = RDF.type if self.is_kind else self.predicate
            yield self.subject, predicate, self.object
        elif self.is_kind:
            yield from self._not_of_kind()
        else:
            yield from self._not_so()

    def _not_of_kind(self) -> Iterator[Triple]:
        complement = BNode()
        yield self.subject, RDF.type, complement
        yield complement, RDF.type, OWL.Class
        yield complement, OWL.complementOf, self.object

    def _not_so(self) -> Iterator[Triple]:
        denial = BNode()
        is_value = isinstance(self.object, Literal)
        yield denial, RDF.type, OWL.NegativePropertyAssertion
        yield denial, OWL.sourceIndividual, self.subject
        yield denial, OWL.assertionProperty, self.predicate
        yield denial, OWL.targetValue if is_value else OWL.targetIndividual, self.object


#: What a holder says, each statement with the claims that say it.
World = dict[Statement, list[Node]]


def worlds(graph: Graph) -> dict[Node, World]:
    """
    Gather each holder's world from the claims in *graph*.

    Only current claims count, and of them what they affirm or deny as actual, without
    a condition and not uncommitted, however hedged.
    """
    found: dict[Node, World] = {}
    withdrawn = _withdrawn(graph)
    equal = _equal_nodes(graph)
    for claim, holder in sorted(graph.subject_objects(CG.holder)):
        if claim not in withdrawn and _is_of_fact(graph, claim):
            for statement in _statements(graph, claim, equal):
                world = found.setdefault(holder, {})
                world.setdefault(statement, []).append(claim)
    return found


def _is_of_fact(graph: Graph, claim: Node) -> bool:
    return (
        (claim, CG.modality, CG.actual) in graph
        and (claim, CG.certainty, CG.uncommitted) not in graph
        and (claim, CG.onCondition, None) not in graph
    )


def _statements(
    graph: Graph, claim: Node, equal: Mapping[Node, Node]
) -> Iterator[Statement]:
    for polarity, denied in ((CG.affirms, False), (CG.denies, True)):
        for proposition in graph.objects(claim, polarity):
            subject = graph.value(proposition, CG.subject)
            predicate = graph.value(proposition, CG.predicate)
            for object_ in graph.objects(proposition, CG.object | CG.value):
                if subject and predicate:
                    same = equal.get(object_, object_)
                    yield Statement(subject, predicate, same, denied)


def _withdrawn(graph: Graph) -> set[Node]:
    """Claims retracted or superseded, their conveyers, and what only those convey."""
    causes = set(graph.subjects(CG.retracted | CG.supersededBy))
    found = {c for c in graph.subjects(CG.holder) if _is_part_of(graph, c, causes)}
    while grown := {c for c in _drawn_along(graph, found) if c not in found}:
        found |= grown
    return found


def _is_part_of(graph: Graph, claim: Node, causes: set[Node]) -> bool:
    return claim in causes or any(
        document in causes
        for document in graph.objects(claim, CG.anchor / CG.inDocument)
    )


def _drawn_along(graph: Graph, withdrawn: set[Node]) -> Iterator[Node]:
    for claim in withdrawn:
        yield from graph.subjects(CG.conveys, claim)
        for conveyed in graph.objects(claim, CG.conveys):
            if set(graph.subjects(CG.conveys, conveyed)) <= withdrawn:
                yield conveyed


def _equal_nodes(graph: Graph) -> dict[Node, Node]:
    """Map each quantity or time to the first with the same unit and bounds."""
    first: dict[tuple[Node | None, ...], Node] = {}
    equal: dict[Node, Node] = {}
    bounded = CG.lowerBound | CG.upperBound | CG.earliestBegin | CG.latestEnd
    for node in sorted(set(graph.subjects(bounded)), key=str):
        key = tuple(graph.value(node, bound) for bound in _BOUNDS)
        equal[node] = first.setdefault(key, node)
    return equal


def scaffold(graph: Graph) -> Graph:
    """Keep of *graph* what all worlds share: axioms, and what things are, unclaimed."""
    kinds = {
        k for top in _DISCOURSE for k in graph.transitive_subjects(RDFS.subClassOf, top)
    }
    discourse = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    shared = Graph(bind_namespaces="none")
    for subject, predicate, object_ in reasoning.logical(graph):
        if subject not in discourse and object_ not in discourse:
            shared.add((subject, predicate, object_))
    return shared
