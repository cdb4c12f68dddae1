#+ summary: Of which classes and datatypes are the values of each property of a class?
#+ description: A partition a class or datatype, as editors complete from it. Kinds of objects that stand in a view count where the view's triples do.

PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX part: <https://w3id.org/claimgraph/graph/void#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
PREFIX work: <urn:claimgraph:work#>

INSERT {
  GRAPH graph:void {
    ?of void:classPartition ?part .
    ?part void:class ?kind ;
      void:triples ?triples .
  }
}
WHERE {
  {
    SELECT ?whole ?class ?property ?kind (COUNT(*) AS ?triples)
    WHERE {
      {
        BIND (graph:current AS ?whole)
        ?subject a ?class ;
          ?property ?object .
        ?object a ?kind .
      }
      UNION
      {
        BIND (part:worlds AS ?whole)
        GRAPH work:kinds { ?subject a ?class }
        GRAPH work:worlds { ?subject ?property ?object }
        { ?object a ?kind }
        UNION
        { GRAPH work:worlds { ?object a ?kind } }
      }
      FILTER (ISIRI(?class) && ISIRI(?kind))
    }
    GROUP BY ?whole ?class ?property ?kind
  }
  BIND (CONCAT(STR(?whole), " ", STR(?class), " ", STR(?property)) AS ?key)
  BIND (IRI(CONCAT(STR(part:), SUBSTR(SHA256(?key), 1, 16))) AS ?of)
  BIND (SUBSTR(SHA256(CONCAT(?key, " ", STR(?kind))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), ?digest)) AS ?part)
} ;

INSERT {
  GRAPH graph:void {
    ?of void-ext:datatypePartition ?part .
    ?part void-ext:datatype ?datatype ;
      void:triples ?triples .
  }
}
WHERE {
  {
    SELECT ?whole ?class ?property ?datatype (COUNT(*) AS ?triples)
    WHERE {
      {
        BIND (graph:current AS ?whole)
        ?subject a ?class ;
          ?property ?object
      }
      UNION
      {
        BIND (part:worlds AS ?whole)
        GRAPH work:kinds { ?subject a ?class }
        GRAPH work:worlds { ?subject ?property ?object }
      }
      FILTER (ISIRI(?class) && ISLITERAL(?object))
      BIND (DATATYPE(?object) AS ?datatype)
    }
    GROUP BY ?whole ?class ?property ?datatype
  }
  BIND (CONCAT(STR(?whole), " ", STR(?class), " ", STR(?property)) AS ?key)
  BIND (IRI(CONCAT(STR(part:), SUBSTR(SHA256(?key), 1, 16))) AS ?of)
  BIND (SUBSTR(SHA256(CONCAT(?key, " ", STR(?datatype))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), ?digest)) AS ?part)
}
