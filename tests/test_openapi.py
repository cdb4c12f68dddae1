"""What the server says that it takes is what it takes, and nothing else comes back."""

import json
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

import made_up
from claimgraph import formats, queries, resources
from claimgraph.app import create_app
from claimgraph.web import members
from claimgraph.web.forms import FORMS
from fuzz import SEEDS
from serving import served

TOKEN = "correct-horse-battery-staple"  # noqa: S105 - it opens a test's server only
FILE = json.loads(resources.code("web/openapi.json").read_text(encoding="utf-8"))
OPERATIONS = {
    operation["operationId"]: (path, method)
    for path, item in FILE["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
}
#: What answers GET answers HEAD too, and OPTIONS is answered everywhere; OpenAPI 3.1
#: has no word for QUERY.
UNSAID = {"HEAD", "OPTIONS", "QUERY"}

#: What bodies are made of, beside bytes by chance.
GRAPH = ["<a:b> <a:b> 'one' .", "_:a <a:b> _:a .", "<a:b>", ""]
BODIES = {
    "application/sparql-query": [
        "SELECT * { ?claim cg:affirms ?what }",
        "SELECT * { GRAPH ?g { ?a ?b 1 } } ORDER BY ?a",
        "ASK { ?a ?b ?c }",
        "DESCRIBE ?a { ?a a cg:DirectClaim }",
        "CONSTRUCT WHERE { ?a ?b ?c }",
        "ASK { SERVICE <http://example.org/> { ?a ?b ?c } }",
        "ASK",
    ],
    "application/sparql-update": [
        "INSERT DATA { GRAPH <http://example.org/notes> { <a:b> <a:b> 1 } }",
        "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { ?a ?b 1 }",
        "DROP GRAPH <http://example.org/no>",
        "CLEAR ALL",
        "LOAD <http://example.org/>",
        "INSERT",
    ],
    "application/rdf+xml": [
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        "<r:RDF",
    ],
    "text/turtle": GRAPH,
    "application/n-triples": GRAPH,
    "application/trig": GRAPH,
    "application/n-quads": GRAPH,
}
#: Paths at which there is something.
KNOWN = {
    "graph": {"name": "void"},
    "put-graph-itself": {"name": "notes"},
    "post-graph-itself": {"name": "notes"},
    "patch-graph-itself": {"name": "notes"},
    "delete-graph-itself": {"name": "notes"},
    "scheme": {"first": "ns"},
    "scheme-document": {"first": "ns", "suffix": "jsonld"},
    "thing": {"first": "id", "rest": "actor/jo-doe"},
}
ACCEPTED = [
    "*/*",
    "text/html",
    "image/png",
    "text/csv",
    "application/ld+json, */*;q=0.1",
]
CHECKED = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.ignored_auth,
]

for _type, _texts in BODIES.items():
    _said = st.sampled_from([text.encode() for text in _texts])
    schemathesis.openapi.media_type(_type, _said | st.binary(max_size=30))


@pytest.fixture(scope="module")
def schema():
    data = ["--replace", "--data", str(made_up.REPORT)]
    limits = ["--setting=TIMEOUT=5", "--setting=UPDATE_TIMEOUT=5"]
    with served("--update-token", TOKEN, *data, *limits) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_answered_as_the_document_says(name, schema):
    path, method = OPERATIONS[name]
    operation = schema[path][method]
    is_writing = "security" in operation.definition.raw
    token = {"Authorization": f"Bearer {TOKEN}"} if is_writing else {}

    @settings(
        max_examples=len(SEEDS) * (8 if is_writing else 15),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(case=requests(operation, name), accept=st.sampled_from(ACCEPTED))
    def check(case, accept):
        headers = {"Accept": accept, **token}
        case.call_and_validate(
            checks=CHECKED, headers=headers, timeout=20, allow_redirects=False
        )

    check()


def requests(operation, name):
    """What fits the document, what does not, and what fits and finds something."""
    found = operation.as_strategy(
        GenerationMode.POSITIVE, path_parameters=KNOWN.get(name)
    )
    fitting = operation.as_strategy(GenerationMode.POSITIVE)
    return found | fitting | operation.as_strategy(GenerationMode.NEGATIVE)


def test_the_document_is_one_of_openapi_3_1(schema):
    assert schema.specification.version == "3.1.0"
    schema.validate()
    assert all(found.ok() for found in schema.get_all_operations())


@pytest.fixture(scope="module")
def app():
    return create_app(made_up.engine(), update_token=TOKEN)


@pytest.fixture(scope="module")
def document(app):
    return app.test_client().get("/openapi.json").json


def shape(path):
    """A path with its parameters left blank, as the document and the routes name them."""
    return re.sub(r"\{\w+\}|<[^>]+>", "{}", path).rstrip("/") or "/"


def test_each_address_and_method_is_told(app, document):
    told = {
        (shape(p), m.upper()) for p, item in document["paths"].items() for m in item
    }
    routed = {
        (shape(rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - UNSAID
        if rule.endpoint != "static"
    }

    assert routed <= told


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_address_and_method_told_is_there(name, app):
    path, method = OPERATIONS[name]
    values = {"first": "id", "suffix": "ttl"}
    filled = re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], "any"), path)

    app.url_map.bind("localhost").match(filled, method.upper())


def test_each_status_of_a_problem_is_told(app, document):
    told = {
        int(status)
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
        for status in operation["responses"]
    }
    kinds = app.test_client().get("/problem/", headers={"Accept": "application/json"})
    problems = {kind["status"] for kind in kinds.json}

    assert problems - told == {405, 500}  # another method, and a fault of ours


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        (("responses", "Answer"), (*formats.RESULTS, *formats.GRAPHS)),
        (("responses", "Graph"), formats.GRAPHS),
        (("requestBodies", "Graph"), formats.GRAPHS),
        (("requestBodies", "Validation"), formats.GRAPHS),
        (("responses", "Report"), FORMS),
    ],
)
def test_each_format_is_told(place, offered, document):
    section, name = place
    told = document["components"][section][name]["content"]
    rdf = {form.media_type for form in offered}

    assert rdf <= told.keys()
    assert told.keys() - rdf <= {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/html",
    }


def test_each_member_of_a_request_for_a_validation_is_told(document):
    told = document["components"]["schemas"]["ValidationRequest"]["properties"]
    rule = told["externalRules"]["items"]["properties"]

    assert {*told} == {*members.TAKEN, *members.IDLE, *members.PARAMETERS} - {"default"}
    assert {*rule} == {*members.RULE}


def test_what_differs_from_server_to_server_is_filled_in(app, document):
    told = document["components"]["schemas"]

    assert document["servers"] == [{"url": "http://localhost"}]
    assert document["info"]["version"] == made_up.engine().catalogue.release
    assert told["Policy"]["enum"] == [*made_up.engine().catalogue.policies]
    assert told["Question"]["enum"] == [*queries.library()]
    assert {"json", "turtle", "html"} <= set(told["Format"]["enum"])


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_the_endpoint_links_the_document(accept, app):
    reply = app.test_client().get("/sparql", headers={"Accept": accept})

    assert '</openapi.json>; rel="service-desc"' in reply.headers["Link"]
    assert accept != "text/html" or 'href="/openapi.json"' in reply.text
