#+ summary: Which claims does each policy accept?
#+ description: Direct, affirming claims about what is, without condition, by a trusted holder who is sure enough, conveyed only by trusted reporters whose stance the policy does not refuse.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>

INSERT { GRAPH graph:acceptance { ?policy cg:accepts ?claim } }
WHERE {
  ?policy cg:trusts ?holder ;
    cg:minimumCertainty/cg:certaintyRank ?least .
  ?claim cg:holder ?holder ;
    cg:modality cg:actual ;
    cg:certainty/cg:certaintyRank ?rank .
  FILTER (?rank >= ?least)
  FILTER EXISTS { ?claim cg:affirms ?content }
  FILTER NOT EXISTS { ?claim cg:onCondition ?condition }
  FILTER NOT EXISTS {
    ?conveyer cg:conveys+ ?claim ;
      cg:holder ?reporter .
    FILTER NOT EXISTS { ?policy cg:trustsAsReporter ?reporter }
  }
  FILTER NOT EXISTS {
    ?conveyer cg:conveys+ ?claim ;
      cg:stance ?stance .
    ?policy cg:refusesStance ?stance .
  }
}
