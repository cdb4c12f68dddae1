#+ summary: Which propositions say the same?
#+ description: Equal subject and predicate, and equal object: the same term, quantities of one unit with equal bounds, or times with equal bounds.

PREFIX cg: <https://w3id.org/claimgraph/ns#>

INSERT { ?one cg:sameContentAs ?other }
WHERE {
  ?one cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object|cg:value ?object .
  ?other cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object|cg:value ?object .
  FILTER (?one != ?other)
} ;

INSERT { ?one cg:sameContentAs ?other }
WHERE {
  ?one cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object ?object .
  ?other cg:subject ?subject ;
    cg:predicate ?predicate ;
    cg:object ?equal .
  FILTER (?object != ?equal)
  ?object a cg:Quantity ;
    cg:unit ?unit .
  ?equal a cg:Quantity ;
    cg:unit ?unit .
  OPTIONAL { ?object cg:lowerBound ?lower }
  OPTIONAL { ?equal cg:lowerBound ?otherLower }
  OPTIONAL { ?object cg:upperBound ?upper }
  OPTIONAL { ?equal cg:upperBound ?otherUpper }
  OPTIONAL { ?object cg:lowerInclusive ?lowerIn }
  OPTIONAL { ?equal cg:lowerInclusive ?otherLowerIn }
  OPTIONAL { ?object cg:upperInclusive ?upperIn }
  OPTIONAL { ?equal cg:upperInclusive ?otherUpperIn }
  FILTER (BOUND(?lower) || BOUND(?upper))
  FILTER (COALESCE(?lower, "none") = COALESCE(?otherLower, "none"))
  FILTER (COALESCE(?upper, "none") = COALESCE(?otherUpper, "none"))
  FILTER (COALESCE(?lowerIn, "none") = COALESCE(?otherLowerIn, "none"))
  FILTER (COALESCE(?upperIn, "none") = COALESCE(?otherUpperIn, "none"))
} ;

INSERT { ?one cg:sameContentAs ?other }
WHERE {
  ?one cg:subject ?subject ;
    cg:predicate cg:during ;
    cg:object ?object .
  ?other cg:subject ?subject ;
    cg:predicate cg:during ;
    cg:object ?equal .
  FILTER (?object != ?equal)
  OPTIONAL { ?object cg:earliestBegin ?begin }
  OPTIONAL { ?equal cg:earliestBegin ?otherBegin }
  OPTIONAL { ?object cg:latestBegin ?lateBegin }
  OPTIONAL { ?equal cg:latestBegin ?otherLateBegin }
  OPTIONAL { ?object cg:earliestEnd ?end }
  OPTIONAL { ?equal cg:earliestEnd ?otherEnd }
  OPTIONAL { ?object cg:latestEnd ?lateEnd }
  OPTIONAL { ?equal cg:latestEnd ?otherLateEnd }
  FILTER (BOUND(?begin) || BOUND(?lateEnd))
  FILTER (COALESCE(?begin, "none") = COALESCE(?otherBegin, "none"))
  FILTER (COALESCE(?lateBegin, "none") = COALESCE(?otherLateBegin, "none"))
  FILTER (COALESCE(?end, "none") = COALESCE(?otherEnd, "none"))
  FILTER (COALESCE(?lateEnd, "none") = COALESCE(?otherLateEnd, "none"))
}
