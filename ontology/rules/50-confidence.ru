#+ summary: How much confidence does each current direct claim deserve?
#+ description: The first row that fits: contested, another holder denies equal content or disputes the claim; low, the holder says possible or is uncommitted, or a conveyer distances, doubts or rejects, or the source is unnamed; moderate, the holder says probable or a conveyer is neutral; high.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX confidence: <https://w3id.org/claimgraph/confidence/>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:contested true } }
WHERE {
  {
    ?other cg:disputes ?claim ;
      cg:holder ?another .
    ?claim cg:holder ?holder .
  }
  UNION
  {
    GRAPH <urn:claimgraph:work> { ?content work:deniedBy ?another }
    ?claim cg:affirms ?content ;
      cg:holder ?holder .
  }
  FILTER (?another != ?holder)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:conveyedIn ?conveyer } }
WHERE { ?conveyer cg:conveys+ ?claim } ;

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:conveyedWith ?stance } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?claim work:conveyedIn ?conveyer }
  ?conveyer cg:stance ?stance .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:fromUnnamed true } }
WHERE {
  ?holder a cg:UnnamedSource .
  ?claim cg:holder ?holder .
} ;

INSERT { ?claim cg:confidence ?confidence }
WHERE {
  ?claim a cg:DirectClaim ;
    cg:holder ?holder ;
    cg:certainty ?certainty .
  BIND (EXISTS { GRAPH <urn:claimgraph:work> { ?claim work:contested ?yes } } AS ?contested)
  BIND (EXISTS { GRAPH <urn:claimgraph:work> { ?claim work:conveyedWith ?far } FILTER (?far IN (cg:distances, cg:doubts, cg:rejects)) } AS ?distanced)
  BIND (EXISTS { GRAPH <urn:claimgraph:work> { ?claim work:fromUnnamed ?so } } AS ?unnamed)
  BIND (EXISTS { GRAPH <urn:claimgraph:work> { ?claim work:conveyedWith cg:neutral } } AS ?relayed)
  BIND (
    IF (?contested, confidence:contested,
    IF (?certainty IN (cg:possible, cg:uncommitted) || ?distanced || ?unnamed, confidence:low,
    IF (?certainty = cg:probable || ?relayed, confidence:moderate,
    confidence:high))) AS ?confidence)
}
