"""The query operation of the SPARQL 1.1 Protocol, and the library over HTTP."""

from urllib.parse import parse_qs, urlsplit

import pytest

import made_up
from claimgraph import formats, queries
from claimgraph.app import create_app
from page import BROWSER, Page

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
E = "http://example.org/"
SEIZED = "ASK { event:port-seizure cg:perpetrator actor:harbour-guard }"
TRIPLE_TERM = "CONSTRUCT { <e:a> <e:b> <<( <e:c> <e:d> <e:e> )>> } {}"
#: What is liked best under each header, for an answer that is a table.
RESULTS = [
    (None, "application/sparql-results+json"),
    ("*/*", "application/sparql-results+json"),
    ("application/sparql-results+json", "application/sparql-results+json"),
    ("application/json", "application/sparql-results+json"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("application/xml;q=0.5, text/csv;q=0.4", "application/sparql-results+xml"),
    ("text/csv", "text/csv; charset=utf-8"),
    ("text/csv;q=0.2, text/tab-separated-values",
     "text/tab-separated-values; charset=utf-8"),
    ("text/*", "text/csv; charset=utf-8"),
    ("*/*;q=0.1, text/csv;q=0", "application/sparql-results+json"),
    ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ("text/html;q=0.5, text/csv", "text/csv; charset=utf-8"),
    (BROWSER["Accept"], "text/html; charset=utf-8"),
]  # fmt: skip
#: ... and for an answer that is a graph.
GRAPHS = [
    (None, "text/turtle; charset=utf-8"),
    ("*/*", "text/turtle; charset=utf-8"),
    ("text/turtle", "text/turtle; charset=utf-8"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("application/ld+json", "application/ld+json"),
    ("application/trig", "application/trig"),
    ("application/n-quads", "application/n-quads"),
    ("text/turtle;q=0.3, application/rdf+xml;q=0.7", "application/rdf+xml"),
    ("application/ld+json;q=0.9, */*;q=0.1", "application/ld+json"),
    (BROWSER["Accept"], "text/html; charset=utf-8"),
]


@pytest.fixture(scope="module")
def app():
    return create_app(made_up.engine())


@pytest.fixture
def get(client):
    """Ask a query by GET, with further parameters."""

    def ask(query, accept=None, **parameters):
        headers = {"Accept": accept} if accept else {}
        return client.get(
            "/sparql", query_string={"query": query, **parameters}, headers=headers
        )

    return ask


@pytest.fixture
def library(monkeypatch, tmp_path):
    """A library of one question that has a parameter and names whom it trusts."""
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "deadly.rq").write_text(
        "#+ summary: Which events killed at least so many?\n"
        "#+ description: One row an event.\n"
        "#+ parameters: event=iri minimum=integer\n"
        "#+ tags: numbers\n"
        "#+ trust: plus-belligerents\n"
        "SELECT ?event ?least ?minimum WHERE { ?event cg:killedAtLeast ?least\n"
        "  FILTER (COALESCE(?least >= ?minimum, true)) }\n"
    )
    found = queries.read_folder(tmp_path)
    monkeypatch.setattr(queries, "library", lambda: found)


def graphs(*names):
    return [E + name for name in names]


# The W3C's protocol tests, by their names. Their files lie on the Web; ours beside us.


def test_query_get(get):
    assert get("ASK {}").json["boolean"] is True


def test_query_post_form(client):
    response = client.post("/sparql", data={"query": "ASK {}"})

    assert response.json["boolean"] is True


def test_query_post_direct(client):
    response = client.post("/sparql", data="ASK {}", content_type=DIRECT)

    assert response.json["boolean"] is True


ONE, TWO, THREE = (f"<{E}{name}> a ?{name}" for name in ("one", "two", "three"))
NAMED_ONE = f"GRAPH <{E}data1> {{ {ONE} }}"
#: Test, default graphs, named graphs, pattern that holds, pattern that does not.
DATASETS = [
    ("query-dataset-default-graph", ["data1"], [], ONE, TWO),
    ("query-dataset-default-graphs", ["data1", "data2"], [], f"{ONE} . {TWO}", THREE),
    ("query-dataset-named-graphs", [], ["data1", "data2"], NAMED_ONE, ONE),
    ("query-dataset-full", ["data3"], ["data1"], f"{THREE} . {NAMED_ONE}", ONE),
]


@pytest.mark.parametrize("way", ["get", "post", "direct"])
@pytest.mark.parametrize(
    ("default", "named", "holds", "fails"),
    [case[1:] for case in DATASETS],
    ids=[case[0] for case in DATASETS],
)
def test_a_request_names_its_dataset(client, way, default, named, holds, fails):
    def ask(pattern):
        query = f"ASK {{ {pattern} }}"
        chosen = {
            "default-graph-uri": graphs(*default), "named-graph-uri": graphs(*named)
        }  # fmt: skip
        if way == "get":
            return client.get("/sparql", query_string={"query": query, **chosen})
        if way == "post":
            return client.post("/sparql", data={"query": query, **chosen})
        return client.post(
            "/sparql", query_string=chosen, data=query, content_type=DIRECT
        )

    assert ask(holds).json["boolean"] is True
    assert ask(fails).json["boolean"] is False


def test_query_multiple_dataset(get):
    query = f"SELECT ?s FROM <{E}data1> {{ ?s ?p ?o }}"  # noqa: S608 - SPARQL
    rows = get(query, **{"default-graph-uri": graphs("data2")}).json["results"][
        "bindings"
    ]

    assert [row["s"]["value"] for row in rows] == [f"{E}two"]


@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        ("SELECT ?x {}", {form.media_type for form in formats.RESULTS}),
        ("ASK {}", {form.media_type for form in formats.RESULTS}),
        (
            "DESCRIBE <http://example.org/one>",
            {form.media_type for form in formats.GRAPHS},
        ),
        (
            "CONSTRUCT { <e:a> <e:b> 1 } {}",
            {form.media_type for form in formats.GRAPHS},
        ),
    ],
    ids=[f"query-content-type-{k}" for k in ("select", "ask", "describe", "construct")],
)
def test_an_answer_has_a_content_type_of_its_kind(get, query, media_types):
    assert get(query).mimetype in media_types
    for media_type in media_types:
        assert get(query, accept=media_type).mimetype == media_type


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(client, method):
    response = client.open("/sparql", method=method, data={"query": "ASK {}"})

    assert response.status_code == 405
    assert response.allow.as_set() == {"get", "head", "options", "post", "query"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_bad_multiple_queries(client, method):
    where = "query_string" if method == "GET" else "data"
    twice = {"query": ["ASK {}", "SELECT * {}"]}
    response = client.open("/sparql", method=method, **{where: twice})

    assert response.status_code == 400
    assert response.json["type"].endswith("/problem/repeated-parameter")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        pytest.param("ASK {}", "text/plain", 415, id="bad-query-wrong-media-type"),
        pytest.param("query=ASK%20%7B%7D", None, 415, id="bad-query-missing-form-type"),
        pytest.param("ASK {}", None, 415, id="bad-query-missing-direct-type"),
        pytest.param("ASK {}".encode("utf-16"), DIRECT, 400, id="bad-query-non-utf8"),
        pytest.param(
            "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16", 415,
            id="bad-query-non-utf8, and says so",
        ),
        pytest.param("query=ASK%FF%FE", FORM, 400, id="bad-query-non-utf8 in a form"),
        pytest.param("ASK { #", DIRECT, 400, id="bad-query-syntax"),
        pytest.param("query=ASK%20%7B", FORM, 400, id="bad-query-syntax in a form"),
        pytest.param("CLEAR ALL", "application/sparql-update", 415, id="an update"),
        pytest.param("", DIRECT, 400, id="an empty query"),
    ],
)  # fmt: skip
def test_a_bad_body_is_refused(client, body, content_type, status):
    response = client.post("/sparql", data=body, content_type=content_type)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


# Beyond the W3C's tests


def test_a_query_in_the_address_and_another_in_the_body_is_refused(client):
    response = client.post(
        "/sparql?query=ASK{}", data="SELECT * {}", content_type=DIRECT
    )

    assert response.status_code == 400


def test_a_charset_beside_the_media_type_is_understood(client):
    response = client.post(
        "/sparql", data='ASK { FILTER ("é" = "\\u00E9") }'.encode(),
        content_type=f"{DIRECT}; charset=UTF-8",
    )  # fmt: skip

    assert response.json["boolean"] is True


def test_head_has_the_headers_of_get_and_no_body(client):
    asked = {"query_string": {"query": "ASK {}"}}
    head, answer = client.head("/sparql", **asked), client.get("/sparql", **asked)

    assert head.data == b""
    assert head.content_type == answer.content_type
    assert head.content_length == answer.content_length


def test_options_says_what_is_allowed(client):
    assert client.options("/sparql").allow.as_set() == {
        "get",
        "head",
        "options",
        "post",
        "query",
    }


@pytest.mark.parametrize(("accept", "content_type"), RESULTS)
def test_a_table_is_written_as_the_client_likes_best(get, accept, content_type):
    response = get("SELECT ?x { VALUES ?x { 1 } }", accept=accept)

    assert response.content_type == content_type
    assert "Accept" in response.vary


@pytest.mark.parametrize(("accept", "content_type"), GRAPHS)
def test_a_graph_is_written_as_the_client_likes_best(get, accept, content_type):
    assert get("CONSTRUCT { <e:a> <e:b> 1 } {}", accept).content_type == content_type


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [
        ("ASK {}", "image/png", "text/csv"),
        ("ASK {}", "text/turtle", "text/csv"),
        ("ASK {}", "*/*;q=0", "text/csv"),
        ("DESCRIBE <e:a>", "text/csv", "text/turtle"),
    ],
)
def test_what_cannot_be_accepted_is_406_naming_what_can(get, query, accept, offered):
    response = get(query, accept)

    assert response.status_code == 406
    assert offered in response.json["detail"]


@pytest.mark.parametrize("form", formats.RESULTS, ids=lambda form: form.name)
def test_the_parameter_format_overrides_accept(get, form):
    response = get("ASK {}", BROWSER["Accept"], format=form.name)

    assert response.mimetype == form.media_type
    assert f"answer.{form.extension}" in response.headers["Content-Disposition"]


def test_the_parameter_format_may_ask_for_a_page(get):
    assert get("ASK {}", format="html").mimetype == "text/html"


def test_an_unknown_format_is_refused_with_those_there_are(get):
    response = get("ASK {}", format="png")

    assert response.status_code == 400
    assert "json, xml, csv, tsv" in response.json["detail"]


@pytest.mark.parametrize(
    "asked", [{"accept": "application/ld+json"}, {"format": "jsonld"}], ids=str
)
def test_triple_terms_in_json_ld_are_406_naming_the_formats_that_hold_them(get, asked):
    response = get(TRIPLE_TERM, **asked)

    assert response.status_code == 406
    for form in formats.WITH_TRIPLE_TERMS:
        assert form.media_type in response.json["detail"]


def test_triple_terms_are_written_in_what_else_the_client_takes(get):
    response = get(TRIPLE_TERM, "application/ld+json, application/n-triples;q=0.5")

    assert response.mimetype == "application/n-triples"
    assert b"<<( <e:c> <e:d> <e:e> )>>" in response.data


@pytest.mark.parametrize(
    ("trust", "answer", "header"),
    [
        ([], False, "none"),
        ([""], False, "none"),
        (["author-strict"], True, "author-strict"),
        (["author-strict", "holder/harbour-union"], True,
         "author-strict, holder/harbour-union"),
        (["author-strict,holder/harbour-union"], True,
         "author-strict, holder/harbour-union"),
        (["", "author-strict", "author-strict"], True, "author-strict"),
        (["holder/harbour-union"], False, "holder/harbour-union"),
    ],
)  # fmt: skip
def test_facts_are_those_of_whom_one_trusts(get, trust, answer, header):
    response = get(SEIZED, trust=trust)

    assert response.json["boolean"] is answer
    assert response.headers["X-Claimgraph-Trust"] == header


def test_an_answer_says_which_data_it_comes_from(get):
    headers = get("ASK {}").headers

    assert headers["X-Claimgraph-Release"] == made_up.dataset().release
    assert headers["X-Claimgraph-Dataset"] == made_up.dataset().digest


@pytest.mark.parametrize(
    ("query", "parameters", "status", "kind"),
    [
        ("ASK {}", {"trust": "nobody"}, 400, "unknown-policy"),
        ("ASK FROM <e:a> {}", {"trust": "author-strict"}, 400, "ambiguous-dataset"),
        ("ASK {}", {"default-graph-uri": "no iri"}, 400, "bad-parameter"),
        ("ASK { SERVICE <http://e/> {} }", {}, 403, "forbidden-operation"),
        ("CLEAR ALL", {}, 400, "read-only"),
        ("ASK " + "{" * 9999, {}, 400, "too-deep"),
        ("ASK {}", {"turst": "author-strict"}, 400, "unknown-parameter"),
    ],
)
def test_a_wrong_request_is_a_problem_of_a_stable_type(
    get, query, parameters, status, kind
):
    response = get(query, **parameters)

    assert response.status_code == status
    assert response.json["type"] == f"https://w3id.org/claimgraph/problem/{kind}"


def test_a_malformed_query_is_a_problem_that_says_where(get):
    problem = get("SELECT *\nWHERE { ?s foo:p ?o }").json

    assert (problem["line"], problem["column"]) == (2, 12)
    assert problem["excerpt"] == "WHERE { ?s foo:p ?o }\n           ^"


@pytest.mark.parametrize(
    "values", [{"query": ""}, {"default-graph-uri": "graph:shapes"}]
)
def test_a_tool_without_a_query_is_told_how_to_give_one(client, values):
    response = client.get("/sparql", query_string=values)

    assert response.status_code == 400
    assert "'query'" in response.json["detail"]


def test_a_tool_that_accepts_no_rdf_is_told_in_what_the_service_is_described(client):
    response = client.get("/sparql", headers={"Accept": "image/png"})

    assert response.status_code == 406
    assert "text/turtle" in response.json["detail"]


# Pages


@pytest.mark.parametrize("query", [{}, {"query": ""}], ids=["none", "an empty one"])
def test_a_browser_without_a_query_gets_the_form(client, query):
    page = Page(client.get("/sparql", query_string=query, headers=BROWSER))

    assert page.all("textarea")[0]["name"] == "query"
    assert page.trusted == ["author-strict"]
    assert "author-strict chosen" in page.text


def test_the_form_needs_no_javascript(client):
    page = Page(client.get("/sparql", headers=BROWSER))

    assert page.all("script") == []
    assert {form["method"] for form in page.all("form")} == {"get"}
    assert {urlsplit(form["action"]).path for form in page.all("form")} == {"/sparql"}


def test_every_field_of_the_form_has_a_label(client, library):
    page = Page(client.get("/sparql", headers=BROWSER))
    labelled = {label.get("for") for label in page.all("label")}
    fields = [f for tag in ("textarea", "select") for f in page.all(tag)]

    assert {field["id"] for field in fields} <= labelled


def test_a_question_is_taken_into_the_form_with_whom_it_trusts(client, library):
    asked = {"question": "harbour/deadly"}
    page = Page(client.get("/sparql", query_string=asked, headers=BROWSER))

    assert "?event cg:killedAtLeast ?least" in page.text
    assert page.trusted == ["plus-belligerents"]


def test_the_form_keeps_what_was_asked_and_of_whom(get):
    page = Page(get(SEIZED, BROWSER["Accept"], trust=["", "author-broad"]))

    assert SEIZED in page.text
    assert page.trusted == ["author-broad"]
    assert "Trusted: the author, even when unsure author-broad" in page.text


@pytest.mark.parametrize(
    ("query", "trust", "said"),
    [
        ("SELECT ?x { VALUES ?x { 1 2 } }", "", "Rows 2 rows"),
        ("CONSTRUCT { <e:a> <e:b> 1 } {}", "", "Triples 1 triple"),
        (TRIPLE_TERM, "", "<<( e:c e:d e:e )>>"),
        (SEIZED, "author-strict", "the author, when certain author-strict Yes"),
        (SEIZED, "", "No Why nothing was found"),
        ("SELECT ?x { ?x cg:perpetrator ?y }", "", "It matches only in views"),
        ("CONSTRUCT WHERE { ?x cg:victim ?y }", "", "cg:victim never stands as a"),
        ("ASK { <e:a> ?p ?o }", "author-strict", "<e:a> is unknown here"),
        ("SELECT ?x { ?x cg:perpetratr ?y }", "", "did you mean cg:perpetrator?"),
    ],
)  # fmt: skip
def test_a_page_says_the_answer(get, query, trust, said):
    assert said in Page(get(query, BROWSER["Accept"], trust=trust)).text


@pytest.mark.parametrize(
    ("what", "member"), [("empty", "culprits"), ("sources", "rows"), ("plan", "steps")]
)
def test_an_answer_is_explained_to_tools_and_to_people(get, what, member):
    query = "SELECT ?x { ?x cg:perpetrator ?y }"
    told = get(query, explain=what)
    page = Page(get(query, BROWSER["Accept"], explain=what))

    assert told.mimetype == "application/json"
    assert member in told.json
    assert told.headers["ETag"]
    assert [s for s in page.all("section") if s.get("class") == "explained"]


def test_an_unknown_explanation_is_refused_with_those_there_are(get):
    response = get("ASK {}", explain="why")

    assert response.status_code == 400
    assert "empty, sources, plan" in response.json["detail"]


def test_a_table_has_a_caption_and_heads_and_leaves_unbound_cells_empty(get):
    query = 'SELECT ?a ?b ?c { VALUES (?a ?b) { (UNDEF "mot"@fr) } }'
    response = get(query, BROWSER["Accept"])
    page = Page(response)

    assert "<td></td>" in response.text
    assert len(page.all("caption")) == 1
    assert [head["scope"] for head in page.all("th")] == ["col"] * 3
    assert {"dir": "auto", "lang": "fr"} in page.all("span")


def test_a_direction_that_is_stated_is_kept(get):
    page = Page(get('SELECT ("x"@ar--rtl AS ?x) {}', BROWSER["Accept"]))

    assert {"dir": "rtl", "lang": "ar"} in page.all("span")


def test_links_lead_to_our_own_pages_and_to_the_web_and_nowhere_else(get):
    query = (
        "SELECT * { VALUES ?x { actor:jo-doe cg:Claim <http://example.org/?a=1&b=2> "
        "<javascript:alert(1)> <urn:x:y> <file:///etc/passwd> "
        "<https://w3id.org/claimgraph/elsewhere/x> } }"
    )
    page = Page(get(query, BROWSER["Accept"], trust="author-broad"))
    *ours, web, other = [a["href"] for a in page.all("a") if a.get("class") == "iri"]

    assert ours == [
        "/id/actor/jo-doe?trust=author-broad",
        "/ns?trust=author-broad#Claim",
    ]
    assert web == "http://example.org/?a=1&b=2"
    assert parse_qs(urlsplit(other).query) == {
        "query": ["DESCRIBE <https://w3id.org/claimgraph/elsewhere/x>"],
        "trust": ["author-broad"],
    }
    assert "actor:jo-doe" in page.text
    assert "javascript:alert(1)" in page.text


def test_a_link_to_a_description_is_answered(client, get):
    page = Page(get("SELECT * { VALUES ?x { actor:jo-doe } }", BROWSER["Accept"]))
    link = next(a["href"] for a in page.all("a") if a.get("class") == "iri")

    assert "Jo Doe" in client.get(link, headers=BROWSER).text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { </textarea><script>alert(1)</script> ?p ?o }",
        "SELECT ?x { VALUES ?x { '</td><script>alert(1)</script>' } }",
        f"SELECT ?o {{ GRAPH <{E}hostile> {{ ?s ?p ?o }} }}",
        "SELECT ?x { BIND ('x' AS ?x) } # \"><img src=x onerror=alert(1)>",
    ],
    ids=["in a faulty query", "in a literal", "in a label", "in a comment"],
)
def test_hostile_text_is_shown_and_not_run(get, query):
    page = Page(get(query, BROWSER["Accept"]))

    assert page.all("script") == []
    assert page.all("img") == []
    assert "alert(" in page.text
    assert [a for a in page.all("a") if a["href"].startswith("javascript")] == []


@pytest.mark.parametrize("name", ["_scheme", "endpoint", "_external", '"><script>'])
def test_foreign_parameters_do_no_harm_to_the_download_links(get, name):
    page = Page(get("ASK {}", BROWSER["Accept"], **{name: "javascript"}))
    links = [a["href"] for a in page.all("a") if "type" in a]

    assert len(links) == len(formats.RESULTS)
    assert {link[0] for link in links} == {"?"}
    assert page.all("script") == []


def test_the_downloads_hold_the_same_answer(client, get):
    page = Page(
        get("SELECT ?x { VALUES ?x { 7 } }", BROWSER["Accept"], trust="author-strict")
    )
    links = {a["type"]: a["href"] for a in page.all("a") if "type" in a}
    response = client.get(f"/sparql{links['text/csv']}", headers=BROWSER)

    assert response.text == "x\r\n7\r\n"
    assert response.headers["X-Claimgraph-Trust"] == "author-strict"


def test_a_long_answer_says_what_it_left_out(app, get, monkeypatch):
    monkeypatch.setitem(app.config, "ROWS_ON_A_PAGE", 2)
    page = Page(get("SELECT ?x { VALUES ?x { 1 2 3 4 5 } }", BROWSER["Accept"]))

    assert len(page.all("td")) == 2
    assert "3 of 5 rows are left out" in page.text


def test_a_malformed_query_stays_in_the_form_under_its_problem(get):
    response = get(
        "SELECT *\nWHERE { ?s foo:p ?o }", BROWSER["Accept"], trust="author-broad"
    )
    page = Page(response)

    assert response.status_code == 400
    assert page.all("section")[0]["role"] == "alert"
    assert "line 2, column 12" in page.text
    assert page.all("textarea")[0]["aria-invalid"] == "true"
    assert "SELECT *\nWHERE { ?s foo:p ?o }</textarea>" in response.text
    assert page.trusted == ["author-broad"]


# What the server trusts for those who name nobody


@pytest.fixture(scope="module")
def trusting():
    return create_app(made_up.engine(), trust=["author-strict"]).test_client()


@pytest.mark.parametrize(
    ("parameters", "trusted"),
    [
        ({}, "author-strict"),
        ({"trust": ""}, "none"),
        ({"trust": "author-broad"}, "author-broad"),
        ({"default-graph-uri": f"{E}data1"}, "none"),
    ],
)
def test_the_servers_trust_is_for_requests_that_name_none(
    trusting, parameters, trusted
):
    response = trusting.get("/sparql", query_string={"query": SEIZED, **parameters})

    assert response.headers["X-Claimgraph-Trust"] == trusted


# The library


def test_the_library_is_a_list_for_tools(client, library):
    assert client.get("/queries").json == [
        {
            "name": "harbour/deadly",
            "address": "/queries/harbour/deadly",
            "summary": "Which events killed at least so many?",
            "description": "One row an event.",
            "parameters": {"event": "iri", "minimum": "integer"},
            "tags": ["numbers"],
            "trust": ["plus-belligerents"],
            "sparql": "1.1",
        }
    ]


def test_the_library_is_a_page_for_people(client, library):
    page = Page(client.get("/queries", headers=BROWSER))

    assert "/queries/harbour/deadly" in page.links


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({}, 1),
        ({"minimum": "12"}, 1),
        ({"minimum": "13"}, 0),
        ({"minimum": ""}, 1),
        ({"event": "event:port-seizure"}, 1),
        ({"event": "event:port-exit"}, 0),
        ({"trust": ""}, 0),
        ({"trust": "author-strict"}, 0),
    ],
)
def test_a_question_is_answered_with_its_parameters_bound(
    client, library, parameters, rows
):
    response = client.get("/queries/harbour/deadly", query_string=parameters)

    assert len(response.json["results"]["bindings"]) == rows


def test_a_question_trusts_whom_its_header_names(client, library):
    response = client.get("/queries/harbour/deadly")

    assert response.headers["X-Claimgraph-Trust"] == "plus-belligerents"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("harbour/deadyl", 404, "Did you mean 'harbour/deadly'?"),
        ("harbour/deadly?nobody=1", 400, "takes event, minimum"),
        ("harbour/deadly?minimum=many", 400, "a whole number"),
        ("harbour/deadly?minimum=1&minimum=2", 400, "give it once"),
        ("harbour/deadly?format=turtle", 400, "json, xml, csv, tsv"),
        ("harbour/deadly?trust=nobody", 400, "Choose from"),
    ],
)
def test_a_wrong_question_is_one_sentence(client, library, path, status, said):
    response = client.get(f"/queries/{path}")

    assert response.status_code == status
    assert said in response.json["detail"]


def test_a_value_cannot_break_out_of_its_parameter(client, library):
    hostile = {"event": "event:x } UNION { ?event ?least ?minimum"}
    response = client.get("/queries/harbour/deadly", query_string=hostile)

    assert response.status_code == 400
    assert response.json["type"].endswith("/bad-parameter")


def test_a_questions_page_is_its_form_and_its_answer(client, library):
    asked = {"minimum": "2"}
    page = Page(
        client.get("/queries/harbour/deadly", query_string=asked, headers=BROWSER)
    )
    fields = {field.get("name"): field.get("value") for field in page.all("input")}

    assert fields["minimum"] == "2"
    assert "event" in fields
    assert page.trusted == ["plus-belligerents"]
    assert "event:port-seizure" in page.text


def test_a_questions_page_keeps_a_wrong_value_beside_its_problem(client, library):
    asked = {"minimum": "<many>"}
    page = Page(
        client.get("/queries/harbour/deadly", query_string=asked, headers=BROWSER)
    )

    assert "<many>" in [field.get("value") for field in page.all("input")]
    assert "a whole number" in page.text


def test_every_shipped_question_has_a_page(client):
    for name in queries.library():
        assert client.get(f"/queries/{name}", headers=BROWSER).status_code == 200


def test_a_client_may_spell_its_format_in_several_ways(get):
    """SPARQLWrapper sends three names for what it wants."""
    spelled = ["rdf%2Bxml", "application/rdf+xml"]
    response = get("CONSTRUCT WHERE { ?s a cg:Document }", format=spelled, output="x")

    assert response.mimetype == "application/rdf+xml"


def test_a_timeout_that_is_none_is_refused_even_where_the_answer_is_at_hand(get):
    fields = {"query": "ASK { }", "format": "json"}

    assert get(**fields).status_code == 200
    assert get(**fields, timeout="0").status_code == 400
