#+ summary: One may believe each holder alone: a policy a holder.
#+ description: Whoever conveys what the holder says is believed to convey it rightly.

PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT {
  ?policy a cg:AcceptancePolicy ;
    rdfs:label ?label ;
    skos:definition ?definition ;
    cg:trustsHolder ?holder ;
    cg:trustsEveryReporter true ;
    cg:minimumCertainty cg:certain ;
    cg:acceptsContested false ;
    cg:makesView ?view .
}
WHERE {
  { SELECT DISTINCT ?holder WHERE { ?claim cg:holder ?holder } }
  ?holder rdfs:label ?name .
  BIND (REPLACE(STR(?holder), "^https://w3id.org/claimgraph/(id/actor/|article/)?", "") AS ?path)
  BIND (REPLACE(?path, "/source/", "/") AS ?short)
  BIND (IRI(CONCAT("https://w3id.org/claimgraph/trust/holder/", ?short)) AS ?policy)
  BIND (IRI(CONCAT("https://w3id.org/claimgraph/view/holder/", ?short)) AS ?view)
  BIND (LANG(?name) = "fr" AS ?french)
  BIND (CONCAT(IF(?french, "uniquement : ", "only: "), STR(?name)) AS ?words)
  BIND (COALESCE(STRLANG(?words, LANG(?name)), ?words) AS ?label)
  BIND (CONCAT(IF(?french, "On croit ce dont ce détenteur est certain, et rien d’autre : ", "One believes what this holder is certain of, and nothing else: "), STR(?name), ".") AS ?sentence)
  BIND (COALESCE(STRLANG(?sentence, LANG(?name)), ?sentence) AS ?definition)
}
