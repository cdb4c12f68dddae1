#+ summary: How large is each named graph, and what does it hold?
#+ description: Entities are subjects with an IRI of ours. The graph that says so is not counted here: the service says how large it is.

PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>

INSERT {
  GRAPH graph:void {
    ?graph a sd:Graph , void:Dataset ;
      void:triples ?triples ;
      void:distinctSubjects ?subjects ;
      void:properties ?properties ;
      void:distinctObjects ?objects .
  }
}
WHERE {
  SELECT
    ?graph
    (COUNT(*) AS ?triples)
    (COUNT(DISTINCT ?subject) AS ?subjects)
    (COUNT(DISTINCT ?predicate) AS ?properties)
    (COUNT(DISTINCT ?object) AS ?objects)
  WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
  GROUP BY ?graph
} ;

INSERT { GRAPH graph:void { ?graph void:classes ?classes } }
WHERE {
  SELECT ?graph (COUNT(DISTINCT ?class) AS ?classes)
  WHERE {
    GRAPH ?graph { ?entity a ?class }
    FILTER (?graph != graph:void)
  }
  GROUP BY ?graph
} ;

INSERT { GRAPH graph:void { ?graph void:entities ?entities } }
WHERE {
  SELECT ?graph (COUNT(DISTINCT ?entity) AS ?entities)
  WHERE {
    GRAPH ?graph { ?entity ?predicate ?object }
    FILTER (?graph != graph:void && STRSTARTS(STR(?entity), "https://w3id.org/claimgraph/"))
  }
  GROUP BY ?graph
}
