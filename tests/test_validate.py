"""Validation over HTTP: every way in, every form out, within limits, hurting nobody."""

import io
import json
import re
import threading
import time
from base64 import b64encode
from urllib.parse import quote

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize
from rdflib import SH, Graph

import made_up
from claimgraph import validation
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.engine import Engine, Limits, Plan, Question, Times, Validation
from claimgraph.errors.limits import ClientGone, OutOfMemory
from claimgraph.formats import GRAPHS, TURTLE
from claimgraph.namespaces import graph_iri
from claimgraph.web import members
from claimgraph.web.forms import FORMS
from page import BROWSER, Page

TOKEN = "correct-horse-battery-staple"  # noqa: S105 - it opens a test's server only
PREFIXES = """
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
#: An actor without a label, who stands in line 7.
DATA = f"{PREFIXES}\nex:somebody a cg:Person .\n"
#: What is to have a name.
OWN = f"{PREFIXES}\nex:Thing a rdfs:Class . ex:name a rdfs:Property .\n"
SHAPES = f"""{OWN}
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Shape-name .
ex:Shape-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ;
  sh:message "Name it."@en , "Nommez-le."@fr .
"""
THING = f"{OWN}\nex:it a ex:Thing .\n"
QUERY = f"""{OWN}
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql ex:Shape-query .
ex:Shape-query a sh:SPARQLConstraint ; sh:message "No." ; sh:select """ + (
    '"""SELECT $this WHERE { $this a ?type . BODY } MORE""" .'
)
#: All triples with all triples with all triples: longer than anybody waits.
ALL = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
ENDLESS = f'{ALL} FILTER (CONCAT(STR(?o0), STR(?o2), STR(?o4)) = "no")'
#: The engine answers a query, unless there is a LIMIT: then pySHACL does.
LIMITS = ["", "LIMIT 1"]


def asking(body, more=""):
    """Shapes with a constraint in SPARQL."""
    return QUERY.replace("BODY", body).replace("MORE", more)


@pytest.fixture(scope="module")
def client():
    return create_app(made_up.engine()).test_client()


@pytest.fixture(scope="module")
def narrow():
    """A client of a server with little time and memory, and its engine."""
    limits = {"TIMEOUT": 8, "MEMORY_BYTES": 2**28, "MAX_CONTENT_LENGTH": 2**22}
    settings = defaults() | limits
    engine = start_engine([], settings, plain=True)
    yield (
        create_app(engine, settings=settings, update_token=TOKEN).test_client(),
        engine,
    )
    engine.close()


def turtle(client, text=DATA, address="/validate", **headers):
    headers = {"Accept": "application/json", **headers}
    return client.post(address, data=text, content_type="text/turtle", headers=headers)


def file(text, name, media_type="application/octet-stream"):
    return (io.BytesIO(text.encode()), name, media_type)


def form(client, accept="application/json", **fields):
    return client.post("/validate", data=fields, headers={"Accept": accept})


def found(reply):
    """The places and constraints of the findings in a report in JSON."""
    assert reply.status_code == 200, reply.text
    return [
        (f["place"]["file"], f["place"]["line"], f["constraint"].rpartition("/")[2])
        for f in reply.json["findings"]
    ]


NAMELESS = [("body", 7, "EntityShape-label")]


# The ways in


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_a_body_in_any_format_of_rdf_is_validated(client, form):
    quads = parse(DATA, RdfFormat.TURTLE)
    content = Dataset(quads)
    store = io.BytesIO()

    serialize((q.triple for q in content), store, form.engine)
    reply = client.post(
        "/validate", data=store.getvalue(), content_type=form.media_type,
        headers={"Accept": "application/json"},
    )  # fmt: skip

    ((name, _, constraint),) = found(reply)
    assert (name, constraint) == ("body", "EntityShape-label")


def test_the_places_of_a_body_are_those_in_its_text(client):
    assert found(turtle(client)) == NAMELESS


def test_a_form_takes_the_text_from_a_field(client):
    reply = form(client, data=DATA)

    assert found(reply) == [("data", 7, "EntityShape-label")]


def test_names_are_written_as_the_shapes_and_the_data_write_them(client):
    theirs = "PREFIX s: <http://schema.org/> PREFIX k: <http://www.w3.org/2004/02/skos/core#>"
    shapes = (
        f"PREFIX sh: <http://www.w3.org/ns/shacl#> {theirs} k:Shape a sh:NodeShape ;"
        " sh:targetClass s:Person ; sh:property [ sh:path s:name ; sh:minCount 1 ] ,"
        " [ sh:path s:nmae ; sh:maxCount 1 ] ."
    )
    data = f"{theirs} PREFIX me: <http://my.org/> me:it a s:Person ; s:namee 1 ."
    shown = form(client, "text/plain", data=data, shapes=shapes).text

    assert re.search(r"^Violation .*s:name, in data: 1 finding$", shown, re.MULTILINE)
    assert "values of s:nmae, a property" in shown
    assert "me:it has too few" in shown
    assert not re.search(r"schemas?:|skos:", shown)


def test_a_short_form_may_be_urlencoded(client):
    reply = client.post(
        "/validate",
        data=f"data={quote(DATA)}&format=json",
        content_type="application/x-www-form-urlencoded",
    )

    assert found(reply) == [("data", 7, "EntityShape-label")]


def test_several_files_keep_their_names_in_the_places(client):
    files = [file(THING, "one.ttl"), file(THING.replace("ex:it", "ex:two"), "two.trig")]
    reply = form(client, data=files, shapes=file(SHAPES, "rules.ttl"))

    assert sorted(name for name, *_ in found(reply)) == ["one.ttl", "two.trig"]
    assert [each["name"] for each in reply.json["shapes"]] == ["rules.ttl"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("it.ttl", "text/plain"),
        ("it.TTL", ""),
        ("it", "text/turtle"),
        ("it.txt", "text/turtle"),
        ("it", "application/octet-stream"),
        ("it.nq.ttl", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file_is_what_it_says_or_what_its_name_ends_in(
    client, name, media_type
):
    reply = form(client, data=file(DATA, name, media_type))

    assert found(reply) == [(name, 7, "EntityShape-label")]


def test_shapes_of_ones_own_are_applied_alone(client):
    reply = form(client, data=file(THING, "it.ttl"), shapes=SHAPES)

    assert found(reply) == [("it.ttl", 9, "Shape-name")]
    assert [each["shape"] for each in reply.json["coverage"]] == [
        "https://example.org/Shape"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "EntityShape",
        "shape:EntityShape",
        "https://w3id.org/claimgraph/shape/EntityShape",
        "EntityShape-label",
    ],
)
def test_some_of_the_shipped_shapes_may_be_chosen(client, name):
    reply = turtle(client, address=f"/validate?shapes={quote(name)}")

    assert found(reply) == NAMELESS
    assert len(reply.json["coverage"]) == 1


def test_shapes_that_were_not_chosen_find_nothing(client):
    reply = turtle(
        client, address="/validate?shapes=QuantityShape&shapes=TimeSpanShape"
    )

    assert found(reply) == []
    assert len(reply.json["coverage"]) == 2


def test_all_that_a_chosen_shape_refers_to_is_applied(client):
    """Each shipped shape finds alone what it finds beside the others."""
    bad = f"{PREFIXES} ex:claim a cg:DirectClaim . ex:quantity a cg:Quantity ."
    together = turtle(client, bad).json
    alone = [
        finding
        for shape in together["coverage"]
        for finding in turtle(
            client, bad, "/validate?shapes=" + quote(shape["shape"])
        ).json["findings"]
    ]

    assert len(together["findings"]) > 5
    assert sorted(alone, key=str) == sorted(together["findings"], key=str)


@pytest.mark.parametrize(
    ("context", "actor", "known"),
    [
        ("none", "jnim", False),
        ("reference", "jnim", True),
        ("reference", "jo-doe", False),
        ("server", "jo-doe", True),
    ],
)
def test_what_the_data_rest_on_may_be_chosen(client, context, actor, known):
    iri = f"https://w3id.org/claimgraph/id/actor/{actor}"
    shapes = f"""{PREFIXES} ex:Shape a sh:NodeShape ; sh:targetSubjectsOf cg:holder ;
        sh:property [ sh:path ( cg:holder rdfs:label ) ; sh:minCount 1 ] ."""
    reply = form(
        client, data=f"{PREFIXES} ex:c cg:holder <{iri}> .", shapes=shapes,
        context=context, allow="undescribed-data",
    )  # fmt: skip

    assert (found(reply) == []) == known


def test_a_graph_of_the_server_is_validated(client):
    name = graph_iri("ontology")
    reply = client.get(f"/validate?graph={quote(name)}&format=json")

    assert [each["name"] for each in reply.json["data"]] == [name]
    assert reply.json["nodes"] > 100


@pytest.mark.parametrize("query", ["graph=default", "default"])
def test_the_default_graph_stands_for_all_that_were_loaded(client, query):
    reply = client.get(f"/validate?{query}&format=json")
    loaded = client.get("/validate").json["graphs"]

    assert [each["name"] for each in reply.json["data"]] == loaded
    assert made_up_graph(client) in loaded
    assert {each["place"]["file"] for each in reply.json["findings"]} <= {*loaded}


def test_of_a_plain_store_it_is_the_one_without_a_name(narrow):
    client, _ = narrow
    reply = client.get("/validate?default&format=json")

    assert [each["name"] for each in reply.json["data"]] == ["default"]


def test_a_graph_of_the_server_is_validated_by_shapes_that_are_sent(client):
    shapes = f"""{PREFIXES} ex:Shape a sh:NodeShape ; sh:targetClass cg:DirectClaim ;
        sh:property [ sh:path cg:holder ; sh:maxCount 0 ] ."""
    graph = quote(made_up_graph(client))
    reply = turtle(
        client, shapes, f"/validate?graph={graph}&format=json&allow=no-target"
    )

    assert reply.json["counts"]["violation"] > 0
    assert {each["place"]["file"] for each in reply.json["findings"]} <= {
        made_up_graph(client)
    }


def made_up_graph(client):
    """The graph of the article that the made-up server holds."""
    graphs = client.get("/validate").json["graphs"]
    return next(name for name in graphs if name.endswith("/made-up-report"))


def test_validating_a_graph_again_is_answered_from_what_is_known(client):
    address = f"/validate?graph={quote(made_up_graph(client))}&format=json"
    first, second = client.get(address), client.get(address)
    tag = first.headers["ETag"]
    third = client.get(address, headers={"If-None-Match": tag})

    assert second.data == first.data  # the time that it took as well
    assert second.headers["X-Claimgraph-Passes"] == "true"
    assert third.status_code == 304
    assert "ETag" not in turtle(client).headers


def test_head_and_options_are_answered(client):
    address = f"/validate?graph={quote(made_up_graph(client))}"
    head = client.head(address)

    assert head.status_code == 200
    assert head.headers["X-Claimgraph-Conforms"] == "true"
    assert set(client.options("/validate").allow) == {"GET", "HEAD", "OPTIONS", "POST"}


# What clients of other validators are used to


@pytest.mark.parametrize("method", ["STRING", "BASE64", None])
def test_the_request_of_the_itb_validator_is_understood(client, method):
    def embedded(text):
        return b64encode(text.encode()).decode() if method == "BASE64" else text

    request = {
        "contentToValidate": embedded(THING),
        "contentSyntax": "text/turtle",
        "embeddingMethod": method,
        "validationType": "any",
        "reportSyntax": "application/json",
        "locale": "fr_BE",
        "externalRules": [
            {
                "ruleSet": embedded(SHAPES),
                "ruleSyntax": "text/turtle",
                "embeddingMethod": method,
            }
        ],
    }

    assert found(client.post("/validate", json=request)) == [("data", 9, "Shape-name")]


ITB = {"contentToValidate": THING, "externalRules": [{"ruleSet": SHAPES}]}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"externalRule": [{"ruleSet": SHAPES}]}, "did you mean 'externalRules'?"),
        ({"bogus": 1}, "'bogus'. Known are contentToValidate, "),
        ({"externalRules": [{"ruleSet": SHAPES, "syntax": "a"}]}, "'ruleSyntax'?"),
        ({"externalRules": {}}, "no list of objects"),
        ({"validationType": "nonexistent"}, "'validationType' 'nonexistent'"),
        ({"validationType": "any", "externalRules": None}, "send 'externalRules'"),
        ({"reportQuery": "CONSTRUCT WHERE {}"}, "'reportQuery' is not run here"),
        ({"shapes": {"a": 1}}, "'shapes' is no text"),
        ({"shapes": [["a"]]}, "'shapes' is no text"),
    ],
)
def test_a_member_that_would_not_be_heeded_is_refused(client, told, said):
    """A report by other shapes than those that were meant looks right and is wrong."""
    reply = client.post("/validate", json=ITB | told)

    assert reply.status_code == 400, reply.text
    assert said in reply.json["detail"]


@pytest.mark.parametrize("name", members.IDLE)
@pytest.mark.parametrize("value", [True, False, "text/turtle", None])
def test_what_shapes_only_a_report_of_the_itb_changes_nothing(client, name, value):
    reply = client.post("/validate", json=ITB | {name: value, "reportSyntax": "json"})

    assert found(reply) == [("data", 9, "Shape-name")]


@pytest.mark.parametrize("value", [None, False])
def test_imports_that_are_not_to_be_loaded_are_not(client, value):
    told = ITB | {"loadImports": value, "reportSyntax": "application/json"}

    assert found(client.post("/validate", json=told)) == [("data", 9, "Shape-name")]


def test_very_many_unknown_members_are_told_shortly(client):
    told = {f"{number} {'x' * 1000}": 1 for number in range(2000)}

    assert len(client.post("/validate", json=told).json["detail"]) < 1000


@pytest.mark.parametrize(
    "body",
    [
        {"@id": "https://example.org/a", "@type": "https://example.org/B"},
        [{"@id": "https://example.org/a", "@type": "https://example.org/B"}],
        {"@graph": []},
    ],
)
def test_json_ld_sent_as_json_is_told_its_name(client, body):
    reply = client.post("/validate", json=body)

    assert reply.status_code == 400
    assert "send JSON-LD as application/ld+json" in reply.json["detail"]


@pytest.mark.parametrize("address", ["/validate", "/validate?graph=default"])
def test_rdf_that_curl_calls_a_form_is_told_what_to_do(client, address):
    """Shapes for a graph of the server would else be left out, in silence."""
    urlencoded = "application/x-www-form-urlencoded"
    reply = client.post(address, data=DATA, content_type=urlencoded)

    assert reply.status_code == 415
    assert "-H 'Content-Type: text/turtle'" in reply.json["detail"]


@pytest.mark.parametrize("name", ["syntax", "contentSyntax"])
@pytest.mark.parametrize("form_", GRAPHS, ids=lambda form: form.name)
def test_a_format_may_be_named_by_its_media_type(client, name, form_):
    """A plus sign in an address stands for a space, unless it is escaped."""
    store = io.BytesIO()
    serialize((q.triple for q in parse(DATA, RdfFormat.TURTLE)), store, form_.engine)
    text = store.getvalue().decode()
    for given in (form_.name, form_.media_type, f"{form_.media_type}; charset=utf-8"):
        for written in dict.fromkeys((given, quote(given))):
            reply = client.post(
                f"/validate?{name}={written}",
                data={"data": text, "shapes": "EntityShape"},
                headers={"Accept": "application/json"},
            )

            assert [finding[::2] for finding in found(reply)] == [
                ("data", "EntityShape-label")
            ]


@pytest.mark.parametrize(
    "request_",
    [
        {"contentToValidate": "http://example.org/data.ttl", "embeddingMethod": "URL"},
        ITB | {"loadImports": True},
        {"contentQueryEndpoint": "http://example.org/", "contentQuery": "ASK {}"},
        ITB | {"contentQueryPassword": "hush"},
        {
            "contentToValidate": THING,
            "externalRules": [
                {"ruleSet": "file:///etc/passwd", "embeddingMethod": "URL"}
            ],
        },
    ],
)
def test_nothing_is_fetched(client, request_):
    reply = client.post("/validate", json=request_)

    assert reply.status_code == 403
    assert "The server fetches nothing" in reply.json["detail"]
    assert "hush" not in reply.text


@pytest.mark.parametrize(
    "body",
    [
        "[1]",
        "{",
        "[" * 100_000,
        '{"contentToValidate": "", "externalRules": 1}',
        '{"contentToValidate": "a", "externalRules": [{"ruleSet": 1}]}',
        '{"contentToValidate": "?", "embeddingMethod": "BASE64"}',
        '{"contentToValidate": "/w==", "embeddingMethod": "BASE64"}',
        '{"contentToValidate": "a", "embeddingMethod": ["STRING"]}',
        '{"contentToValidate": {"a": 1}}',
        "{}",
    ],
)
def test_a_request_in_json_that_cannot_be_understood_is_a_problem(client, body):
    reply = client.post("/validate", data=body, content_type="application/json")

    assert reply.status_code == 400
    assert reply.json["type"].endswith(("malformed-request", "missing-data"))


def test_the_form_of_shacl_play_is_understood(client):
    reply = form(
        client,
        source="file",
        inputFile=file(THING, "it.ttl"),
        shapesSource="inline",
        inputShapeInline=SHAPES,
        inputUrl="",
    )
    refused = form(client, source="url", inputUrl="http://example.org/")

    assert found(reply) == [("it.ttl", 9, "Shape-name")]
    assert refused.status_code == 403


# The forms out


@pytest.mark.parametrize("out", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("asking", ["accept", "format"])
def test_a_report_comes_in_each_form(client, out, asking):
    twin = next(f for f in FORMS if f.media_type == out.media_type)
    if asking == "accept":
        reply = turtle(client, Accept=out.media_type)
        expected = twin
    else:
        reply = turtle(client, address=f"/validate?format={out.name}")
        expected = out

    assert reply.status_code == 200
    assert reply.content_type == expected.content_type
    assert (
        expected.name == "junit" or "EntityShape" in reply.text or out.name == "sarif"
    )
    assert f"answer.{expected.extension}" in reply.headers["Content-Disposition"]


def canonical(text, form):
    dataset = Dataset(parse(text, form.engine))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("out", GRAPHS, ids=lambda form: form.name)
def test_a_report_is_the_same_graph_in_each_format_of_rdf(client, out):
    expected = turtle(client, Accept=TURTLE.media_type).data
    reply = turtle(client, Accept=out.media_type)

    assert canonical(reply.data, out) == canonical(expected, TURTLE)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        (BROWSER["Accept"], "text/html"),
        ("application/json, text/turtle;q=0.9", "application/json"),
        ("application/json;q=0.1, text/turtle;q=0.9", "text/turtle"),
        ("application/sarif+json, */*;q=0.1", "application/sarif+json"),
        ("text/plain", "text/plain"),
        ("application/*", "application/json"),
    ],
)
def test_the_form_is_the_one_that_the_client_likes_best(client, accept, media_type):
    assert turtle(client, Accept=accept).mimetype == media_type


def test_a_report_that_conforms_and_one_that_does_not_are_told_apart_by_headers(client):
    good = turtle(client, DATA.replace("cg:Person", 'cg:Person ; rdfs:label "X"@en'))
    bad = turtle(client)
    told = {
        name: (
            good.headers[f"X-Claimgraph-{name}"],
            bad.headers[f"X-Claimgraph-{name}"],
        )
        for name in ("Conforms", "Passes", "Findings", "Violations", "Failures")
    }

    assert (good.status_code, bad.status_code) == (200, 200)
    assert told == {
        "Conforms": ("true", "false"),
        "Passes": ("true", "false"),
        "Findings": ("0", "1"),
        "Violations": ("0", "1"),
        "Failures": ("0", "0"),
    }


def test_a_pass_that_means_nothing_does_not_pass(client):
    reply = form(client, data=THING, shapes=OWN)

    assert reply.headers["X-Claimgraph-Conforms"] == "false"
    assert reply.headers["X-Claimgraph-Passes"] == "false"
    assert reply.json["conforms"] is False


def test_a_pass_that_means_nothing_is_a_report_of_shacl_that_says_why(client):
    failed = form(client, data=THING, shapes=OWN).json["failures"]
    graph = Graph().parse(
        data=form(client, data=THING, shapes=OWN, format="ntriples").text, format="nt"
    )
    results = list(graph.objects(None, SH.result))

    assert [node.toPython() for node in graph.objects(None, SH.conforms)] == [False]
    assert len(results) == len(failed)
    assert {str(graph.value(each, SH.resultMessage)) for each in results} == {
        each["sentence"] for each in failed
    }
    assert {graph.value(each, SH.resultSeverity) for each in results} == {SH.Violation}


def test_failures_may_be_allowed_and_the_severity_that_fails_chosen(client):
    code = form(client, data=THING, shapes=OWN).json["failures"][0]["code"]
    warning = SHAPES.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning")
    allowed = form(client, data=THING, shapes=OWN, allow=code)
    mild = form(client, data=THING, shapes=warning)
    strict = form(client, data=THING, shapes=warning, **{"fail-on": "warning"})

    assert code not in [each["code"] for each in allowed.json["failures"]]
    assert [r.headers["X-Claimgraph-Passes"] for r in (mild, strict)] == [
        "true",
        "false",
    ]


def test_a_report_speaks_the_language_asked_for(client):
    reply = form(client, "text/plain", data=THING, shapes=SHAPES, language="fr")

    assert "Nommez-le." in reply.text


def test_a_sample_of_each_group_is_shown_or_all(client):
    things = OWN + "".join(f"ex:it{n} a ex:Thing .\n" for n in range(9))
    shown = [
        form(client, "text/plain", data=things, shapes=SHAPES, sample=n).text.count(
            "Name"
        )
        for n in (1, 4, 0)
    ]

    assert shown == [1, 4, 9]


# What is refused


@pytest.mark.parametrize("role", ["data", "shapes"])
def test_what_does_not_parse_is_told_with_file_line_and_column(client, role):
    files = {"data": file(THING, "it.ttl"), "shapes": file(SHAPES, "rules.ttl")}
    files[role] = file("<a:a> <a:b>\n  <a:c ;", f"bad-{role}.ttl")
    reply = form(client, **files)

    assert reply.status_code == 400
    assert (reply.mimetype, reply.json["line"]) == ("application/problem+json", 2)
    assert f"bad-{role}.ttl, line 2, column" in reply.json["detail"]


@pytest.mark.parametrize(
    ("body", "media_type", "column", "said"),
    [
        ('{"@context": "https://a.org/"}', "application/ld+json", 14, "nothing is fetched: write the context itself here."),
        ('<a:a> <a:b> "\xe9" .', "text/turtle", 14, "it is not UTF-8: save it as UTF-8."),
        ("<a>\xe9</a>", "application/rdf+xml", 4, "it is not UTF-8: save it as UTF-8."),
    ],
)  # fmt: skip
def test_a_body_that_has_to_be_written_otherwise_is_told_how(
    client, body, media_type, column, said
):
    reply = client.post(
        "/validate", data=body.encode("latin-1"), content_type=media_type
    )

    assert reply.status_code == 400
    assert said in reply.json["detail"]
    assert (reply.json["line"], reply.json["column"]) == (1, column)


@pytest.mark.parametrize(
    ("address", "body", "media_type", "status", "problem"),
    [
        ("/validate", "", "", 400, "missing-data"),
        ("/validate?shapes=EntityShape", "", "", 400, "missing-data"),
        ("/validate", "a,b", "text/csv", 415, "unsupported-media-type"),
        (
            "/validate",
            DATA,
            "text/turtle; charset=latin-1",
            415,
            "unsupported-media-type",
        ),
        ("/validate?shapes=EntitiShape", DATA, "text/turtle", 404, "unknown-shape"),
        ("/validate?graph=x:y", DATA, "text/turtle", 404, "unknown-graph"),
        ("/validate?graph=a b", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?graph=x:y&default", DATA, "text/turtle", 400, "repeated-parameter"),
        ("/validate?fail-on=error", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?allow=everything", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?language=tlh", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?sample=-1", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?sample=²", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?context=all", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?timeout=soon", DATA, "text/turtle", 400, "bad-parameter"),
        ("/validate?format=pdf", DATA, "text/turtle", 400, "unknown-format"),
        ("/validate?shape=EntityShape", DATA, "text/turtle", 400, "unknown-parameter"),
        ("/validate?failon=info", DATA, "text/turtle", 400, "unknown-parameter"),
    ],
)
def test_what_is_wrong_with_a_request_is_a_problem(
    client, address, body, media_type, status, problem
):
    reply = client.post(address, data=body, content_type=media_type or None)

    assert reply.status_code == status, reply.text
    assert reply.json["type"].endswith(f"/{problem}")


def test_no_form_that_the_client_takes_is_a_problem(client):
    assert turtle(client, Accept="image/png").status_code == 406


def test_unknown_shapes_and_graphs_come_with_near_names(client):
    shape = turtle(client, address="/validate?shapes=EntityShap").json["detail"]
    graph = quote(graph_iri("ontolgy"))
    near = client.get(f"/validate?graph={graph}").json["detail"]

    assert "did you mean EntityShape" in shape
    assert f"Did you mean {graph_iri('ontology')}" in near


def test_data_and_a_graph_at_once_are_refused(client):
    reply = form(client, data=DATA, graph="default")

    assert reply.json["type"].endswith("/data-and-graph")


def test_tools_that_send_nothing_are_told_what_is_taken(client):
    told = client.get("/validate").json

    assert {form.media_type for form in GRAPHS} == {*told["takes"]}
    assert told["gives"].keys() == {form.name for form in FORMS}
    assert "EntityShape" in told["shapes"]
    assert [*validation.codes()] == told["allow"]


# Limits


@pytest.mark.parametrize("more", LIMITS)
def test_a_validation_over_its_time_is_ended(narrow, more):
    client, _ = narrow
    begun = time.monotonic()
    reply = form(client, data=many(400), shapes=asking(ENDLESS, more))

    assert time.monotonic() - begun < 11
    assert reply.status_code == 504, reply.text
    assert "The validation took longer than 8 seconds" in reply.json["detail"]
    assert found(form(client, data=THING, shapes=SHAPES))


def many(count):
    return OWN + "".join(
        f"ex:it{n} a ex:Thing ; ex:p ex:x{n} .\n" for n in range(count)
    )


def test_a_validation_over_its_memory_is_ended(narrow):
    client, _ = narrow
    shapes = asking(ALL, "ORDER BY ?s0 ?s1 ?s2")
    reply = form(client, data=many(400), shapes=shapes)

    assert reply.status_code == 507, reply.text
    assert "The validation took more than the 256 MB" in reply.json["detail"]
    assert found(form(client, data=THING, shapes=SHAPES))


def test_documents_that_a_worker_has_no_room_for_end_it():
    """What comes after them would else be taken for what was left of them."""
    limits = Limits(memory=2**24)
    engine = Engine.start(Plan([], plain=True, limits=limits), times=Times(query=5.0))
    body = b'<a:b> <a:b> "' + b"x" * 2**25 + b'" .'
    documents = [("data", "data", "turtle", len(body))]
    for _ in range(3):
        with pytest.raises(OutOfMemory):
            engine.validate(Validation(documents), body)
    reply = engine.ask(Question("ASK {}", {}, (), (), (), ["json"], ["turtle"], 1))
    answer = b"".join(reply)
    engine.close()

    assert answer == b'{"head":{},"boolean":true}'


def test_a_body_beyond_its_size_is_refused(narrow):
    client, _ = narrow

    reply = turtle(client, "#" * (2**22 + 1))

    assert reply.status_code == 413
    assert "at most 4,194,304" in reply.json["detail"]
    assert "MAX_CONTENT_LENGTH" in reply.json["detail"]


def test_a_form_of_many_escapes_is_refused_with_what_to_do(client):
    reply = client.post(
        "/validate",
        data="data=" + "%41" * 300_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert reply.status_code == 413
    assert "multipart/form-data" in reply.json["detail"]
    assert "QUERY_BYTES" in reply.json["detail"]


# The parser of forms leaves to the garbage collector what it gives up over.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_form_of_very_many_parts_is_refused(client):
    reply = form(client, data=[file("", f"{n}.ttl") for n in range(2000)])

    assert reply.status_code == 413
    assert "more than 1,000 parts" in reply.json["detail"]


def test_a_compressed_body_is_not_unpacked(client):
    assert turtle(client, **{"Content-Encoding": "gzip"}).status_code == 415


def test_pyshacl_runs_under_the_limits_of_a_worker(narrow):
    client, _ = narrow
    reply = form(client, data=THING, shapes=asking("", "LIMIT 1"))

    assert found(reply) == [("data", 9, "Shape-query")]
    assert reply.json["versions"]["pySHACL"]
    assert {each["engine"] for each in reply.json["coverage"]} == {"pySHACL"}


@pytest.fixture
def in_background():
    threads = []

    def start(work):
        outcome = []
        thread = threading.Thread(target=lambda: outcome.append(work()))
        thread.start()
        threads.append(thread)
        return outcome

    yield start
    for thread in threads:
        thread.join(30)


def test_a_validation_is_listed_and_may_be_ended(narrow, in_background):
    client, engine = narrow
    headers = {"Authorization": f"Bearer {TOKEN}"}
    outcome = in_background(
        lambda: form(client, data=many(400), shapes=asking(ENDLESS))
    )
    listed = until(lambda: client.get("/running", headers=headers).json)
    stopped = client.delete(f"/running/{listed[0]['id']}", headers=headers)
    until(lambda: outcome)

    assert listed[0]["query"] == "Validate data by shapes"
    assert stopped.status_code == 204
    assert outcome[0].json["type"].endswith("/stopped")
    assert engine.running() == []


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return met


def test_a_client_that_leaves_ends_its_validation(narrow):
    _, engine = narrow
    body = many(400).encode() + asking(ENDLESS).encode()
    documents = [
        ("data", "data", "turtle", len(many(400).encode())),
        ("shapes", "shapes", "turtle", len(asking(ENDLESS).encode())),
    ]
    begun = time.monotonic()
    with pytest.raises(ClientGone):
        engine.validate(
            Validation(documents, base="http://x/"), body,
            gone=lambda: time.monotonic() > begun + 0.5,
        )  # fmt: skip

    assert time.monotonic() - begun < 2
    assert engine.running() == []


def test_validations_are_counted_and_logged(client, caplog):
    with caplog.at_level("INFO", "claimgraph.requests"):
        form(client, data=file(THING, "it.ttl"), shapes=SHAPES).close()
    line = json.loads(caplog.records[-1].message)
    numbers = client.get("/metrics").text

    assert (line["path"], line["query"]) == ("/validate", "Validate it.ttl by shapes")
    assert line["rows"] == 1
    assert re.search(r'seconds_count\{method="POST",route="/validate"', numbers)


def test_many_at_once_are_all_answered_or_told_to_wait(client, in_background):
    outcomes = [
        in_background(lambda: form(client, data=THING, shapes=SHAPES))
        for _ in range(100)
    ]
    until(lambda: all(outcomes), 60)

    assert {o[0].status_code for o in outcomes} <= {200, 503}
    assert sum(o[0].status_code == 200 for o in outcomes) >= 60


# Strangers


SCRIPT = "<script>alert(1)</script>\x1b[31m\u202e"


def test_names_and_labels_cannot_run_or_hide_anything(client):
    named = THING.replace("ex:it ", '[] rdfs:label "' + "<b>x</b>" + '" . ex:it ')
    shapes = SHAPES.replace("Name it.", "<script>alert(1)</script>")
    name = f"{SCRIPT}.ttl"
    for accept in ("text/html", "text/plain", "application/xml"):
        reply = form(client, accept, data=file(named, name), shapes=shapes)

        assert reply.status_code == 200
        assert "<script" not in reply.text or accept == "text/plain"
        assert not {"\x1b", "\u202e"} & {*reply.text}


def test_the_page_of_a_report_may_load_and_run_nothing(client):
    policy = turtle(client, Accept="text/html").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value FROM <file:///etc/passwd> { ?value ?p ?o } LIMIT 3",
        "SELECT $this { GRAPH <file:///etc/passwd> { ?value ?p ?o } } LIMIT 3",
        "SELECT $this { SERVICE <http://127.0.0.1/> { ?value ?p ?o } } LIMIT 3",
        "SELECT $this { SERVICE <http://127.0.0.1/> { ?value ?p ?o } }",
        "SELECT $this { BIND (<http://example.org/f>(1) AS ?value) } LIMIT 3",
        "SELECT $this {",
        "DROP ALL",
        "",
    ],
)
def test_a_query_in_a_strangers_shapes_reaches_nothing_and_breaks_nothing(
    client, query
):
    shapes = f"""{OWN} ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ;
        sh:sparql [ a sh:SPARQLConstraint ; sh:message "No" ; sh:select "{query}" ] ."""
    reply = form(client, data=THING, shapes=shapes)

    assert reply.status_code == 200, reply.text
    assert "root:" not in reply.text


@pytest.mark.parametrize(
    "shapes",
    [
        'ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:pattern "(" .',
        'ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:pattern "(a+)+$" .',
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:node ex:S .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path () ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path _:a ] ."
        " _:a sh:inversePath _:a .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:in _:l ."
        " _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ;"
        " <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:datatype 'x' ;"
        " sh:minLength 99999999999999999999999 ; sh:nodeKind ex:x .",
        "[] a sh:NodeShape ; sh:targetNode ex:it ; sh:property"
        + " [ sh:path ex:p ; sh:property" * 300
        + " [ sh:path ex:p ; sh:minCount 1 ]"
        + " ]" * 300
        + " .",
        "[] a sh:NodeShape ; sh:targetNode ex:it ;"
        + " sh:not [" * 900
        + "]" * 900
        + " .",
    ],
)
def test_hostile_shapes_get_a_report_or_a_problem(client, shapes):
    reply = form(client, data=THING, shapes=OWN + shapes)

    assert reply.status_code in (200, 400), reply.text


# Pages


def test_people_get_a_form_that_needs_no_script(client):
    reply = client.get("/validate", headers=BROWSER)
    page = Page(reply)
    labelled = {label["for"] for label in page.all("label") if "for" in label}
    controls = [*page.all("textarea"), *page.all("select")]

    assert reply.status_code == 200
    assert "<script" not in reply.text
    assert {control["id"] for control in controls} <= labelled
    assert {"EntityShape", "ClaimShape"} <= {
        box["value"] for box in page.all("input") if box.get("type") == "checkbox"
    }


def test_a_problem_keeps_what_people_have_written(client):
    reply = form(client, BROWSER["Accept"], data="<a:b> oops", shapes="EntityShape")

    assert reply.status_code == 400
    assert "&lt;a:b&gt; oops" in reply.text
    assert "line 1" in Page(reply).text


def test_the_overview_leads_to_it_and_the_report_back(client):
    overview = Page(client.get("/", headers=BROWSER))
    report = Page(form(client, BROWSER["Accept"], data=THING, shapes=SHAPES))

    assert "/validate" in overview.links
    assert "/validate" in report.links
