#+ summary: Which triples does each proposition state?
#+ description: Its own; and, of an event that has no parts, the stated bounds of counts and the bounds of times, so that they stand on the event itself. A count whose bound rests on a convention gives none; times keep theirs, since nearly every date in words needs one. An exclusive bound of a count is moved by one. What the default graph says anyway is marked.

VERSION "1.2"
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX work: <urn:claimgraph:work#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <urn:claimgraph:work> { ?content work:states <<( ?subject ?property ?object )>> } }
WHERE {
  ?content cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object|cg:value ?object .
  BIND (IF(?predicate = cg:hasKind, rdf:type, ?predicate) AS ?property)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:repeats ?triple } }
WHERE {
  GRAPH <urn:claimgraph:work> { ?content work:states ?triple }
  BIND (SUBJECT(?triple) AS ?subject)
  BIND (PREDICATE(?triple) AS ?property)
  BIND (OBJECT(?triple) AS ?object)
  FILTER EXISTS { ?subject ?property ?object }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?event work:hasPart true } }
WHERE {
  ?part cg:predicate cg:partOfEvent ;
    cg:object ?event .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:states <<( ?event ?shortcut ?number )>> } }
WHERE {
  {
    ?measure cg:lowerShortcut ?shortcut .
    ?content cg:predicate ?measure ;
      cg:object ?quantity .
    ?quantity cg:lowerBound ?stated ;
      cg:lowerInclusive ?inclusive .
    OPTIONAL { ?quantity cg:lowerBasis ?own }
    BIND (1 AS ?step)
  }
  UNION
  {
    ?measure cg:upperShortcut ?shortcut .
    ?content cg:predicate ?measure ;
      cg:object ?quantity .
    ?quantity cg:upperBound ?stated ;
      cg:upperInclusive ?inclusive .
    OPTIONAL { ?quantity cg:upperBasis ?own }
    BIND (-1 AS ?step)
  }
  ?quantity cg:boundBasis ?basis .
  FILTER (COALESCE(?own, ?basis) = cg:stated)
  ?content cg:subject ?event .
  FILTER NOT EXISTS { GRAPH <urn:claimgraph:work> { ?event work:hasPart ?yes } }
  BIND (xsd:integer(?stated + IF(?inclusive, 0, ?step)) AS ?number)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:states <<( ?event ?shortcut ?moment )>> } }
WHERE {
  ?content cg:predicate cg:during ;
    cg:object ?time ;
    cg:subject ?event .
  ?time ?bound ?moment .
  ?bound cg:timeShortcut ?shortcut .
  FILTER NOT EXISTS { GRAPH <urn:claimgraph:work> { ?event work:hasPart ?yes } }
}
