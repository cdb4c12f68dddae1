#+ summary: Stated bounds of counts, and the bounds of times, stand on the event itself.
#+ description: Umbrella events that have parts get none, nor does a count whose bound rests on a convention; times keep theirs, since nearly every date in words needs one. An exclusive bound of a count is moved by one.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX work: <urn:claimgraph:work#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <urn:claimgraph:work> { ?content work:givesBound ?bound . ?bound cg:predicate ?shortcut ; cg:value ?number } }
WHERE {
  ?content cg:predicate ?measure ;
    cg:subject ?event ;
    cg:object ?quantity .
  {
    ?measure cg:lowerShortcut ?shortcut .
    ?quantity cg:lowerBound ?stated ;
      cg:lowerInclusive ?inclusive .
    OPTIONAL { ?quantity cg:lowerBasis ?own }
    BIND (1 AS ?step)
  }
  UNION
  {
    ?measure cg:upperShortcut ?shortcut .
    ?quantity cg:upperBound ?stated ;
      cg:upperInclusive ?inclusive .
    OPTIONAL { ?quantity cg:upperBasis ?own }
    BIND (-1 AS ?step)
  }
  ?quantity cg:boundBasis ?basis .
  FILTER (COALESCE(?own, ?basis) = cg:stated)
  FILTER NOT EXISTS { ?part cg:predicate cg:partOfEvent ; cg:object ?event }
  BIND (xsd:integer(?stated + IF(?inclusive, 0, ?step)) AS ?number)
  BIND (IRI(CONCAT("urn:claimgraph:bound:", ENCODE_FOR_URI(STR(?content)), STR(?step))) AS ?bound)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?content work:givesBound ?node . ?node cg:predicate ?shortcut ; cg:value ?moment } }
WHERE {
  ?content cg:predicate cg:during ;
    cg:object ?time .
  ?bound cg:timeShortcut ?shortcut .
  ?time ?bound ?moment .
  ?content cg:subject ?event .
  FILTER NOT EXISTS { ?part cg:predicate cg:partOfEvent ; cg:object ?event }
  BIND (IRI(CONCAT("urn:claimgraph:bound:", ENCODE_FOR_URI(STR(?content)), ENCODE_FOR_URI(STR(?bound)))) AS ?node)
} ;

INSERT { GRAPH ?view { ?event ?shortcut ?number } }
WHERE {
  GRAPH graph:acceptance { ?policy cg:holds ?content }
  ?policy cg:makesView ?view .
  GRAPH <urn:claimgraph:work> {
    ?content work:givesBound ?bound .
    ?bound cg:predicate ?shortcut ;
      cg:value ?number .
  }
  ?content cg:subject ?event .
}
