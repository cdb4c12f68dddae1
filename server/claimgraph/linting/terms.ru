# What the rules ask about: the namespaces that the files define, and the terms in them.

# An ontology defines the terms of the namespace that it prefers, and those whose names
# begin with its own ...
INSERT { GRAPH lint:marks { lint:marks lint:namespace ?namespace } }
WHERE {
  {
    ?ontology vann:preferredNamespaceUri ?preferred .
    BIND (STR(?preferred) AS ?namespace)
  }
  UNION
  {
    ?ontology a owl:Ontology .
    VALUES ?end { "#" "/" }
    BIND (IF(REGEX(STR(?ontology), "[#/]$"), STR(?ontology), CONCAT(STR(?ontology), ?end)) AS ?namespace)
  }
} ;

# ... and where no file has a header, what is declared is taken for its own.
INSERT { GRAPH lint:marks { lint:marks lint:namespace ?namespace } }
WHERE {
  VALUES ?type { owl:Class rdfs:Class owl:ObjectProperty owl:DatatypeProperty owl:NamedIndividual skos:Concept }
  ?term a ?type .
  FILTER (ISIRI(?term))
  FILTER NOT EXISTS { ?ontology a owl:Ontology }
  BIND (REPLACE(STR(?term), "[^#/]*$", "") AS ?namespace)
} ;

INSERT { GRAPH lint:marks { ?term lint:kind ?kind ; lint:name ?name } }
WHERE {
  VALUES (?type ?kind) {
    (owl:Class "class")
    (rdfs:Class "class")
    (owl:ObjectProperty "property")
    (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property")
    (rdf:Property "property")
    (owl:NamedIndividual "individual")
    (skos:Concept "concept")
  }
  ?term a ?type .
  FILTER (ISIRI(?term))
  BIND (REPLACE(STR(?term), "[^#/]*$", "") AS ?own)
  BIND (STRAFTER(STR(?term), ?own) AS ?name)
  GRAPH lint:marks { lint:marks lint:namespace ?namespace }
  FILTER (STRSTARTS(STR(?term), ?namespace))
} ;

# How a name of several words is written; one word of small letters fits all forms but
# that of classes.
INSERT { GRAPH lint:marks { ?term lint:form ?form } }
WHERE {
  VALUES (?sign ?form) {
    ("_" "snake")
    ("^[^_]*-[^_]*$" "kebab")
    ("^[A-Z][^_-]*$" "Upper")
    ("^[a-z][^_-]*$" "lower")
  }
  GRAPH lint:marks { ?term lint:kind ?kind ; lint:name ?name }
  FILTER (REGEX(?name, ?sign) && (?kind = "class" || REGEX(?name, "[A-Z_-]")))
} ;

# The languages in which most of the terms with a label have one, unless the languages
# that are wanted were given ...
INSERT { GRAPH lint:marks { lint:marks lint:language ?language } }
WHERE {
  {
    SELECT (COUNT(DISTINCT ?each) AS ?all)
    WHERE {
      GRAPH lint:marks { ?each lint:kind ?anyKind }
      ?each rdfs:label|skos:prefLabel ?any .
      FILTER (LANG(?any) != "")
    }
  }
  {
    SELECT ?language (COUNT(DISTINCT ?term) AS ?some)
    WHERE {
      GRAPH lint:marks { ?term lint:kind ?kind }
      ?term rdfs:label|skos:prefLabel ?label .
      FILTER (LANG(?label) != "")
      BIND (REPLACE(LCASE(LANG(?label)), "-.*$", "") AS ?language)
    }
    GROUP BY ?language
  }
  FILTER (2 * ?some > ?all)
  FILTER NOT EXISTS { GRAPH lint:marks { lint:marks lint:language ?given } }
} ;

# ... and how a sentence names them.
INSERT { GRAPH lint:marks { lint:marks lint:languages ?languages } }
WHERE {
  {
    SELECT (GROUP_CONCAT(?tag; SEPARATOR=", ") AS ?languages)
    WHERE {
      {
        SELECT ?tag
        WHERE {
          GRAPH lint:marks { lint:marks lint:language ?language }
          BIND (CONCAT("@", ?language) AS ?tag)
        }
        ORDER BY ?tag
      }
    }
  }
  FILTER (?languages != "")
}
