#+ summary: Which properties have they, and which has each of their classes?
#+ description: A partition a property, and one a property of a class.

PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX part: <https://w3id.org/claimgraph/graph/void#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX work: <urn:claimgraph:work#>

INSERT {
  GRAPH graph:void {
    ?whole void:propertyPartition ?part .
    ?part void:property ?property ;
      void:triples ?triples ;
      void:distinctSubjects ?subjects ;
      void:distinctObjects ?objects .
  }
}
WHERE {
  {
    SELECT
      ?whole ?property
      (COUNT(*) AS ?triples)
      (COUNT(DISTINCT ?subject) AS ?subjects)
      (COUNT(DISTINCT ?object) AS ?objects)
    WHERE {
      {
        BIND (graph:current AS ?whole)
        ?subject ?property ?object
      }
      UNION
      {
        BIND (part:worlds AS ?whole)
        GRAPH work:worlds { ?subject ?property ?object }
      }
    }
    GROUP BY ?whole ?property
  }
  BIND (SUBSTR(SHA256(CONCAT(STR(?whole), "  ", STR(?property))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), ?digest)) AS ?part)
} ;

INSERT {
  GRAPH graph:void {
    ?kind void:propertyPartition ?part .
    ?part void:property ?property ;
      void:triples ?triples ;
      void:distinctSubjects ?subjects ;
      void:distinctObjects ?objects .
  }
}
WHERE {
  {
    SELECT
      ?whole ?class ?property
      (COUNT(*) AS ?triples)
      (COUNT(DISTINCT ?subject) AS ?subjects)
      (COUNT(DISTINCT ?object) AS ?objects)
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
      FILTER (ISIRI(?class))
    }
    GROUP BY ?whole ?class ?property
  }
  BIND (CONCAT(STR(?whole), " ", STR(?class)) AS ?key)
  BIND (IRI(CONCAT(STR(part:), SUBSTR(SHA256(?key), 1, 16))) AS ?kind)
  BIND (SUBSTR(SHA256(CONCAT(?key, " ", STR(?property))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), ?digest)) AS ?part)
}
