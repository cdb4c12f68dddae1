#+ summary: Times that hang on the publication get their bounds from it.
#+ description: By the offsets, in days, of the convention that resolves them. What lies within such a time begins and ends within it; what has no latest end goes on at publication. Learning the true date of publication means changing that one time and loading again.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX work: <urn:claimgraph:work#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT {
  GRAPH <urn:claimgraph:work> {
    ?time work:earliest ?earliest ;
      work:latest ?latest ;
      work:publication ?first .
  }
}
WHERE {
  ?time cg:anchoredTo ?publication ;
    cg:resolvedBy ?convention .
  ?convention cg:daysBeforeEarliest ?most ;
    cg:daysBeforeLatest ?least .
  ?publication cg:earliestBegin ?first ;
    cg:latestEnd ?last .
  BIND (?first - xsd:dayTimeDuration(CONCAT("P", STR(?most), "D")) AS ?earliest)
  BIND (?last - xsd:dayTimeDuration(CONCAT("P", STR(?least), "D")) AS ?latest)
} ;

DELETE { ?time cg:earliestBegin ?begin ; cg:latestBegin ?lateBegin ; cg:earliestEnd ?end ; cg:latestEnd ?lateEnd }
INSERT { ?time cg:earliestBegin ?earliest ; cg:latestBegin ?latest ; cg:earliestEnd ?soonest ; cg:latestEnd ?closed }
WHERE {
  GRAPH <urn:claimgraph:work> {
    ?time work:earliest ?earliest ;
      work:latest ?latest ;
      work:publication ?published .
  }
  OPTIONAL { ?time cg:earliestBegin ?begin }
  OPTIONAL { ?time cg:latestBegin ?lateBegin }
  OPTIONAL { ?time cg:earliestEnd ?end }
  OPTIONAL { ?time cg:latestEnd ?lateEnd }
  BIND (IF(BOUND(?lateEnd), ?earliest, ?published) AS ?soonest)
  BIND (IF(BOUND(?lateEnd), ?latest, ?lateEnd) AS ?closed)
}
