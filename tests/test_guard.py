"""A server that takes updates publishes what the shapes pass, and nothing else."""

import json
import re
import urllib.error
import urllib.request
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from claimgraph.cli import main
from serving import ask, served

TOKEN = "correct-horse"  # noqa: S105 - it opens nothing
PREFIXES = """\
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX e: <http://example.org/>
"""
NAMED = "https://w3id.org/claimgraph/graph/"
ME = "e:me a cg:Person ; rdfs:label 'Me'@en ."
NAMED_OTHER = "<http://example.org/other> a <https://w3id.org/claimgraph/ns#Person> ."
NAMELESS = "e:nobody a cg:Person ."
CONFORMS = "ASK { GRAPH graph:validation { ?report sh:conforms true } }"
MESSAGES = """SELECT ?node ?severity ?message { GRAPH graph:validation {
  ?report sh:result [ sh:focusNode ?node ; sh:resultSeverity ?severity ;
    sh:resultMessage ?message ] } FILTER (LANG(?message) = 'en') }"""


class Server:
    """A server and what one does to it."""

    def __init__(self, address, folder=None):
        self.address, self.folder = address, folder

    def send(self, method, path, body=b"", media_type="text/turtle", accept=None):
        """The status and the body of the answer."""
        body = body.encode() if isinstance(body, str) else body
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media_type}
        headers |= {"Accept": accept} if accept else {}
        request = urllib.request.Request(
            f"{self.address}{path}", body, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def update(self, text, **more):
        media_type = "application/sparql-update"
        return self.send("POST", "/update", PREFIXES + text, media_type, **more)

    def put(self, graph, text, method="PUT", **more):
        return self.send(method, f"/graphs?{urlencode({'graph': graph})}", text, **more)

    def patch(self, graph, text):
        media_type = "application/sparql-update"
        return self.put(graph, PREFIXES + text, "PATCH", media_type=media_type)

    def state(self):
        """All that must stay as it was where a change is refused."""
        with urllib.request.urlopen(f"{self.address}/health", timeout=30) as response:
            told = json.load(response)
        with urllib.request.urlopen(f"{self.address}/", timeout=30) as response:
            tag = response.headers["ETag"]
        files = sorted(self.folder.rglob("*")) if self.folder else []
        kept = {f: sha256(f.read_bytes()).hexdigest() for f in files if f.is_file()}
        return told["dataset"], told["quads"], tag, kept

    def conforms(self):
        return ask(self.address, CONFORMS)["boolean"]

    def messages(self):
        rows = ask(self.address, MESSAGES)["results"]["bindings"]
        return [
            (row["node"]["value"], row["severity"]["value"].rpartition("#")[2],
             row["message"]["value"])
            for row in rows
        ]  # fmt: skip

    def count(self, pattern):
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}"
        (row,) = ask(self.address, PREFIXES + query)["results"]["bindings"]
        return int(row["n"]["value"])


def started(*arguments, folder=None):
    store = ["--store", str(folder)] if folder else []
    return served(*store, "--update-token", TOKEN, *arguments)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guard") / "store"
    with started(folder=folder) as address:
        yield Server(address, folder)


def inserted(text, graph="e:g"):
    return f"INSERT DATA {{ GRAPH {graph} {{ {text} }} }}"


def form(*texts):
    """Files in one form, and its media type."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="f"; filename="f{n}.ttl"\r\n'
        f"Content-Type: text/turtle\r\n\r\n{text}\r\n"
        for n, text in enumerate(texts)
    ]
    return "".join([*parts, "--b--\r\n"]), "multipart/form-data; boundary=b"


G = "http://example.org/g"
GOOD, BAD = PREFIXES + ME, PREFIXES + NAMELESS
BOTH, FORM = form(GOOD, BAD)
#: Ways of writing what is not as the shapes ask.
WAYS = {
    "update": lambda s: s.update(inserted(NAMELESS)),
    "update-of-several": lambda s: s.update(f"{inserted(ME)} ; {inserted(NAMELESS)}"),
    "put": lambda s: s.put(G, BAD),
    "post": lambda s: s.put(G, BAD, "POST"),
    "post-of-files": lambda s: s.put(G, BOTH, "POST", media_type=FORM),
    "post-of-a-new-graph": lambda s: s.send("POST", "/graphs", BAD),
    "put-to-itself": lambda s: s.send("PUT", "/graph/mine", BAD),
    "patch": lambda s: s.patch(G, f"INSERT DATA {{ {NAMELESS} }}"),
    "patch-that-takes-away": lambda s: s.patch(
        G, "DELETE { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }"
    ),
    "ontology-of-ones-own": lambda s: s.put(
        "http://example.org/ontology", PREFIXES + "e:me a cg:NoSuchClass ."
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_the_shapes_do_not_pass_is_refused_with_a_report_and_changes_nothing(
    server, way
):
    assert server.put(G, GOOD)[0] in (201, 204)
    before = server.state()

    status, body = WAYS[way](server)

    problem = json.loads(body)
    assert status == 422
    assert problem["type"].endswith("/problem/invalid")
    assert [f for f in problem["report"]["findings"] if f["severity"] == "Violation"]
    assert server.state() == before
    assert server.conforms()


def test_what_the_shapes_pass_is_published(server):
    server.put(G, GOOD)
    for change in (
        server.update(inserted("e:you a cg:Person ; rdfs:label 'You'@en .")),
        server.patch(G, "INSERT DATA { e:me rdfs:seeAlso e:there }"),
        server.put(G, BOTH.replace(NAMELESS, ME), "POST", media_type=FORM),
    ):
        assert change[0] in (201, 204)

    assert server.count("e:you a cg:Person")
    assert server.conforms()
    assert server.put(G, b"", "DELETE")[0] == 204
    assert not server.count("e:you ?p ?o")


def test_a_refusal_says_where_in_the_body_the_fault_stands(server):
    text = PREFIXES + "e:me\n  a cg:Person ;\n  rdfs:label 'Me'@en ;\n  cg:noSuch 1 .\n"
    _, body = server.put("http://example.org/places", text)

    (found,) = json.loads(body)["report"]["findings"]
    place = found["place"]
    assert (place["file"], place["line"], place["column"]) == ("body", 7, 13)
    assert place["source"] == "  cg:noSuch 1 ."
    assert found["node"] == "<http://example.org/me>"
    assert found["root"].startswith("https://w3id.org/claimgraph/shape/")


def test_a_refusal_says_where_in_the_body_a_blank_node_stands(server):
    text = f"{PREFIXES}e:a e:b [ a cg:Person ] ,\n  [ e:c 1 ] ."
    status, body = server.put("http://example.org/blank", text)
    places = {(f["place"]["file"], f["place"]["line"], f["place"]["column"]) for f in json.loads(body)["report"]["findings"]}  # fmt: skip

    assert status == 422
    assert places == {("body", 4, 9)}


def test_a_refusal_says_in_which_of_several_bodies_the_fault_stands(server):
    _, body = server.put(G, BOTH, "POST", media_type=FORM)

    places = [f["place"] for f in json.loads(body)["report"]["findings"]]
    assert {(place["file"], place["line"]) for place in places} == {("body 2", 4)}


#: Updates that are refused; ‸ stands before what is at fault.
UPDATES = {
    "lacks a label": inserted("‸e:nobody a cg:Person"),
    "in a long string": inserted(f"{ME}\n e:me cg:noSuch ‸'''}}\n'''@en"),
    "of several graphs": f"INSERT DATA {{ GRAPH e:g {{ {ME} }} . GRAPH "
    "e:h\n{ e:a e:b 1 } # }\r\n GRAPH e:i {‸e:nobody a cg:Person}}",
    "of several operations": f"{inserted(ME)} ; CLEAR SILENT GRAPH e:h ;\n"
    "PREFIX e: <http://example.org/other/> INSERT DATA { GRAPH <http://example.org/g> "
    "{ ‸e:me a cg:Person } }",
    "relative to a base": "BASE <http://example.org/> "
    + inserted("<b> <c> <d> . ‸<a> a cg:Person", "<g>"),
    "in brackets": inserted("e:a e:b [ e:c 1 ] , ‸[ a cg:Person ; e:c 1 ]"),
    "brackets alone": inserted("[] e:b 1 . ‸[] a cg:Person ."),
    "a label": inserted("‸_:x a cg:Person . _:y e:b _:x"),
    "a collection": inserted(f"{ME} e:me cg:noSuch ‸( 1 2 ) ."),
    "in a collection": inserted("e:a e:b ( 007 ‸[ a cg:Person ] )"),
    "a template": "INSERT { GRAPH e:g { ‸e:nobody a cg:Person } } WHERE { }",
    "beside variables": "DELETE { GRAPH e:g { e:nobody e:b ?b } } INSERT { GRAPH e:g { "
    "?s a ?type . ‸e:nobody a cg:Person ; e:b ?b } } WHERE { VALUES ?b { 1 } }",
    "a variable": "INSERT { GRAPH e:g { ‸e:me rdfs:label 'Me'@en ; a cg:Person ; "
    "cg:noSuch ?o } } WHERE { VALUES ?o { 1 } }",
}


@pytest.mark.parametrize("text", UPDATES.values(), ids=UPDATES)
def test_a_refusal_says_where_in_the_update_the_fault_stands(server, text):
    before, _, after = (PREFIXES + text).partition("‸")
    _, body = server.update(text.replace("‸", ""))

    line = before.rpartition("\n")[2]
    begin = (before.count("\n") + 1, len(line) + 1)
    places = [each["place"] for each in json.loads(body)["report"]["findings"]]
    assert {(p["file"], p["line"], p["column"]) for p in places} == {("update", *begin)}
    assert {p["source"] for p in places} == {line + after.partition("\n")[0]}


def test_what_stands_nowhere_in_an_update_is_said_with_node_and_graph(server):
    _, body = server.update(
        "INSERT { GRAPH e:other { ?who a cg:Person } } "
        "WHERE { VALUES ?who { e:nobody } }"
    )

    (found,) = json.loads(body)["report"]["findings"]
    assert found["node"] == "<http://example.org/nobody>"
    assert found["place"]["file"] == "http://example.org/other"
    assert found["place"]["line"] is None


def test_nodes_that_are_alike_are_each_said_at_their_own_place(server):
    _, body = server.update(inserted("[] a cg:Person .\n[] a cg:Person ."))

    places = [each["place"] for each in json.loads(body)["report"]["findings"]]
    assert {(place["line"], place["column"]) for place in places} == {(4, 27), (5, 1)}


def test_a_refused_patch_says_where_the_fault_stands(server):
    server.put(G, GOOD)
    _, body = server.patch(G, "INSERT DATA {\n e:nobody a cg:Person }")

    (found,) = json.loads(body)["report"]["findings"]
    place = found["place"]
    assert (place["file"], place["line"], place["column"]) == ("update", 5, 2)


@pytest.mark.parametrize(
    ("accept", "media_type", "holds"),
    [
        ("application/problem+json", "", '"report"'),
        ("*/*", "", '"report"'),
        ("application/json", "", '"report"'),
        ("text/turtle", "text/turtle", "sh:ValidationReport"),
        ("application/n-triples", "", "ValidationReport> ."),
        ("application/rdf+xml", "", "rdf:RDF"),
        ("application/ld+json", "", "ValidationReport"),
        ("text/plain", "text/plain", "update:4:27: violation"),
        ("application/sarif+json", "", '"startColumn": 27'),
        ("text/html,*/*;q=0.1", "text/html", "<html"),
    ],
)
def test_a_refusal_comes_in_the_form_that_is_liked(server, accept, media_type, holds):
    status, body = server.update(inserted(NAMELESS), accept=accept)

    assert status == 422
    assert holds in body.decode()


UNKNOWN = re.compile(
    r" on  in |0 focus nodes|Started ,|\b0\.00 s|<tbody>\s*</tbody>|<dd></dd>"
)


@pytest.mark.parametrize("form", ["text/turtle", "text/plain", "text/html"])
def test_a_refusal_says_nothing_that_is_not_known(server, form):
    _, body = server.update(inserted(NAMELESS), accept=form)

    text = body.decode()
    assert UNKNOWN.findall(text) == []
    assert "ontology/shapes/" in text or "documents" in text


def test_a_refusal_says_when_and_by_which_shapes_and_leaves_out_what_was_not_counted(
    server,
):
    _, body = server.update(inserted(NAMELESS))

    report = json.loads(body)["report"]
    assert datetime.fromisoformat(report["started"]).tzinfo
    assert report["seconds"] > 0
    assert {"ontology/shapes/entity.ttl"} <= {each["name"] for each in report["shapes"]}
    assert report.keys().isdisjoint({"coverage", "nodes", "unseen"})


def test_a_refusal_in_turtle_is_a_report_of_shacl(server):
    _, body = server.update(inserted(NAMELESS), accept="text/turtle")

    quads = list(parse(body, format=RdfFormat.TURTLE))
    said = {(q.predicate.value.rpartition("#")[2], q.object.value) for q in quads
            if hasattr(q.object, "value")}  # fmt: skip
    assert ("conforms", "false") in said
    assert ("focusNode", "http://example.org/nobody") in said


def test_what_others_need_is_not_removed(server):
    before = server.state()

    status, body = server.update(
        f"DELETE WHERE {{ GRAPH <{NAMED}reference/actors> {{ actor:jnim ?p ?o }} }}"
    )

    assert status == 422
    places = {f["place"]["file"] for f in json.loads(body)["report"]["findings"]}
    assert f"{NAMED}lwj-2023-09-mali" in places
    assert server.state() == before


def test_a_triple_in_two_graphs_is_there_until_it_is_in_none(server):
    for graph in ("http://example.org/one", "http://example.org/two"):
        assert server.put(graph, GOOD)[0] in (201, 204)
    label = "e:me rdfs:label 'Me'@en"

    first = server.update(f"DELETE DATA {{ GRAPH e:one {{ {label} }} }}")
    second = server.update(f"DELETE DATA {{ GRAPH e:two {{ {label} }} }}")

    server.put(G, b"", "DELETE")
    assert first[0] == 204
    assert second[0] in (204, 422)


def test_a_warning_keeps_nothing_back_and_is_reported(server):
    misnamed = "e:source a cg:UnnamedSource ; rdfs:label 'A source'@en ."
    assert server.put("http://example.org/misnamed", PREFIXES + misnamed)[0] == 201

    found = server.messages()
    assert {severity for _, severity, _ in found} == {"Warning"}
    assert not server.conforms()
    assert server.put("http://example.org/misnamed", b"", "DELETE")[0] == 204
    assert server.messages() == []
    assert server.conforms()


def test_a_server_in_quarantine_publishes_and_reports(tmp_path):
    with started("--quarantine", folder=tmp_path / "store") as address:
        quarantined = Server(address)
        assert quarantined.conforms()
        assert quarantined.put(G, BAD)[0] == 201

        (found,) = quarantined.messages()
        assert found[:2] == ("http://example.org/nobody", "Violation")
        assert quarantined.count("e:nobody a cg:Person")

    with started(folder=tmp_path / "store") as address:
        again = Server(address)

        assert again.messages() == [found]
        worse = inserted("e:none a cg:Person .")
        assert again.update(worse)[0] == 422
        assert again.update(inserted(ME, "e:other"))[0] == 204
        assert (
            again.update(inserted("e:nobody rdfs:label 'No'@en", "e:other"))[0] == 204
        )
        assert again.conforms()


def test_a_change_that_mends_only_a_part_is_published(tmp_path):
    text = PREFIXES + "e:a a cg:Person . e:b a cg:Person ."
    with started("--quarantine") as address:
        quarantined = Server(address)
        quarantined.put(G, text)
        assert len(quarantined.messages()) == 2
    file = tmp_path / "bad.ttl"
    file.write_text(text)
    with started("--data", str(file)) as address:
        server = Server(address)
        assert len(server.messages()) == 2
        graph = f"{NAMED}bad"

        one = server.update(inserted("e:a rdfs:label 'A'@en", f"<{graph}>"))
        other = server.put(graph, text + " e:c a cg:Person .")

        assert one[0] == 204
        assert other[0] == 422
        assert len(server.messages()) == 1


def test_blank_nodes_that_are_written_again_are_no_news(tmp_path):
    text = PREFIXES + "[] a cg:Person ; rdfs:label 'One'@en ."
    with started("--quarantine", folder=tmp_path / "store") as address:
        assert Server(address).put(G, text)[0] == 201
        before = len(Server(address).messages())
        assert before
    with started(folder=tmp_path / "store") as address:
        server = Server(address)

        assert server.put(G, f"{text} {ME}")[0] == 204
        assert server.put(G, f"{text} {ME} [] a cg:Person .")[0] == 422
        assert len(server.messages()) == before
        assert server.put(G, GOOD)[0] == 204
        assert server.conforms()


def test_a_server_without_guard_checks_nothing():
    with started("--no-guard") as address:
        server = Server(address)

        assert server.put(G, BAD)[0] == 201
        assert server.count("e:nobody a cg:Person")
        assert (
            ask(address, "ASK { GRAPH graph:validation { ?s ?p ?o } }")["boolean"]
            is False
        )


def test_a_server_on_the_disk_takes_no_claims():
    with started("--setting", "IN_MEMORY_BYTES=1") as address:
        server = Server(address)
        claim = "e:c a cg:Claim ; cg:holder e:me"

        status, body = server.update(inserted(claim))
        assert status == 403
        assert json.loads(body)["type"].endswith("/problem/unguarded")
        assert server.update(inserted(ME))[0] == 204


def test_the_commands_print_the_report_of_a_refusal(server, runner, tmp_path):
    file, update = tmp_path / "bad.ttl", tmp_path / "bad.ru"
    file.write_text(BAD)
    update.write_text(PREFIXES + inserted(NAMELESS))
    to = ["--server", server.address, "--update-token", TOKEN]

    for command in (["load", str(file)], ["update", str(update)]):
        result = runner.invoke(main, [*command, *to])

        assert result.exit_code == 1
        assert "nothing was changed" in result.output
        assert "http://example.org/nobody" in result.output
        assert "violation" in result.output


WRITTEN = """\
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX mine: <http://example.org/mine/>

# Somebody whom I name later.
  mine:one a cg:Person .
mine:two a cg:Person ; mine:label 1 , 2 ;
  <http://www.w3.org/2000/01/rdf-schema#label> "Two" .
  [] a cg:Person .
"""


@pytest.mark.parametrize("graph", [[], ["--graph", "http://example.org/g"]])
def test_the_report_on_loaded_files_tells_of_the_files(server, runner, tmp_path, graph):
    """They are sent as N-Triples, which nobody has seen."""
    file, other = tmp_path / "mine.ttl", tmp_path / "other.rdf"
    file.write_text(WRITTEN)
    other.write_bytes(serialize(parse(NAMED_OTHER, RdfFormat.TURTLE), format=RdfFormat.RDF_XML))  # fmt: skip
    to = ["--server", server.address, "--update-token", TOKEN, *graph]
    done = runner.invoke(main, ["load", str(file), *([str(other)] if graph else []), *to])  # fmt: skip

    assert done.exit_code == 1
    assert f"{file}:5:3: " in done.output
    assert "mine:one a cg:Person ." in done.output
    assert "[mine:one" in done.output
    assert f"{file}:7:48: " in done.output
    assert f"{file}:8:3: " in done.output
    assert "body" not in done.output
    assert not graph or f"{other}: " in done.output


def test_policies_are_data_that_writers_remove_and_bring_back(server, runner, tmp_path):
    """They are shipped as a beginning: others may be trusted instead, or nobody."""
    trusting = "/sparql?query=ASK%7B%7D&trust=author-strict"
    policies = f"{NAMED}policies"
    shipped = tmp_path / "policies.nt"
    shipped.write_bytes(runner.invoke(main, ["dump", "--graph", policies]).stdout_bytes)

    removed, _ = server.put(policies, "", method="DELETE")
    refused, said = server.send("GET", trusting)
    given = ["--server", server.address, "--update-token", TOKEN, "--graph", policies]
    loaded = runner.invoke(main, ["load", str(shipped), *given])

    assert removed == 204
    assert refused == 400
    assert "None is loaded but holder/<name> for one holder alone: load some, as " in said.decode()  # fmt: skip
    assert f"claimgraph dump --graph {policies} writes them." in said.decode()
    assert loaded.exit_code == 0, loaded.output
    assert server.send("GET", trusting)[0] == 200
