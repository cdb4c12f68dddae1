#+ summary: Whom does each policy trust, as holder and as reporter?
#+ description: Authors are trusted in their own documents only, which the next rules see to.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { ?policy cg:trusts ?holder }
WHERE {
  ?policy a cg:AcceptancePolicy .
  { ?policy cg:trustsHolder ?holder }
  UNION
  { ?policy cg:trustsKind ?kind . ?holder a/rdfs:subClassOf* ?kind . FILTER EXISTS { ?claim cg:holder ?holder } }
  UNION
  { ?policy cg:trustsEveryone true . ?claim cg:holder ?holder }
} ;

INSERT { ?policy cg:trustsAsReporter ?holder }
WHERE {
  ?policy a cg:AcceptancePolicy .
  { ?policy cg:trusts ?holder }
  UNION
  { ?policy cg:trustsEveryReporter true . ?claim cg:holder ?holder }
}
