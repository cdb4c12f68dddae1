#+ summary: Which propositions say the same?
#+ description: Those that have the same key: a digest of subject, predicate and object. Quantities of one unit with equal bounds count as one object, and so do times with equal bounds; each bound is written by its value, an instant by its distance from another.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX work: <urn:claimgraph:work#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <urn:claimgraph:work> { ?quantity work:amount ?amount } }
WHERE {
  ?quantity a cg:Quantity ;
    cg:unit ?unit .
  OPTIONAL { ?quantity cg:lowerBound ?lower }
  OPTIONAL { ?quantity cg:upperBound ?upper }
  OPTIONAL { ?quantity cg:lowerInclusive ?lowerIn }
  OPTIONAL { ?quantity cg:upperInclusive ?upperIn }
  FILTER (BOUND(?lower) || BOUND(?upper))
  BIND (CONCAT(
    STR(?unit),
    " ", COALESCE(STR(xsd:decimal(?lower)), STR(?lower), "none"), " ", COALESCE(STR(?lowerIn), "none"),
    " ", COALESCE(STR(xsd:decimal(?upper)), STR(?upper), "none"), " ", COALESCE(STR(?upperIn), "none")) AS ?amount)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?time work:interval ?interval } }
WHERE {
  ?time a cg:TimeExpression .
  OPTIONAL { ?time cg:earliestBegin ?begin }
  OPTIONAL { ?time cg:latestBegin ?lateBegin }
  OPTIONAL { ?time cg:earliestEnd ?end }
  OPTIONAL { ?time cg:latestEnd ?lateEnd }
  FILTER (BOUND(?begin) || BOUND(?lateEnd))
  BIND ("2000-01-01T00:00:00Z"^^xsd:dateTime AS ?origin)
  BIND (CONCAT(
    COALESCE(STR(?begin - ?origin), STR(?begin), "none"), " ", COALESCE(STR(?lateBegin - ?origin), STR(?lateBegin), "none"), " ",
    COALESCE(STR(?end - ?origin), STR(?end), "none"), " ", COALESCE(STR(?lateEnd - ?origin), STR(?lateEnd), "none")) AS ?interval)
} ;

INSERT { ?content cg:contentKey ?key }
WHERE {
  ?content cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object|cg:value ?object .
  OPTIONAL { GRAPH <urn:claimgraph:work> { ?object work:amount ?amount } }
  OPTIONAL { GRAPH <urn:claimgraph:work> { ?object work:interval ?interval } FILTER (?predicate = cg:during) }
  BIND (IF(?predicate = cg:hasKind, rdf:type, ?predicate) AS ?property)
  BIND (IF(ISLITERAL(?object), CONCAT("\"", LANG(?object), STR(DATATYPE(?object)), " "), "") AS ?mark)
  BIND (CONCAT(STR(?subject), " ", STR(?property), " ", ?mark, COALESCE(?interval, ?amount, STR(?object))) AS ?words)
  BIND (SHA256(?words) AS ?key)
}
