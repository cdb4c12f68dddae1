#+ summary: Which claims does each policy accept?
#+ description: Direct, affirming claims about what is, without condition, by a trusted holder, or by the author of the very document, who is sure enough, conveyed only by trusted reporters whose stance the policy does not refuse.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:voice work:author } }
WHERE {
  ?claim cg:holder ?author ;
    cg:anchor/cg:inDocument/cg:author ?author .
  FILTER NOT EXISTS {
    ?other cg:conveys ?claim ;
      cg:holder ?reporter .
    FILTER (?reporter != ?author)
  }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:candidate ?policy } }
WHERE {
  ?claim cg:modality cg:actual ;
    cg:certainty ?certainty .
  FILTER EXISTS { ?claim cg:affirms ?content }
  FILTER NOT EXISTS { ?claim cg:onCondition ?condition }
  GRAPH <urn:claimgraph:work> {
    ?claim work:voice ?voice .
    ?voice ?certainty ?policy .
  }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:refusedBy ?policy } }
WHERE {
  {
    GRAPH <urn:claimgraph:work> {
      ?claim work:candidate ?policy ;
        work:voice/work:reportsFor ?policy ;
        work:conveyedIn ?conveyer .
      FILTER NOT EXISTS { ?conveyer work:voice/work:reportsFor ?policy }
    }
  }
  UNION
  {
    ?policy cg:refusesStance ?stance .
    GRAPH <urn:claimgraph:work> { ?claim work:conveyedWith ?stance }
  }
} ;

INSERT { GRAPH graph:acceptance { ?policy cg:accepts ?claim } }
WHERE {
  GRAPH <urn:claimgraph:work> {
    ?claim work:candidate ?policy .
    FILTER NOT EXISTS { ?claim work:refusedBy ?policy }
  }
}
