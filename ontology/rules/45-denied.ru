#+ summary: Who denies which content, in these or equal words?
#+ description: Kept in the working graph, which is dropped when all rules have been applied.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?content work:deniedBy ?holder } }
WHERE {
  {
    SELECT DISTINCT ?key ?holder
    WHERE {
      ?denial cg:denies/cg:contentKey ?key ;
        cg:holder ?holder .
    }
  }
  ?content cg:contentKey ?key .
}
