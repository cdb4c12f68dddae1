"""The dataset's description of itself says what is so, and disturbs nothing."""

import re
from collections import Counter, defaultdict

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

import made_up
from claimgraph import description, loading, queries, rules
from claimgraph.dataset import Request
from claimgraph.errors.files import ReservedGraph
from claimgraph.namespaces import DESCRIPTIONS, PREFIXES, graph_iri

CG, RDF, VOID = PREFIXES["cg"], PREFIXES["rdf"], PREFIXES["void"]
TYPE = NamedNode(f"{RDF}type")
IN_VOID = "SELECT {} WHERE {{ GRAPH graph:void {{ {} }} }}"
#: What is counted of a graph, and the query that counts it.
COUNTS = {
    "triples": "(COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "(COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "(COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "(COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    "entities": '(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER (STRSTARTS(STR(?s), "https://w3id.org/claimgraph/")) }',
}
#: Partitions as rows, and the counting of the same by hand.
CLASSES = "void:classPartition [ void:class ?class ; void:entities ?n ]"
PROPERTIES = "void:propertyPartition [ void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o ]"
OF_CLASSES = "void:classPartition [ void:class ?class ; void:propertyPartition [ void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o ] ]"
OBJECTS = "void:classPartition [ void:class ?class ; void:propertyPartition [ void:property ?p ; void:classPartition [ void:class ?kind ; void:triples ?n ] ] ]"
DATATYPES = "void:classPartition [ void:class ?class ; void:propertyPartition [ void:property ?p ; void-ext:datatypePartition [ void-ext:datatype ?kind ; void:triples ?n ] ] ]"


def ask(dataset, text, **options):
    return list(dataset.query(Request(text, **options)).rows())


def values(rows):
    return {tuple(getattr(term, "value", None) for term in row) for row in rows}


def told(dataset, whole, pattern, columns):
    """The partitions that the description tells of a *whole*."""
    text = IN_VOID.format(columns, f"{whole} {pattern}")
    return values(ask(dataset, f"PREFIX void-ext: <http://ldf.fi/void-ext#> {text}"))


class Counted:
    """Triples and their subjects' and objects' kinds, counted in Python."""

    def __init__(self, triples, kinds):
        self.triples, self.kinds = set(triples), kinds

    def classes(self):
        subjects = {t.subject for t in self.triples}
        found = Counter(kind for s in subjects for kind in self.kinds[s])
        return {(kind, str(n)) for kind, n in found.items()}

    def partitions(self, *keys):
        """Triples, distinct subjects and distinct objects under each key."""
        found = defaultdict(list)
        for triple in self.triples:
            for key in self._keys(triple, keys):
                found[key].append(triple)
        return {
            (*key, str(len(ts)), str(len({t.subject for t in ts})), str(len({t.object for t in ts})))
            for key, ts in found.items()
        }  # fmt: skip

    def _keys(self, triple, keys):
        parts = {
            "p": [triple.predicate.value],
            "class": self.kinds[triple.subject],
            "kind": self.kinds[triple.object],
            "datatype": [triple.object.datatype.value] if isinstance(triple.object, Literal) else [],
        }  # fmt: skip
        found = [()]
        for key in keys:
            found = [(*one, part) for one in found for part in parts[key]]
        return found


@pytest.fixture(scope="module", params=["graph:current", "part:worlds"])
def whole(request, dataset):
    """What is partitioned: its name, and the same counted in Python."""
    store = dataset.store
    default = [
        q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph())
    ]
    views = [
        NamedNode(row[0].value)
        for row in ask(dataset, "SELECT ?v { ?p cg:makesView ?v }")
    ]
    worlds = [
        q.triple for v in views for q in store.quads_for_pattern(None, None, None, v)
    ]
    kinds = defaultdict(set)
    for triple in default + (worlds if request.param == "part:worlds" else []):
        if triple.predicate == TYPE and isinstance(triple.object, NamedNode):
            kinds[triple.subject].add(triple.object.value)
    triples = default if request.param == "graph:current" else worlds
    name = request.param.replace("part:", f"<{graph_iri('void')}#").replace(
        "worlds", "worlds>"
    )
    return name, Counted(triples, kinds)  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
def test_each_count_of_each_graph_equals_the_count_by_query(dataset, count):
    rows = ask(dataset, IN_VOID.format("?g ?n", f"?g a sd:Graph ; void:{count} ?n"))

    assert len(rows) > 50
    assert count != "triples" or len(rows) == len(dataset.graphs()) - 2
    for graph, number in rows:
        by_query = ask(dataset, f"SELECT {COUNTS[count]}", default_graphs=[graph.value])
        assert by_query[0][0] == number, graph


@pytest.mark.parametrize("count", COUNTS)
def test_the_dataset_counts_its_default_graph(dataset, count):
    text = IN_VOID.format("?n", f"<{graph_iri('void')}#dataset> void:{count} ?n")

    assert ask(dataset, text) == ask(dataset, f"SELECT {COUNTS[count]}")


def test_classes_and_their_entities_are_told(dataset, whole):
    name, counted = whole

    assert told(dataset, name, CLASSES, "?class ?n") == counted.classes()


def test_properties_are_told_with_subjects_and_objects(dataset, whole):
    name, counted = whole

    assert told(dataset, name, PROPERTIES, "?p ?n ?s ?o") == counted.partitions("p")


def test_the_properties_of_each_class_are_told(dataset, whole):
    name, counted = whole
    expected = counted.partitions("class", "p")

    assert len(expected) > 400
    assert told(dataset, name, OF_CLASSES, "?class ?p ?n ?s ?o") == expected


@pytest.mark.parametrize(("pattern", "key"), [(OBJECTS, "kind"), (DATATYPES, "datatype")])  # fmt: skip
def test_what_the_values_of_a_property_are_is_told(dataset, whole, pattern, key):
    name, counted = whole
    expected = {row[:4] for row in counted.partitions("class", "p", key)}

    assert len(expected) > 100
    assert told(dataset, name, pattern, "?class ?p ?kind ?n") == expected


@pytest.mark.parametrize("whole", ["part:worlds"], indirect=True)
def test_what_all_views_say_is_counted_once_each(dataset, whole):
    name, counted = whole
    pattern = "void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o ; void:properties ?p"
    sizes = [
        len(counted.triples),
        len({t.subject for t in counted.triples}),
        len({t.object for t in counted.triples}),
        len({t.predicate for t in counted.triples}),
    ]

    assert told(dataset, name, pattern, "?n ?s ?o ?p") == {tuple(map(str, sizes))}


def test_links_are_counted_by_mapping_and_vocabulary(dataset):
    told = ask(dataset, IN_VOID.format("?mapping ?to ?n", "[] a void:Linkset ; void:linkPredicate ?mapping ; void:objectsTarget ?to ; void:triples ?n"))  # fmt: skip

    assert len(told) > 10
    for mapping, vocabulary, number in told:
        rows = ask(dataset, f"SELECT ?theirs {{ ?ours {mapping} ?theirs FILTER (ISIRI(?ours) && ISIRI(?theirs) && STRSTARTS(STR(?ours), 'https://w3id.org/claimgraph/')) }}")  # fmt: skip
        found = [re.sub(r"[^/#]*$", "", row[0].value) for row in rows]
        assert found.count(vocabulary.value) == int(number.value), vocabulary


def test_the_dataset_says_its_release_digest_licence_and_vocabularies(dataset):
    text = IN_VOID.format("?p ?o", f"<{graph_iri('void')}#dataset> ?p ?o")
    rows = values(ask(dataset, text))

    assert (f"{PREFIXES['dcat']}version", dataset.release) in rows
    assert (f"{PREFIXES['dcterms']}identifier", f"sha256:{dataset.digest}") in rows
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert (f"{PREFIXES['dcterms']}license", licence) in rows
    assert (f"{VOID}vocabulary", CG) in rows
    assert (f"{VOID}vocabulary", PREFIXES["skos"]) in rows


def test_each_article_says_its_licence(dataset):
    rows = ask(dataset, "SELECT ?g { GRAPH ?g { ?d a cg:Document } FILTER (?g != graph:current) GRAPH graph:void { ?g dcterms:license ?l } }")  # fmt: skip

    assert values(rows) == {(graph_iri("lwj-2023-09-mali"),)}


def test_every_prefix_is_declared(dataset):
    rows = ask(dataset, "SELECT ?p ?n { GRAPH graph:prefixes { graph:prefixes sh:declare [ sh:prefix ?p ; sh:namespace ?n ] } }")  # fmt: skip

    assert values(rows) == set(PREFIXES.items())
    assert all(row[1].datatype.value.endswith("#anyURI") for row in rows)


def test_every_question_is_an_executable_of_its_form(dataset):
    text = """SELECT ?q ?comment ?kind WHERE { GRAPH graph:queries {
        ?q a sh:SPARQLExecutable , ?kind ; rdfs:comment ?comment ; sh:prefixes graph:prefixes .
        { ?q sh:select ?text BIND ("SELECT" AS ?form) } UNION
        { ?q sh:ask ?text BIND ("ASK" AS ?form) } UNION
        { ?q sh:construct ?text BIND ("CONSTRUCT" AS ?form) }
        FILTER (LCASE(STR(?kind)) = CONCAT("http://www.w3.org/ns/shacl#sparql", LCASE(?form), "executable"))
        FILTER (REGEX(?text, CONCAT("^", ?form, "\\\\b"), "m")) } }"""
    base = "https://w3id.org/claimgraph/query/"

    assert {row[:2] for row in values(ask(dataset, text))} == {
        (base + query.name, query.summary) for query in queries.library().values()
    }


TRUSTING = [query for query in queries.library().values() if query.trust]


@pytest.mark.parametrize("query", TRUSTING, ids=lambda query: query.name)
def test_a_question_taken_by_its_text_alone_has_the_same_answer(dataset, query):
    alone = dataset.query(Request(text_of(dataset, query)))

    assert lines(alone) == lines(dataset.query(Request(query.text, trust=query.trust)))


def test_a_question_that_trusts_nobody_keeps_its_text(dataset):
    for query in queries.library().values():
        assert query in TRUSTING or text_of(dataset, query) == query.text


def text_of(dataset, query):
    iri = f"<https://w3id.org/claimgraph/query/{query.name}>"
    text = (
        "SELECT ?text {{ GRAPH graph:queries {{ {} sh:select|sh:construct ?text }} }}"
    )
    return ask(dataset, text.format(iri))[0][0].value


def lines(answer):
    if answer.kind == "graph":
        return sorted(map(str, answer.triples()))
    return list(answer.rows())


def test_the_default_graph_says_nothing_of_it(dataset):
    for term in (
        "void:classPartition",
        "sh:declare",
        "sh:select",
        "sh:update",
        "sd:endpoint",
    ):
        assert not dataset.query(Request(f"ASK {{ ?s {term} ?o }}"))
        assert dataset.query(Request(f"ASK {{ GRAPH ?g {{ ?s {term} ?o }} }}"))


def test_describing_again_changes_nothing():
    store = made_up_store()
    before = set(store)
    description.publish(store, description.About(digest=made_up.dataset().digest))

    assert set(store) == before


@pytest.mark.parametrize("graph", DESCRIPTIONS)
def test_no_rule_makes_anything_of_a_description(graph):
    store = Store()
    store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    rules.publish(store)

    assert len(store) == 1


def made_up_store():
    store = Store()
    store.extend(made_up.dataset().store)
    return store


def test_no_working_graph_is_left(dataset):
    assert [name for name in dataset.graphs() if name.startswith("urn:")] == []


@pytest.mark.parametrize("graph", DESCRIPTIONS)
def test_data_cannot_pass_for_a_description(tmp_path, graph):
    path = tmp_path / f"{graph.rpartition('/')[2]}.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")

    with pytest.raises(ReservedGraph, match=graph):
        list(loading.guarded(loading.sources([path])[0]))


@pytest.mark.parametrize("path", description.files(), ids=lambda path: path.name)
def test_a_rule_says_what_it_counts_and_counts_nothing_in_an_empty_store(path):
    text = path.read_text(encoding="utf-8")
    store = Store()
    store.update(text)

    assert re.match(r"#\+ summary: .+[.?]\n", text)
    assert len(store) == 0
