#+ summary: What is the dataset as a whole, and what do all views say together?
#+ description: The dataset's counts are those of the default graph, which a request gets that names neither graphs nor whom to trust. Licences are those that graphs state of themselves.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/claimgraph/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX part: <https://w3id.org/claimgraph/graph/void#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX work: <urn:claimgraph:work#>

INSERT { GRAPH graph:void { ?graph dcterms:license ?license } }
WHERE {
  VALUES ?kind { void:Dataset owl:Ontology }
  GRAPH ?graph {
    ?described a ?kind ;
      dcterms:license ?license .
  }
} ;

INSERT {
  GRAPH graph:void {
    part:dataset a dcat:Dataset , void:Dataset ;
      dcterms:title "What is claimed about a conflict"@en ;
      dcterms:description "Who claims what, on whose word, how surely, and who says otherwise. The counts are those of the default graph: vocabulary, reference data and current claims. What is said to have happened stands in views, one for each way of trusting, each a graph of its own."@en ;
      dcterms:license ?license ;
      void:uriSpace "https://w3id.org/claimgraph/" .
    part:worlds a void:Dataset ;
      dcterms:title "What all views say together"@en ;
      dcterms:description "The triples of every view, each counted once, with the kinds that the default graph and the views give their subjects. One cannot ask it as such: trust a policy or name a view, and these are the classes and properties that one may meet there."@en .
  }
}
WHERE {
  GRAPH graph:void { graph:current a void:Dataset }
  OPTIONAL { GRAPH graph:void { graph:current dcterms:license ?license } }
} ;

INSERT { GRAPH graph:void { part:dataset ?property ?value } }
WHERE {
  GRAPH graph:void {
    {
      VALUES ?property { void:triples void:entities void:distinctSubjects void:distinctObjects void:properties void:classes void:classPartition void:propertyPartition }
      graph:current ?property ?value .
    }
    UNION
    {
      BIND (dcterms:hasPart AS ?property)
      ?value a void:Dataset .
      FILTER (?value != part:dataset)
    }
  }
} ;

INSERT {
  GRAPH graph:void {
    part:worlds void:triples ?triples ;
      void:distinctSubjects ?subjects ;
      void:distinctObjects ?objects ;
      void:properties ?properties .
  }
}
WHERE {
  GRAPH graph:void { part:worlds a void:Dataset }
  {
    SELECT
      (COUNT(*) AS ?triples)
      (COUNT(DISTINCT ?subject) AS ?subjects)
      (COUNT(DISTINCT ?object) AS ?objects)
      (COUNT(DISTINCT ?predicate) AS ?properties)
    WHERE { GRAPH work:worlds { ?subject ?predicate ?object } }
  }
}
