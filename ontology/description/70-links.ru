#+ summary: Which vocabularies does the dataset use, and to which is ours aligned?
#+ description: A linkset a property and vocabulary: how many of our terms are mapped to its terms.

PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX part: <https://w3id.org/claimgraph/graph/void#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX void: <http://rdfs.org/ns/void#>

INSERT { GRAPH graph:void { part:dataset void:vocabulary ?vocabulary } }
WHERE {
  {
    SELECT DISTINCT ?vocabulary
    WHERE {
      GRAPH graph:void { ?part void:class|void:property ?term }
      BIND (IRI(REPLACE(STR(?term), "[^/#]*$", "")) AS ?vocabulary)
    }
  }
} ;

INSERT {
  GRAPH graph:void {
    ?linkset a void:Linkset ;
      void:linkPredicate ?mapping ;
      void:subjectsTarget part:dataset ;
      void:objectsTarget ?vocabulary ;
      void:triples ?triples .
  }
}
WHERE {
  {
    SELECT ?mapping ?vocabulary (COUNT(*) AS ?triples)
    WHERE {
      VALUES ?mapping {
        owl:equivalentClass owl:equivalentProperty owl:sameAs
        rdfs:subClassOf rdfs:subPropertyOf
        skos:broadMatch skos:closeMatch skos:exactMatch skos:narrowMatch skos:relatedMatch
      }
      ?ours ?mapping ?theirs .
      FILTER (STRSTARTS(STR(?ours), "https://w3id.org/claimgraph/"))
      FILTER (ISIRI(?theirs) && !STRSTARTS(STR(?theirs), "https://w3id.org/claimgraph/"))
      BIND (IRI(REPLACE(STR(?theirs), "[^/#]*$", "")) AS ?vocabulary)
    }
    GROUP BY ?mapping ?vocabulary
  }
  BIND (SUBSTR(SHA256(CONCAT(STR(?mapping), " ", STR(?vocabulary))), 1, 16) AS ?digest)
  BIND (IRI(CONCAT(STR(part:), "links-", ?digest)) AS ?linkset)
}
