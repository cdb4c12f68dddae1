#+ summary: Which propositions hold under each policy?
#+ description: What an accepted claim affirms, unless a holder whom the policy heeds denies it; and what is said of an eventuality only where it holds that this one took place. The object of an opaque relation need not have taken place, nor the subject of one whose subject is opaque.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?voice work:heededBy ?policy } }
WHERE {
  {
    SELECT ?policy
    WHERE {
      ?policy cg:acceptsContested false .
      FILTER NOT EXISTS { ?policy cg:heeds ?named }
    }
  }
  GRAPH <urn:claimgraph:work> { ?policy work:trusts ?voice }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?holder work:heededBy ?policy } }
WHERE {
  ?policy cg:heeds ?holder ;
    cg:acceptsContested false .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedTo ?policy } }
WHERE {
  {
    SELECT DISTINCT ?policy ?key
    WHERE {
      ?denial cg:denies/cg:contentKey ?key ;
        cg:modality cg:actual ;
        cg:certainty ?certainty .
      FILTER (?certainty != cg:uncommitted)
      FILTER NOT EXISTS { ?denial cg:onCondition ?condition }
      GRAPH <urn:claimgraph:work> { ?denial work:voice/work:heededBy ?policy }
    }
  }
  ?content cg:contentKey ?key .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:realises ?eventuality } }
WHERE {
  ?content cg:predicate cg:realisation ;
    cg:object cg:occurred ;
    cg:subject ?eventuality .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?eventuality work:grantedBy ?policy } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?content work:realises ?eventuality }
  ?claim cg:affirms ?content .
  GRAPH graph:acceptance { ?policy cg:accepts ?claim }
  FILTER NOT EXISTS { GRAPH <urn:claimgraph:work> { ?content work:deniedTo ?policy } }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?eventuality a cg:Eventuality } }
WHERE { ?eventuality a/rdfs:subClassOf* cg:Eventuality } ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:requires ?eventuality } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?eventuality a cg:Eventuality }
  {
    ?content cg:subject ?eventuality ;
      cg:predicate ?predicate .
    FILTER NOT EXISTS { ?predicate cg:opaqueSubject true }
  }
  UNION
  {
    ?content cg:object ?eventuality ;
      cg:predicate ?predicate .
    FILTER NOT EXISTS { ?predicate cg:opaque true }
  }
} ;

INSERT { GRAPH graph:acceptance { ?policy cg:holds ?content } }
WHERE {
  GRAPH graph:acceptance { ?policy cg:accepts ?claim }
  ?claim cg:affirms ?content .
  ?content cg:contentKey ?key .
  FILTER NOT EXISTS { GRAPH <urn:claimgraph:work> { ?content work:deniedTo ?policy } }
  FILTER NOT EXISTS {
    GRAPH <urn:claimgraph:work> {
      ?content work:requires ?eventuality .
      FILTER NOT EXISTS { ?eventuality work:grantedBy ?policy }
    }
  }
}
