"""The terms that rules read, by the words of the ontology."""

from pyoxigraph import DefaultGraph, NamedNode

from claimgraph.namespaces import CG, PREFIXES, graph_iri


def _cg(*names: str) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(CG + name) for name in names)


DEFAULT = DefaultGraph()
ACCEPTANCE = NamedNode(graph_iri("acceptance"))
WITHDRAWN = NamedNode(graph_iri("withdrawn"))

TYPE = NamedNode(PREFIXES["rdf"] + "type")
LABEL = NamedNode(PREFIXES["rdfs"] + "label")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
SYMMETRIC = NamedNode(PREFIXES["owl"] + "SymmetricProperty")

HOLDER, CONVEYS, DISPUTES, ANCHOR = _cg("holder", "conveys", "disputes", "anchor")
(WITHDRAWN_WITH,) = _cg("withdrawnWith")
AFFIRMS, DENIES = _cg("affirms", "denies")
#: What relates a claim to propositions.
CONTENT = _cg("affirms", "denies", "describes", "onCondition")
IN_DOCUMENT, AUTHOR = _cg("inDocument", "author")
#: What changes, if said of a document, what is said of all its claims.
OF_DOCUMENTS = {*_cg("retracted", "supersededBy", "author")}

SUBJECT, PREDICATE, OBJECT, VALUE = _cg("subject", "predicate", "object", "value")
REALISATION, OCCURRED, PART = _cg("realisation", "occurred", "partOfEvent")
DURING, KEY, HAS_APPELLATION = _cg("during", "contentKey", "hasAppellation")
ANCHORED_TO, EVENTUALITY = _cg("anchoredTo", "Eventuality")
MEASURED = {*_cg("Quantity", "TimeExpression")}
#: What is said of quantities and times.
BOUNDS = {
    *_cg("anchoredTo", "resolvedBy", "unit", "boundBasis", "lowerBasis", "upperBasis"),
    *_cg("earliestBegin", "latestBegin", "earliestEnd", "latestEnd"),
    *_cg("lowerBound", "upperBound", "lowerInclusive", "upperInclusive"),
}

ACCEPTS, HOLDS, MAKES_VIEW, POLICY = _cg(
    "accepts", "holds", "makesView", "AcceptancePolicy"
)
(TRUSTS_HOLDER,) = _cg("trustsHolder")
SHORTCUTS = _cg("lowerShortcut", "upperShortcut")

#: What makes a node part of somebody's discourse rather than of the world.
STRUCTURE = {
    *(HOLDER, CONVEYS, DISPUTES, ANCHOR, SUBJECT, PREDICATE, OBJECT, VALUE),
    *_cg("modality", "certainty", "stance"),
    *(*CONTENT, IN_DOCUMENT, *OF_DOCUMENTS, *BOUNDS),
}
#: What is said of policies.
POLICIES = {
    *_cg("trustsHolder", "trustsKind", "trustsEveryone", "trustsAuthors", "heeds"),
    *_cg("trustsEveryReporter", "minimumCertainty", "refusesStance"),
    *(*_cg("acceptsContested"), MAKES_VIEW),
}
#: What rules read of the vocabulary and of the gazetteer.
VOCABULARY = {
    *(SUBCLASS, NamedNode(PREFIXES["rdfs"] + "subPropertyOf"), *SHORTCUTS),
    *_cg("within", "opaque", "opaqueSubject", "certaintyRank", "timeShortcut"),
    *_cg("daysBeforeEarliest", "daysBeforeLatest"),
}
#: What rules say themselves, should data say it too.
_DERIVED = {
    *_cg("trusts", "trustsAsReporter", "confidence", "withdrawnWith", "accepts"),
    *_cg("holds", "underPolicy", "tripleCount", "word"),
    *(
        KEY,
        *(NamedNode(PREFIXES["prov"] + name) for name in ("used", "wasDerivedFrom")),
    ),
}
#: A change of these may reach everything.
FAR_REACHING = {*POLICIES, *VOCABULARY, *_DERIVED, *_cg("directlyWithin")}
FAR_REACHING_KINDS = {POLICY, SYMMETRIC}
