#+ summary: Whom does each policy trust, as holder and as reporter?
#+ description: Authors are trusted in their own documents only; there they are one voice, the author's, and the next rules see which claims have it. A policy that trusts every reporter lists none.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH <urn:claimgraph:work> { ?claim work:voice ?holder . ?holder work:speaks true } }
WHERE { ?claim cg:holder ?holder } ;

INSERT { ?policy cg:trusts ?holder }
WHERE {
  ?policy a cg:AcceptancePolicy .
  { ?policy cg:trustsHolder ?holder }
  UNION
  { ?policy cg:trustsKind ?kind . ?holder a/rdfs:subClassOf* ?kind . FILTER EXISTS { GRAPH <urn:claimgraph:work> { ?holder work:speaks true } } }
  UNION
  { ?policy cg:trustsEveryone true . GRAPH <urn:claimgraph:work> { ?holder work:speaks true } }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?policy work:trusts ?voice } }
WHERE {
  { ?policy cg:trusts ?voice }
  UNION
  { ?policy cg:trustsAuthors true . BIND (work:author AS ?voice) }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?voice ?certainty ?policy } }
WHERE {
  {
    SELECT ?policy ?certainty
    WHERE {
      ?policy cg:minimumCertainty/cg:certaintyRank ?least .
      ?certainty cg:certaintyRank ?rank .
      FILTER (?rank >= ?least)
    }
  }
  GRAPH <urn:claimgraph:work> { ?policy work:trusts ?voice }
} ;

INSERT { GRAPH <urn:claimgraph:work> { ?voice work:reportsFor ?policy } }
WHERE {
  {
    SELECT ?policy
    WHERE {
      ?policy cg:minimumCertainty ?least .
      FILTER NOT EXISTS { ?policy cg:trustsEveryReporter true }
    }
  }
  GRAPH <urn:claimgraph:work> { ?policy work:trusts ?voice }
} ;

INSERT { ?policy cg:trustsAsReporter ?holder }
WHERE {
  GRAPH <urn:claimgraph:work> { ?holder work:reportsFor ?policy }
  FILTER (?holder != work:author)
}
