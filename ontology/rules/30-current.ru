#+ summary: Withdrawn claims, and content that only they have, leave the default graph.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>

DELETE { ?claim ?out ?object . ?subject ?in ?claim }
WHERE {
  GRAPH graph:withdrawn { ?claim cg:withdrawnWith ?cause }
  { ?claim ?out ?object }
  UNION
  { ?subject ?in ?claim }
} ;

DELETE { ?proposition ?predicate ?object }
WHERE {
  GRAPH graph:withdrawn { ?withdrawn cg:withdrawnWith ?cause }
  GRAPH ?record { ?withdrawn cg:affirms|cg:denies|cg:describes|cg:onCondition ?proposition }
  ?proposition ?predicate ?object .
  FILTER NOT EXISTS { ?claim cg:affirms|cg:denies|cg:describes|cg:onCondition ?proposition }
}
