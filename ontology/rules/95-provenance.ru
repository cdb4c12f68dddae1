#+ summary: Each view says under which policy and from which articles it was made.
#+ description: From those in which somebody whom the policy trusts or heeds, or an author, holds a claim. By which rules, and how many triples there are, is added by whoever applies them.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX work: <urn:claimgraph:work#>

INSERT {
  ?view a cg:View ;
    cg:underPolicy ?policy ;
    prov:wasGeneratedBy ?making .
  ?making a prov:Activity ;
    prov:used ?policy .
}
WHERE {
  ?policy cg:makesView ?view .
  BIND (IRI(CONCAT(STR(?view), "/making")) AS ?making)
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?holder work:heardIn ?article } }
WHERE {
  GRAPH ?article { ?claim cg:holder ?holder }
  ?claim cg:holder ?holder .
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?author work:writesIn ?article } }
WHERE {
  GRAPH ?article { ?document cg:author ?author }
  GRAPH <urn:claimgraph:work> { ?author work:heardIn ?article }
} ;

INSERT {
  ?view prov:wasDerivedFrom ?article .
  ?making prov:used ?article .
}
WHERE {
  ?policy cg:makesView ?view .
  BIND (IRI(CONCAT(STR(?view), "/making")) AS ?making)
  {
    ?policy cg:trusts|cg:heeds ?holder .
    GRAPH <urn:claimgraph:work> { ?holder work:heardIn ?article }
  }
  UNION
  {
    ?policy cg:trustsAuthors true .
    GRAPH <urn:claimgraph:work> { ?author work:writesIn ?article }
  }
}
