#+ summary: What holds under a policy becomes ordinary triples in its view.
#+ description: A view never repeats a triple of the default graph, so both together count each triple once.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

INSERT { GRAPH ?view { ?subject ?property ?object } }
WHERE {
  GRAPH graph:acceptance { ?policy cg:holds ?content }
  ?policy cg:makesView ?view .
  ?content cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object|cg:value ?object .
  BIND (IF(?predicate = cg:hasKind, rdf:type, ?predicate) AS ?property)
  FILTER NOT EXISTS { ?subject ?property ?object }
}
