#+ summary: Which claims are withdrawn, and with what?
#+ description: A claim is withdrawn with itself or its document, if retracted or superseded; with all that convey it; with what it conveys.
#+ repeat: graph:withdrawn

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>

INSERT { GRAPH graph:withdrawn { ?claim cg:withdrawnWith ?cause } }
WHERE {
  {
    ?cause cg:retracted|cg:supersededBy ?reason .
    ?claim cg:holder ?holder ;
      (cg:anchor/cg:inDocument)? ?cause .
  }
  UNION
  {
    GRAPH graph:withdrawn { ?cause cg:withdrawnWith ?first }
    ?claim cg:conveys ?cause .
  }
  UNION
  {
    GRAPH graph:withdrawn { ?cause cg:withdrawnWith ?first }
    ?cause cg:conveys ?claim .
    FILTER NOT EXISTS {
      ?other cg:conveys ?claim .
      FILTER NOT EXISTS { GRAPH graph:withdrawn { ?other cg:withdrawnWith ?second } }
    }
  }
}
