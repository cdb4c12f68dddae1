#+ summary: How much confidence does each current direct claim deserve?
#+ description: The first row that fits: contested, another holder denies equal content or disputes the claim; low, the holder says possible or is uncommitted, or a conveyer distances, doubts or rejects, or the source is unnamed; moderate, the holder says probable or a conveyer is neutral; high.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX confidence: <https://w3id.org/claimgraph/confidence/>
PREFIX work: <urn:claimgraph:work#>

INSERT { ?claim cg:confidence ?confidence }
WHERE {
  ?claim a cg:DirectClaim ;
    cg:holder ?holder ;
    cg:certainty ?certainty .
  BIND (EXISTS { ?other cg:disputes ?claim ; cg:holder ?another . FILTER (?another != ?holder) } AS ?disputed)
  BIND (EXISTS {
    ?claim cg:affirms ?content .
    GRAPH <urn:claimgraph:work> { ?content work:deniedBy ?another }
    FILTER (?another != ?holder)
  } AS ?denied)
  BIND (EXISTS {
    ?conveyer cg:conveys+ ?claim ;
      cg:stance ?stance .
    FILTER (?stance IN (cg:distances, cg:doubts, cg:rejects))
  } AS ?distanced)
  BIND (EXISTS { ?holder a cg:UnnamedSource } AS ?unnamed)
  BIND (EXISTS { ?conveyer cg:conveys+ ?claim ; cg:stance cg:neutral } AS ?relayed)
  BIND (
    IF (?disputed || ?denied, confidence:contested,
    IF (?certainty IN (cg:possible, cg:uncommitted) || ?distanced || ?unnamed, confidence:low,
    IF (?certainty = cg:probable || ?relayed, confidence:moderate,
    confidence:high))) AS ?confidence)
}
