#+ summary: Which claims does each policy accept?
#+ description: Direct, affirming claims about what is, without condition, by a trusted holder, or by the author of the very document, who is sure enough, conveyed only by trusted reporters whose stance the policy does not refuse.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:byAuthor true } }
WHERE {
  ?claim cg:holder ?author ;
    cg:anchor/cg:inDocument/cg:author ?author .
  FILTER NOT EXISTS {
    ?other cg:conveys ?claim ;
      cg:holder ?reporter .
    FILTER (?reporter != ?author)
  }
} ;

INSERT { GRAPH graph:acceptance { ?policy cg:accepts ?claim } }
WHERE {
  ?policy cg:minimumCertainty/cg:certaintyRank ?least .
  {
    ?policy cg:trusts ?holder .
    ?claim cg:holder ?holder .
  }
  UNION
  {
    ?policy cg:trustsAuthors true .
    GRAPH <urn:claimgraph:work> { ?claim work:byAuthor true }
  }
  ?claim cg:holder ?speaker ;
    cg:modality cg:actual ;
    cg:certainty/cg:certaintyRank ?rank .
  FILTER (?rank >= ?least)
  FILTER EXISTS { ?claim cg:affirms ?content }
  FILTER NOT EXISTS { ?claim cg:onCondition ?condition }
  FILTER NOT EXISTS {
    ?conveyer cg:conveys+ ?claim ;
      cg:holder ?reporter .
    FILTER NOT EXISTS { ?policy cg:trustsAsReporter ?reporter }
    FILTER NOT EXISTS {
      ?policy cg:trustsAuthors true .
      GRAPH <urn:claimgraph:work> { ?conveyer work:byAuthor true }
    }
  }
  FILTER NOT EXISTS {
    ?conveyer cg:conveys+ ?claim ;
      cg:stance ?stance .
    ?policy cg:refusesStance ?stance .
  }
}
