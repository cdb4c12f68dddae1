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

# What declares a term, and of which kind.
INSERT DATA {
  GRAPH lint:marks {
    owl:Class lint:means "class" .
    owl:DeprecatedClass lint:means "class" .
    rdfs:Class lint:means "class" .
    owl:AnnotationProperty lint:means "property" .
    owl:AsymmetricProperty lint:means "property" .
    owl:DatatypeProperty lint:means "property" .
    owl:DeprecatedProperty lint:means "property" .
    owl:FunctionalProperty lint:means "property" .
    owl:InverseFunctionalProperty lint:means "property" .
    owl:IrreflexiveProperty lint:means "property" .
    owl:ObjectProperty lint:means "property" .
    owl:OntologyProperty lint:means "property" .
    owl:ReflexiveProperty lint:means "property" .
    owl:SymmetricProperty lint:means "property" .
    owl:TransitiveProperty lint:means "property" .
    rdf:Property lint:means "property" .
    owl:NamedIndividual lint:means "individual" .
    skos:Concept lint:means "concept" .
  }
} ;

INSERT { GRAPH lint:marks { ?term lint:within ?own } }
WHERE {
  GRAPH lint:marks { ?type lint:means ?kind }
  ?term a ?type .
  FILTER (ISIRI(?term))
  BIND (REPLACE(STR(?term), "[^#/]*$", "") AS ?own)
} ;

# ... Where no header is that of a term, what is declared is taken for the ontology's
# own, but not the terms of well-known vocabularies nor properties for annotations, which
# are declared for reasoners' sake whosever they are ...
INSERT { GRAPH lint:marks { lint:marks lint:namespace ?namespace } }
WHERE {
  {
    SELECT DISTINCT ?namespace
    WHERE {
      GRAPH lint:marks { ?term lint:within ?namespace . ?type lint:means ?kind }
      ?term a ?type .
      FILTER (?type != owl:AnnotationProperty)
    }
  }
  FILTER NOT EXISTS { GRAPH lint:marks { lint:marks lint:vocabulary ?namespace } }
  FILTER NOT EXISTS {
    GRAPH lint:marks { ?owned lint:within ?any . lint:marks lint:namespace ?own }
    FILTER (STRSTARTS(STR(?owned), ?own))
  }
} ;

# ... unless it is only of them that the files speak.
INSERT { GRAPH lint:marks { lint:marks lint:namespace ?namespace } }
WHERE {
  GRAPH lint:marks { ?term lint:within ?namespace }
  FILTER NOT EXISTS { GRAPH lint:marks { lint:marks lint:namespace ?any } }
} ;

INSERT { GRAPH lint:marks { ?term lint:kind ?kind ; lint:name ?name } }
WHERE {
  GRAPH lint:marks { ?type lint:means ?kind }
  ?term a ?type .
  GRAPH lint:marks { ?term lint:within ?own . lint:marks lint:namespace ?namespace }
  FILTER (STRSTARTS(STR(?term), ?namespace))
  BIND (STRAFTER(STR(?term), ?own) AS ?name)
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
