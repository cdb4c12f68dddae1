"""What the service says of itself is what it does: each promise is put to the test."""

import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request
from xml.etree import ElementTree

import pytest
from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

import made_up
from claimgraph import formats, loading, queries
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.description import About, service
from claimgraph.engine import Change
from claimgraph.namespaces import PREFIXES, graph_iri
from claimgraph.web.publicity import Public
from page import BROWSER
from serving import served

SD = PREFIXES["sd"]
#: What `Accept` says that a library for queries in browsers sends to find out.
COMUNICA = "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2"
#: What an editor asks first at the endpoint, then of the endpoint's description.
PREFIX_DECLARATIONS = (
    "SELECT ?prefix ?namespace { ?d sh:prefix ?prefix ; sh:namespace ?namespace }"
)
EXAMPLES = """SELECT ?example ?comment ?text { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment .
    ?example sh:select|sh:ask|sh:construct|sh:describe ?text }"""
COMPLETIONS = """PREFIX ext: <http://ldf.fi/void-ext#>
SELECT ?graph ?class ?property ?to ?type ?triples {
  ?part void:class ?class ; void:propertyPartition ?of .
  ?of void:property ?property ; void:triples ?triples
  OPTIONAL { ?graph sd:graph/void:classPartition ?part }
  OPTIONAL { { ?of void:classPartition/void:class ?to } UNION { ?of ext:datatypePartition/ext:datatype ?type } }
}"""


@pytest.fixture(scope="module")
def address():
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def told(address):
    """The Service Description of a server that runs, as a store."""
    return read(*fetch(f"{address}/sparql"))


@pytest.fixture
def about(told, address):
    """Ask what the description says of the service."""

    def ask(property_):
        pattern = (NamedNode(f"{address}/sparql"), NamedNode(SD + property_))
        return {q.object.value for q in told.quads_for_pattern(*pattern, None)}

    return ask


def fetch(url, accept="*/*", **fields):
    """The status, media type and body of what is there."""
    query = f"?{urllib.parse.urlencode(fields)}" if fields else ""
    request = urllib.request.Request(url + query, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def read(status, media_type, body):
    assert status == 200, body
    store = Store()
    store.load(body, format=RdfFormat.from_media_type(media_type))
    return store


def select(store, text):
    return list(store.query(text, prefixes=PREFIXES))


def readable(media_type, body):
    """Whether *body* is what its media type says, read by another's parser or ours."""
    if media_type == "text/csv":
        return list(csv.reader(io.StringIO(body.decode())))
    if media_type.endswith("results+xml"):
        return ElementTree.fromstring(body)  # noqa: S314 - it is our own
    if media_type.endswith("results+json"):
        return json.loads(body)
    form = QueryResultsFormat.from_media_type(media_type)
    if form:
        return parse_query_results(body, format=form)
    return list(parse(body, format=RdfFormat.from_media_type(media_type)))


RESULTS = {form.iri: form for form in formats.RESULTS}
GRAPHS = {form.iri: form for form in formats.GRAPHS}


def test_the_formats_told_are_all_that_are_served_and_no_others(about):
    assert about("resultFormat") == RESULTS.keys() | GRAPHS.keys()


@pytest.mark.parametrize("form", formats.RESULTS, ids=lambda form: form.name)
@pytest.mark.parametrize("query", ["SELECT ?s { ?s ?p ?o } LIMIT 3", "ASK {}"])
def test_a_format_told_is_served_for_rows_and_for_yes_or_no(address, form, query):
    for how in ({"accept": form.media_type}, {"format": form.name}):
        status, media_type, body = fetch(f"{address}/sparql", query=query, **how)

        assert (status, media_type) == (200, form.media_type)
        assert readable(media_type, body)


@pytest.mark.parametrize("form", formats.GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("query", ["CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 3", "DESCRIBE actor:jnim"])  # fmt: skip
def test_a_format_told_is_served_for_graphs(address, form, query):
    for how in ({"accept": form.media_type}, {"format": form.name}):
        status, media_type, body = fetch(f"{address}/sparql", query=query, **how)

        assert (status, media_type) == (200, form.media_type)
        assert readable(media_type, body)


@pytest.mark.parametrize("form", formats.GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/.well-known/sparql-examples"])  # fmt: skip
def test_a_description_is_served_in_every_rdf_format(address, path, form):
    plain = set(read(*fetch(address + path)))
    other = read(*fetch(address + path, accept=form.media_type))

    assert len(plain) > 700
    assert set(other) == plain


#: A version of the language, and a query that needs it.
VERSIONS = {
    "version-1.1": "SELECT (COUNT(DISTINCT ?k) AS ?n) { ?c a/rdfs:subClassOf* ?k MINUS { ?k a owl:Nothing } }",
    "version-1.2": 'VERSION "1.2" SELECT ?t { BIND (<<( <urn:a> <urn:b> "c"@en--ltr )>> AS ?t) FILTER (ISTRIPLE(?t)) }',
}


def test_the_languages_told_are_those_that_are_understood(about):
    """By their name of SPARQL 1.1, and as SPARQL 1.2 tells versions apart."""
    assert about("supportedLanguage") == {f"{SD}SPARQL11Query", f"{SD}SPARQLQuery"}
    assert about("supportedVersion") == {
        f"http://www.w3.org/ns/sparql#{name}" for name in VERSIONS
    }


@pytest.mark.parametrize("query", VERSIONS.values(), ids=VERSIONS)
def test_a_version_told_is_understood(address, query):
    status, _, body = fetch(f"{address}/sparql", query=query)

    assert status == 200
    assert len(json.loads(body)["results"]["bindings"]) == 1


def test_no_language_of_updates_is_told_where_none_are_taken(told, address):
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"

    assert fetch(f"{address}/sparql", query=update)[0] == 400
    assert NamedNode(f"{SD}SPARQL11Update") not in {quad.object for quad in told}
    assert NamedNode(f"{address}/update") not in {quad.subject for quad in told}


def test_no_feature_is_told_and_none_is_there(address, about):
    """No SERVICE, no fetching for FROM, no union as the default graph, none required."""
    endpoint = f"{address}/sparql"
    federated = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
    fetched = f"ASK FROM <{endpoint}> {{ ?s ?p ?o }}"
    union = "ASK { GRAPH graph:void { ?s void:classPartition ?o } ?s void:classPartition ?o }"

    assert about("feature") == set()
    assert fetch(endpoint, query=federated)[0] == 403
    assert json.loads(fetch(endpoint, query=fetched)[2])["boolean"] is False
    assert json.loads(fetch(endpoint, query=union)[2])["boolean"] is False


def test_only_simple_entailment_is_told(address, about):
    """What follows is written into views, not made up by the pattern matcher."""
    query = "ASK { actor:jnim a cg:Agent }"

    assert about("defaultEntailmentRegime") == {"http://www.w3.org/ns/entailment/Simple"}  # fmt: skip
    assert json.loads(fetch(f"{address}/sparql", query=query)[2])["boolean"] is False


def test_the_default_dataset_is_told_graph_by_graph(address, told):
    rows = select(told, "SELECT ?graph ?n { ?s sd:defaultDataset/sd:namedGraph [ sd:name ?graph ; sd:graph/void:triples ?n ] }")  # fmt: skip
    query = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"  # fmt: skip
    found = json.loads(fetch(f"{address}/sparql", query=query)[2])["results"]["bindings"]  # fmt: skip

    assert {(row["graph"].value, row["n"].value) for row in rows} == {
        (row["graph"]["value"], row["n"]["value"]) for row in found
    }
    assert len(rows) > 70


def test_the_default_graph_is_told_with_its_size(address, told):
    rows = select(told, "SELECT ?n { ?s sd:defaultDataset/sd:defaultGraph/void:triples ?n }")  # fmt: skip
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    found = json.loads(fetch(f"{address}/sparql", query=query)[2])

    assert [row["n"].value for row in rows] == [found["results"]["bindings"][0]["n"]["value"]]  # fmt: skip


def test_the_store_holds_the_description_that_is_served(address, told):
    graph = f"<{graph_iri('service')}>"
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    body = fetch(f"{address}/sparql", "application/n-triples", query=query)[2]
    stored = {quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)}

    assert len(stored) > 400
    assert stored <= {quad.triple for quad in told}


# The service description tests of the W3C, by their names.


def test_returns_rdf(address):
    assert fetch(f"{address}/sparql")[1] == "text/turtle"


def test_has_endpoint_triple(address, told):
    row = select(told, f"SELECT ?s {{ ?s a sd:Service ; sd:endpoint <{address}/sparql> }}")  # fmt: skip

    assert len(row) == 1


def test_conforms_to_schema(told):
    needed = """SELECT ?x { { ?x sd:namedGraph ?g FILTER NOT EXISTS { ?g sd:name ?name } } UNION
        { ?x a sd:Dataset FILTER NOT EXISTS { ?x sd:defaultGraph ?g } } UNION
        { ?x a sd:Service FILTER NOT EXISTS { ?x sd:endpoint ?e } } }"""

    assert select(told, needed) == []


# An editor that completes, and shows examples, by what an endpoint says of itself.


def as_editors_do(address, told, text):
    """The rows of a query asked at the endpoint or, if none, of its description."""
    asked = fetch(f"{address}/sparql", query=text, ac="1", accept="application/sparql-results+json")  # fmt: skip
    found = json.loads(asked[2])["results"]["bindings"]
    if found:
        return [{name: cell["value"] for name, cell in row.items()} for row in found]
    return [
        {v.value: row[v].value for v in rows.variables if row[v]}
        for rows in [told.query(text, prefixes=PREFIXES)]
        for row in rows
    ]


@pytest.fixture(scope="module")
def fetched(address):
    return read(*fetch(f"{address}/sparql", accept=COMUNICA))


def test_an_editor_finds_the_prefixes(address, fetched):
    rows = as_editors_do(address, fetched, PREFIX_DECLARATIONS)

    assert {row["prefix"]: row["namespace"] for row in rows} == PREFIXES


def test_an_editor_finds_the_examples_and_each_runs(address, fetched):
    rows = as_editors_do(address, fetched, EXAMPLES)
    library = {query.summary for query in queries.library().values()}

    assert {row["comment"] for row in rows} == library
    for row in rows[::7]:
        assert fetch(f"{address}/sparql", query=row["text"])[0] == 200


def test_an_editor_finds_classes_and_properties_to_complete(address, fetched):
    rows = as_editors_do(address, fetched, COMPLETIONS)
    cg = PREFIXES["cg"]
    found = {(row["class"], row["property"], row.get("to"), row.get("type")) for row in rows}  # fmt: skip

    assert (f"{cg}DirectClaim", f"{cg}holder", f"{cg}Person", None) in found
    assert (f"{cg}Sentence", f"{cg}startOffset", None, f"{PREFIXES['xsd']}integer") in found  # fmt: skip
    assert (f"{cg}AirStrike", f"{cg}perpetrator", f"{cg}StateForce", None) in found
    assert {row.get("graph") for row in rows} == {None, f"{address}/sparql#graph/current"}  # fmt: skip


# The same service at other addresses, and otherwise set up.


@pytest.fixture
def app():
    return create_app(made_up.engine())


def described(client, **options):
    response = client.get("/sparql", **options)
    return read(response.status_code, response.mimetype, response.data)


def endpoints(store):
    text = "SELECT ?e { { ?s sd:endpoint ?e } UNION { ?s schema:target ?e } UNION { ?s void:sparqlEndpoint ?e } }"
    return {row["e"].value for row in select(store, text)}


def services(store):
    text = "SELECT ?e { { ?s sd:endpoint ?e } UNION { ?s void:sparqlEndpoint ?e } }"
    return {row["e"].value for row in select(store, text)}


def test_the_endpoint_is_where_the_request_was_sent(client):
    told = described(client, base_url="https://example.org/kg/")

    assert endpoints(told) == {"https://example.org/kg/sparql"}


def test_the_endpoint_is_the_public_one_if_there_is_one(app):
    app.wsgi_app = Public(app.wsgi_app, "https://example.org/kg")

    assert endpoints(described(app.test_client())) == {"https://example.org/kg/sparql"}


@pytest.mark.parametrize(
    "trust", ["trust=everything-claimed", "trust=author-strict&trust=author-broad"]
)
def test_an_address_that_trusts_somebody_is_a_service_of_its_own(client, trust):
    told = described(client, query_string=f"{trust}&format=nt")
    plain, believing = (
        select(each, "SELECT ?n { ?s sd:defaultGraph/void:triples ?n }")[0]["n"]
        for each in (described(client), told)
    )

    examples = "SELECT ?e { ?question schema:target ?e }"

    assert services(told) == {f"http://localhost/sparql?{trust}"}
    assert {row["e"].value for row in select(told, examples)} == {"http://localhost/sparql"}  # fmt: skip
    assert int(believing.value) > int(plain.value)


def test_updates_are_told_where_they_are_taken():
    app = create_app(made_up.engine(), update_token="anybody's")  # noqa: S106
    told = described(app.test_client())
    rows = select(told, "SELECT ?e ?f { ?s sd:supportedLanguage sd:SPARQL11Update , sd:SPARQLUpdate ; sd:endpoint ?e ; sd:inputFormat ?f }")  # fmt: skip

    assert {row["e"].value for row in rows} == {"http://localhost/update"}
    assert {row["f"].value for row in rows} == GRAPHS.keys()


def test_whom_the_server_trusts_counts_into_the_default_graph():
    sizes = []
    for trust in ([], ["everything-claimed"]):
        client = create_app(made_up.engine(), trust=trust).test_client()
        told = described(client)
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
        counted = client.get("/sparql", query_string=query).json
        sizes += [row["n"].value for row in select(told, "SELECT ?n { ?d sd:defaultGraph/void:triples ?n }")]  # fmt: skip
        assert sizes[-1] == counted["results"]["bindings"][0]["n"]["value"]

    assert int(sizes[1]) > int(sizes[0])


def test_what_is_written_is_told_and_counted():
    sources = loading.everything([made_up.REPORT], replace=True)
    engine = start_engine(sources, defaults())
    try:
        client = create_app(engine).test_client()
        graph = "http://example.org/new"
        engine.change(Change("update", f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> a <urn:b> , <urn:c> }} }}"))  # fmt: skip
        first = described(client)
        engine.change(Change("update", f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))  # fmt: skip
        second = described(client)
    finally:
        engine.close()
    size = f"SELECT ?n {{ ?named sd:name <{graph}> ; sd:graph/void:triples ?n }}"
    classes = "SELECT ?class { graph:current void:classPartition [ void:class ?class ] FILTER (STRSTARTS(STR(?class), 'urn:')) }"

    assert [row["n"].value for row in select(first, size)] == ["2"]
    assert {row["class"].value for row in select(first, classes)} == {"urn:b", "urn:c"}
    assert [row["n"].value for row in select(second, size)] == ["0"]
    assert select(second, classes) == []


@pytest.mark.parametrize("federation", [True, False])
def test_federation_is_told_only_where_it_is_allowed(federation):
    about = About(federation=federation)
    features = [t for t in service.describe(about, {}) if t.predicate.value == f"{SD}feature"]  # fmt: skip

    assert len(features) == federation


def test_a_plain_store_is_told_without_a_dataset_that_nobody_described():
    told = [*service.describe(About(updates=True), {"": 0, "http://e/g": 3})]

    assert not [t for t in told if graph_iri("void") in str(t)]
    assert [t.object.value for t in told if t.predicate.value == f"{SD}name"] == ["http://e/g"]  # fmt: skip


@pytest.mark.parametrize("path", ["/.well-known/void", "/.well-known/sparql-examples"])
def test_people_are_led_to_a_page(client, path):
    response = client.get(path, headers=BROWSER, follow_redirects=True)

    assert response.status_code == 200
    assert response.mimetype == "text/html"


def test_a_format_that_is_not_served_is_refused_with_those_that_are(client):
    response = client.get("/.well-known/void", headers={"Accept": "text/n3"})

    assert response.status_code == 406
    assert "text/turtle" in response.json["detail"]
