#+ summary: Who denies which content, in these or equal words?
#+ description: Kept in the working graph, which is dropped when all rules have been applied.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedBy ?holder } }
WHERE {
  ?denial cg:denies ?denied ;
    cg:holder ?holder .
  { BIND (?denied AS ?content) }
  UNION
  { ?denied cg:sameContentAs ?content }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedAsActualBy ?holder } }
WHERE {
  ?denial cg:denies ?denied ;
    cg:modality cg:actual ;
    cg:holder ?holder .
  FILTER NOT EXISTS { ?denial cg:onCondition ?condition }
  { BIND (?denied AS ?content) }
  UNION
  { ?denied cg:sameContentAs ?content }
}
