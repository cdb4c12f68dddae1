#+ summary: Which classes has the default graph, and which has what the views say together?
#+ description: A partition a class, named by a digest of what it partitions.

PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX part: <https://w3id.org/claimgraph/graph/void#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX work: <urn:claimgraph:work#>

INSERT {
  GRAPH graph:void {
    ?whole void:classPartition ?part .
    ?part void:class ?class ;
      void:entities ?entities .
  }
}
WHERE {
  {
    SELECT ?whole ?class (COUNT(DISTINCT ?entity) AS ?entities)
    WHERE {
      {
        BIND (graph:current AS ?whole)
        ?entity a ?class
      }
      UNION
      {
        BIND (part:worlds AS ?whole)
        GRAPH work:kinds { ?entity a ?class }
      }
      FILTER (ISIRI(?class))
    }
    GROUP BY ?whole ?class
  }
  BIND (SUBSTR(SHA256(CONCAT(STR(?whole), " ", STR(?class))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), ?digest)) AS ?part)
}
