#+ summary: Which propositions hold under each policy?
#+ description: What an accepted claim affirms, unless a holder whom the policy heeds denies it; and what is said of an eventuality only where it holds that this one took place. The object of an opaque relation need not have taken place, nor the subject of one whose subject is opaque.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?policy work:heedsDenialBy ?holder } }
WHERE {
  ?policy a cg:AcceptancePolicy .
  { ?policy cg:heeds ?holder }
  UNION
  { ?policy cg:trusts ?holder . FILTER NOT EXISTS { ?policy cg:heeds ?named } }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?policy work:heedsAuthors true } }
WHERE {
  ?policy cg:trustsAuthors true .
  FILTER NOT EXISTS { ?policy cg:heeds ?named }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?policy work:concedes ?content } }
WHERE {
  GRAPH graph:acceptance { ?policy cg:accepts ?claim }
  ?claim cg:affirms ?content .
  FILTER NOT EXISTS {
    ?policy cg:acceptsContested false .
    GRAPH <urn:claimgraph:work> {
      ?content work:deniedAsActualIn ?denial .
      { ?denial work:heldBy/^work:heedsDenialBy ?policy }
      UNION
      { ?denial work:byAuthor true . ?policy work:heedsAuthors true }
    }
  }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?policy work:grantsThatOccurred ?eventuality } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?policy work:concedes ?content }
  ?content cg:subject ?eventuality ;
    cg:predicate cg:realisation ;
    cg:object cg:occurred .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?eventuality a cg:Eventuality } }
WHERE { ?eventuality a/rdfs:subClassOf* cg:Eventuality } ;

INSERT { GRAPH graph:acceptance { ?policy cg:holds ?content } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?policy work:concedes ?content }
  ?content cg:subject ?subject ;
    cg:predicate ?predicate .
  OPTIONAL { ?content cg:object ?object }
  FILTER (
    EXISTS { ?predicate cg:opaqueSubject true }
    || NOT EXISTS { GRAPH <urn:claimgraph:work> { ?subject a cg:Eventuality } }
    || EXISTS { GRAPH <urn:claimgraph:work> { ?policy work:grantsThatOccurred ?subject } }
  )
  FILTER (
    EXISTS { ?predicate cg:opaque true }
    || NOT EXISTS { GRAPH <urn:claimgraph:work> { ?object a cg:Eventuality } }
    || EXISTS { GRAPH <urn:claimgraph:work> { ?policy work:grantsThatOccurred ?object } }
  )
}
