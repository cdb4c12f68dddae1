#+ summary: Each triple of a view names the claims that affirm it.
#+ description: SPARQL 1.2: the accepted claim reifies the triple. A denying claim never does.

VERSION "1.2"
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH ?sources { ?claim rdf:reifies <<( ?subject ?property ?object )>> } }
WHERE {
  GRAPH graph:acceptance { ?policy cg:holds ?content ; cg:accepts ?claim }
  ?claim cg:affirms ?content .
  ?policy cg:makesView ?view .
  ?content cg:subject ?subject .
  {
    ?content cg:predicate ?predicate ;
      cg:object|cg:value ?object .
    BIND (IF(?predicate = cg:hasKind, rdf:type, ?predicate) AS ?property)
  }
  UNION
  {
    GRAPH <urn:claimgraph:work> {
      ?content work:givesBound ?bound .
      ?bound cg:predicate ?property ;
        cg:value ?object .
    }
  }
  BIND (IRI(CONCAT(STR(?view), "/sources")) AS ?sources)
}
