#+ summary: What follows from a view: wider kinds, wider relations, wider places.
#+ description: Disjoint from the view and from the default graph.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH ?inferred { ?subject ?property ?object } }
WHERE {
  ?policy cg:makesView ?view .
  BIND (IRI(CONCAT(STR(?view), "/inferred")) AS ?inferred)
  {
    GRAPH ?view { ?subject rdf:type ?kind }
    ?kind rdfs:subClassOf+ ?object .
    FILTER (ISIRI(?object))
    BIND (rdf:type AS ?property)
  }
  UNION
  {
    GRAPH ?view { ?subject ?narrow ?object }
    ?narrow rdfs:subPropertyOf+ ?property .
    FILTER (?property NOT IN (cg:worldRelation, cg:worldAttribute))
  }
  UNION
  {
    GRAPH ?view { ?subject cg:atPlace ?place }
    ?place cg:within ?object .
    BIND (cg:atPlace AS ?property)
  }
  UNION
  {
    GRAPH ?view { ?object ?property ?subject }
    ?property a owl:SymmetricProperty .
  }
  FILTER NOT EXISTS { ?subject ?property ?object }
  FILTER NOT EXISTS { GRAPH ?view { ?subject ?property ?object } }
}
