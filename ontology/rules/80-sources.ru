#+ summary: Each triple of a view names the claims that affirm it.
#+ description: SPARQL 1.2: the accepted claim reifies the triple. A denying claim never does.

VERSION "1.2"
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH ?sources { ?claim rdf:reifies ?triple } }
WHERE {
  ?policy cg:makesView ?view .
  BIND (IRI(CONCAT(STR(?view), "/sources")) AS ?sources)
  GRAPH graph:acceptance { ?policy cg:accepts ?claim }
  ?claim cg:affirms ?content .
  GRAPH graph:acceptance { ?policy cg:holds ?content }
  GRAPH <urn:claimgraph:work> { ?content work:states ?triple }
}
