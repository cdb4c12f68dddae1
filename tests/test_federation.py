"""SERVICE: endpoints that the operator listed are asked, and nobody else ever is."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from claimgraph import cli
from claimgraph.dataset import Dataset, Request
from claimgraph.errors.queries import MalformedQuery, TooLong
from claimgraph.errors.services import ServiceFailed, UnlistedService
from claimgraph.federation import Federation, Results, joined
from serving import ask, served

E = "PREFIX e: <http://example.org/>\n"
OURS = "<http://example.org/a> <http://example.org/knows> <http://example.org/b> ."
THEIRS = """
<http://example.org/a> <http://example.org/name> "A" .
<http://example.org/b> <http://example.org/name> "B, {of} \\"two\\" parts } # no"@en .
<http://example.org/b> <http://example.org/age> 7 .
<http://example.org/b> <http://example.org/home> _:h .
_:h <http://example.org/name> "home" .
"""
LISTED = "https://example.org/sparql"
JSON = "application/sparql-results+json"


class Other(BaseHTTPRequestHandler):
    """An endpoint with a fault, which its path names."""

    def do_POST(self):
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        getattr(self, self.path.strip("/"))()

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirecting(self):
        self.send(302, Location=f"http://127.0.0.1:{self.server.server_port}/elsewhere")

    def elsewhere(self):
        self.send(200, rows({}), Content_Type=JSON)

    def silent(self):
        self.server.waited.append(self.rfile.read(1))

    def dripping(self):
        self.send(200, b"{", Content_Type=JSON)
        while self.wfile.write(b" ") == 1:
            time.sleep(0.05)

    def endless(self):
        self.send(200, b"{", Content_Type=JSON)
        while True:
            self.wfile.write(b" " * 2**16)

    def broken(self):
        self.send(500, b"no")

    def page(self):
        self.send(200, b"<p>Hello", Content_Type="text/html")

    def yes(self):
        self.send(200, b'{"head": {}, "boolean": true}', Content_Type=JSON)

    def odd(self):
        self.send(200, b'{"head"', Content_Type=JSON)

    def cut(self):
        self.send(200, rows({}), Content_Type=JSON, Content_Length="100")

    def log_message(self, *_):
        pass

    do_GET = do_POST  # noqa: N815 - the name that is looked for


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is what some tests are about."""


FAULTS = {
    "redirecting": "answered 302 Found, and redirections are not followed",
    "broken": "answered 500 Internal Server Error",
    "page": "sent text/html",
    "yes": "sent a yes or no",
    "odd": "cannot be read",
    "cut": "broke off",
    "silent": "did not answer within 1 seconds",
    "dripping": "did not answer within 1 seconds",
    "endless": "sent more than 100,000 bytes",
}


def rows(*bindings):
    names = sorted({name for row in bindings for name in row})
    table = {"head": {"vars": names}, "results": {"bindings": bindings}}
    return json.dumps(table).encode()


@contextmanager
def faulty():
    server = Server(("127.0.0.1", 0), Other)
    server.asked, server.waited = [], []
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def other():
    """A server with endpoints of every fault."""
    with faulty() as server:
        yield server


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """A second server of ours."""
    path = tmp_path_factory.mktemp("theirs") / "theirs.ttl"
    path.write_text(THEIRS, encoding="utf-8")
    with served("--empty", "--data", str(path)) as address:
        yield f"{address}/sparql"


@pytest.fixture(scope="module")
def address(endpoint, other, tmp_path_factory):
    """A server whose queries may name the other endpoints, but for the broken one's."""
    path = tmp_path_factory.mktemp("ours") / "ours.ttl"
    path.write_text(OURS, encoding="utf-8")
    listed = [
        endpoint,
        "http://127.0.0.1:9/sparql",
        *(at(other, name) for name in FAULTS),
    ]
    services = [f"--service={iri}" for iri in listed]
    limits = ["--setting=SERVICE_BYTES=100000", "--setting=SERVICE_TIMEOUT=1"]
    with served("--empty", "--data", str(path), *limits, *services) as address:
        yield address


def at(other, name):
    return f"http://127.0.0.1:{other.server_port}/{name}"


def problem(address, query, **parameters):
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(address, E + query, **parameters)
    with caught.value as response:
        return json.load(response)


def values(answer):
    """The rows of an answer, as what each variable is bound to."""
    return [
        {name: term["value"] for name, term in row.items()}
        for row in answer["results"]["bindings"]
    ]


def test_rows_of_another_endpoint_join_ours(address, endpoint):
    query = f"SELECT ?name ?age {{ e:a e:knows ?b . SERVICE <{endpoint}> {{ ?b e:name ?name ; e:age ?age }} }}"  # fmt: skip

    assert values(ask(address, E + query)) == [
        {"name": 'B, {of} "two" parts } # no', "age": "7"}
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { SERVICE <%s> { e:b e:age 7 } }", True),
        ("ASK { SERVICE <%s> { e:b e:age 8 } }", False),
        ("ASK { SERVICE <%s> { SELECT ?s { ?s e:age ?o } } }", True),
        ("ASK { e:a e:knows ?b FILTER EXISTS { SERVICE <%s> { ?b e:age 7 } } }", True),
        ("ASK { e:a e:knows ?b FILTER NOT EXISTS { SERVICE <%s> { ?b e:age 7 } } }", False),
        ("ASK { e:a e:knows ?b OPTIONAL { SERVICE <%s> { ?b e:age ?n } } FILTER(?n = 7) }", True),
        ("ASK { e:a e:knows ?b MINUS { SERVICE <%s> { ?b e:age 7 } } }", False),
        ("ASK { SERVICE <%s> { ?b e:home ?h } FILTER isBlank(?h) }", True),
        ("ASK { SERVICE <%s> { ?b e:home ?h . ?h e:name ?n } ?h ?p ?o }", False),
        ("ASK { SERVICE <%s> { ?s e:name ?n OPTIONAL { ?s e:age ?a } } FILTER(!bound(?a)) }", True),
        ("BASE <%s> ASK { SERVICE <> { e:b e:age 7 } }", True),
        ("PREFIX x: <%s> ASK { service # {\n x: { e:b e:age 7 } }", True),
    ],
)  # fmt: skip
def test_a_group_is_evaluated_there_and_joined_here(address, endpoint, query, expected):
    assert ask(address, E + query % endpoint)["boolean"] is expected


def test_the_same_blank_node_of_one_answer_is_one_node(address, endpoint):
    query = f"SELECT ?h (COUNT(*) AS ?n) {{ SERVICE <{endpoint}> {{ {{ ?b e:home ?h }} UNION {{ ?h e:name 'home' }} }} }} GROUP BY ?h"  # fmt: skip

    (row,) = values(ask(address, E + query))
    assert row["n"] == "2"


@pytest.mark.parametrize("fault", FAULTS)
def test_an_endpoint_that_fails_is_named(address, other, fault):
    found = problem(address, f"ASK {{ SERVICE <{at(other, fault)}> {{ ?s ?p ?o }} }}")

    assert (found["status"], found["line"], found["column"]) == (502, 2, 7)
    assert found["type"].endswith("/service-failed")
    assert f"<{at(other, fault)}>" in found["detail"]
    assert FAULTS[fault] in found["detail"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_silent_service_that_fails_binds_nothing(address, other, fault):
    query = f"SELECT * {{ ?a e:knows ?b SERVICE SILENT <{at(other, fault)}> {{ ?b ?p ?o }} }}"  # fmt: skip

    answer = ask(address, E + query)

    assert sorted(answer["head"]["vars"]) == ["a", "b", "o", "p"]
    assert [sorted(row) for row in values(answer)] == [["a", "b"]]


def test_a_redirection_is_not_followed(address, other):
    other.asked.clear()
    problem(address, f"ASK {{ SERVICE <{at(other, 'redirecting')}> {{ ?s ?p ?o }} }}")

    assert other.asked == ["/redirecting"]


def test_nobody_there_is_said(address):
    found = problem(address, "ASK { SERVICE <http://127.0.0.1:9/sparql> {} }")

    assert "cannot be asked: Connection refused" in found["detail"]


def test_a_query_that_waits_ends_at_its_deadline(address, other):
    begun = time.monotonic()
    query = f"ASK {{ SERVICE SILENT <{at(other, 'silent')}> {{}} }}"

    assert problem(address, query, timeout="0.3")["type"].endswith("/over-time")
    assert time.monotonic() - begun < 0.9


def test_no_answer_of_others_is_kept(address, endpoint):
    fields = urllib.parse.urlencode({"query": f"ASK {{ SERVICE <{endpoint}> {{}} }}"})
    with urllib.request.urlopen(f"{address}/sparql?{fields}") as response:
        assert "ETag" not in response.headers


def test_health_and_the_description_tell_who_may_be_asked(address, endpoint):
    with urllib.request.urlopen(f"{address}/health") as response:
        told = json.load(response)
    asked = urllib.request.Request(
        f"{address}/sparql", headers={"Accept": "text/turtle"}
    )
    with urllib.request.urlopen(asked) as response:
        described = response.read()

    assert told["services"][0] == endpoint
    assert told["protections"]["network"] is True  # in the process of the query
    assert b"BasicFederatedQuery" in described


def test_a_worker_has_no_network_where_services_are_listed(address, other):
    """Whatever a query might hide from us, the engine itself reaches nobody."""
    other.asked.clear()
    for text in (
        "ASK { SERVICEx:y {} }",
        "ASK { FILTER(1<2#>'''\n) SERVICE <%s> {} #'''\n }",
        "LOAD <%s>",
    ):
        assert problem(address, text.replace("%s", at(other, "elsewhere")))["status"] in (400, 403)  # fmt: skip
    assert other.asked == []


def test_explanations_ask_nobody(address, endpoint):
    found = problem(address, f"ASK {{ SERVICE <{endpoint}> {{}} }}", explain="plan")

    assert found["type"].endswith("/not-explained")


def test_a_page_shows_an_answer_of_others_that_is_empty(address, endpoint):
    fields = urllib.parse.urlencode(
        {"query": f"ASK {{ SERVICE <{endpoint}> {{ ?s <e:p> 2 }} }}"}
    )
    asked = urllib.request.Request(
        f"{address}/sparql?{fields}", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(asked) as response:
        assert response.status == 200


def test_an_update_asks_nobody_even_if_the_endpoint_is_listed(endpoint, tmp_path):
    text = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
    with served("--empty", "--update-token=t", f"--service={endpoint}") as address:
        request = urllib.request.Request(
            f"{address}/update", text.encode(),
            {"Authorization": "Bearer t", "Content-Type": "application/sparql-update"},
        )  # fmt: skip
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        with caught.value as response:
            assert "SERVICE at line 1, column 29" in json.load(response)["detail"]


@pytest.mark.parametrize(
    "reference",
    [
        "<https://example.org/sparql/>",
        "<https://example.org/sparq%6C>",
        "<https://example.org/sparql?>",
        "<https://example.org/sparql#>",
        "<https://EXAMPLE.org/sparql>",
        "<HTTPS://example.org/sparql>",
        "<http://example.org/sparql>",
        "<https://example.org:443/sparql>",
        "<https://example.org/SPARQL>",
        "<https://user@example.org/sparql>",
        "<https://example.org/x/../sparql/.>",
        "<sparql>",
        "actor:sparql",
        "<file:///etc/passwd>",
        "?endpoint",
        "SILENT $endpoint",
    ],
)
def test_any_other_spelling_is_another_endpoint(reference):
    with pytest.raises(UnlistedService) as caught:
        joined(f"ASK {{\n SERVICE {reference} {{ ?s ?p ?o }} }}", listed(unasked))

    assert caught.value.position.line == 2
    assert "--service" in str(caught.value)
    assert f"<{LISTED}>" in str(caught.value)


def listed(answer):
    return Federation([LISTED], answer)


def unasked(endpoint, query):
    raise AssertionError(f"{endpoint} was asked {query}")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <%s> { SERVICE <http://e/> {} } }",
        "ASK { SERVICE <%s> {} SERVICE SILENT <http://e/> {} }",
        "ASK { SERVICE <%s> {} { SELECT * { OPTIONAL { SERVICE ?x {} } } } }",
        "ASK { SERVICE <%s> {} FILTER EXISTS { # \n service#\n<http://e/>{} } }",
    ],
)
def test_every_clause_is_looked_at_before_anybody_is_asked(text):
    with pytest.raises(UnlistedService):
        joined(text % LISTED, listed(unasked))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <%s> { ?s ?p } }",
        "ASK { SERVICE <%s> {} ?s ?p }",
        "ASK { SERVICE <%s> { }",
        "ASK { SERVICE <%s> }",
        "ASK { SERVICE { ?s ?p ?o } }",
        "ASK { SERVICE SILENT",
        "ASK { SERVICE",
        "ASK { SERVICE unknown:e {} }",
        "SELECT ?x { SERVICE <%s> { ?x ?y ?z } BIND(1 AS ?x) }",
        r"ASK { SERVICE <%s> {} \u0053ERVICE <http://e/> {} }",
        r"ASK { SERVICE <%s> {} FILTER('\u0027) SERVICE <http://e/> {} #') }",
    ],
)
def test_nobody_is_asked_for_a_query_that_does_not_parse(text):
    with pytest.raises(MalformedQuery):
        joined(text.replace("%s", LISTED), listed(unasked))


def test_a_query_asks_a_few_endpoints_at_most():
    text = f"ASK {{ {f'SERVICE <{LISTED}> {{}} ' * 11} }}"

    with pytest.raises(TooLong, match="more than 10"):
        joined(text, listed(unasked))


def test_what_is_sent_stands_by_itself():
    """Whatever a query may leave undeclared here is declared for others."""
    sent = []

    def answer(endpoint, query):
        sent.append(query)
        return Results(rows(), JSON)

    text = r"PREFIX e: <x#> SELECT * { SERVICE <%s> { ?s a cg:Claim ; e:name 'SERVICE caf\u00e9' } }"  # fmt: skip
    joined(text % LISTED, listed(answer))

    Store().query(*sent)
    assert "https://w3id.org/claimgraph/ns#" in sent[0]
    assert "BASE <https://w3id.org/claimgraph/>" in sent[0]


@pytest.mark.parametrize(
    "row",
    [
        {"s": {"type": "uri", "value": "http://e/> } SERVICE <http://e/> {} #"}},
        {"s": {"type": "literal", "value": "x", "xml:lang": "en) } #"}},
        {"s": {"type": "literal", "value": "x", "datatype": "http://e/>) } #"}},
        {"s": {"type": "bnode", "value": 'x" } #'}},
    ],
)
def test_what_an_endpoint_sends_stays_a_term(row):
    federation = listed(lambda *_: Results(rows(row), JSON))

    with pytest.raises(ServiceFailed, match="cannot be read"):
        joined(f"ASK {{ SERVICE <{LISTED}> {{ ?s ?p ?o }} }}", federation)


@pytest.mark.parametrize("text", ['") } #', "\\", "\n\r\t\x00\x7f", "'''", "\ufffe𝄞"])
def test_a_text_of_another_endpoint_arrives_as_it_is(text):
    sent = rows({"s": {"type": "literal", "value": text}, "o } #": {"type": "bnode", "value": "b"}})  # fmt: skip
    request = Request(f"SELECT ?s {{ SERVICE <{LISTED}> {{ ?s ?p ?o }} }}")
    federation = listed(lambda *_: Results(sent.replace(b"o } #", b"o"), JSON))

    ((term,),) = Dataset(Store(), "").query(request, federation).rows()
    assert term.value == text


@pytest.mark.parametrize(
    "iri",
    ["example.org/sparql", "ftp://e.org/", "https://u:p@e.org/", "https://e.org/#x", "https://",
     "https://e.org/<x>", "https://e.org/é", "https://e.org/a b", "file:///etc/passwd"],
)  # fmt: skip
def test_an_endpoint_to_list_is_a_whole_address(iri):
    result = CliRunner().invoke(cli.main, ["serve", "--service", iri])

    assert result.exit_code == 2
    assert "no address of an endpoint" in result.output
