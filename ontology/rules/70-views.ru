#+ summary: What holds under a policy becomes ordinary triples in its view.
#+ description: A view never repeats a triple of the default graph, so both together count each triple once.

VERSION "1.2"
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH ?view { ?subject ?property ?object } }
WHERE {
  ?policy cg:makesView ?view .
  GRAPH graph:acceptance { ?policy cg:holds ?content }
  GRAPH <urn:claimgraph:work> {
    ?content work:states ?triple .
    FILTER NOT EXISTS { ?content work:repeats ?triple }
  }
  BIND (SUBJECT(?triple) AS ?subject)
  BIND (PREDICATE(?triple) AS ?property)
  BIND (OBJECT(?triple) AS ?object)
}
