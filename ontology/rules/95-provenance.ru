#+ summary: Each view says under which policy and from which articles it was made.
#+ description: By which rules is added by whoever applies them.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT {
  ?view a cg:View ;
    cg:underPolicy ?policy ;
    cg:tripleCount ?count ;
    prov:wasDerivedFrom ?article ;
    prov:wasGeneratedBy ?making .
  ?making a prov:Activity ;
    prov:used ?article , ?policy .
}
WHERE {
  ?policy cg:makesView ?view .
  {
    SELECT ?policy (COUNT(?subject) AS ?count)
    WHERE {
      ?policy cg:makesView ?view .
      OPTIONAL { GRAPH ?view { ?subject ?predicate ?object } }
    }
    GROUP BY ?policy
  }
  OPTIONAL {
    ?document a cg:Document .
    FILTER NOT EXISTS { ?document cg:retracted|cg:supersededBy ?reason }
    GRAPH ?article { ?document a cg:Document }
    FILTER (?article != graph:current)
  }
  BIND (IRI(CONCAT(STR(?view), "#making")) AS ?making)
}
