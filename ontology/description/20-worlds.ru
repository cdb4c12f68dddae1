#+ summary: What do all views say together, and of which kinds is what they speak of?
#+ description: Kept in the working graphs, which are dropped afterwards: a view's triples have their subjects' kinds partly in the default graph.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH work:worlds { ?subject ?predicate ?object } }
WHERE {
  ?policy cg:makesView ?view .
  GRAPH ?view { ?subject ?predicate ?object }
} ;

INSERT { GRAPH work:kinds { ?subject a ?class } }
WHERE {
  { SELECT DISTINCT ?subject WHERE { GRAPH work:worlds { ?subject ?predicate ?object } } }
  { ?subject a ?class }
  UNION
  { GRAPH work:worlds { ?subject a ?class } }
}
