#+ summary: Who denies which content, in these or equal words?
#+ description: Kept in the working graph, which is dropped when all rules have been applied.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedBy ?holder } }
WHERE {
  ?denial cg:holder ?holder .
  { ?denial cg:denies ?content }
  UNION
  { ?denial cg:denies/cg:sameContentAs ?content }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedAsActualIn ?denial . ?denial work:heldBy ?holder } }
WHERE {
  ?denial cg:holder ?holder ;
    cg:modality cg:actual ;
    cg:certainty ?certainty .
  FILTER (?certainty != cg:uncommitted)
  FILTER NOT EXISTS { ?denial cg:onCondition ?condition }
  { ?denial cg:denies ?content }
  UNION
  { ?denial cg:denies/cg:sameContentAs ?content }
}
