"""curl: whatever a person or a script types."""

import json
import subprocess

import pytest

import engines
from questions import TRUCE, TRUCE_HOLDS, UNREAD, endpoint, on_file

TYPES = {True: ("text/turtle", "ttl"), False: ("text/tab-separated-values", "tsv")}


@pytest.fixture
def curl(tmp_path):
    (tmp_path / "truce.rq").write_text(TRUCE)

    def run(*arguments):
        command = ["curl", "--silent", "--show-error", "--fail-with-body", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    return run


@pytest.mark.parametrize("query", UNREAD, ids=lambda query: query.name)
def test_curl_gets_the_answer_on_file(curl, address, query, tmp_path):
    (tmp_path / "asked.rq").write_text(query.text, encoding="utf-8")
    kind, extension = TYPES["CONSTRUCT" in query.text]
    answer = tmp_path / f"answer.{extension}"

    curl(
        "--data-urlencode", "query@asked.rq", "--header", f"Accept: {kind}",
        "--output", answer, endpoint(address, query.trust),
    )  # fmt: skip

    assert engines.on_file(answer) == on_file(query)


WAYS = {
    "get": ["--get", "--data-urlencode", "query@truce.rq"],
    "form": ["--data-urlencode", "query@truce.rq"],
    "form that names its charset": [
        "--data-urlencode", "query@truce.rq",
        "--header", "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
    ],
    "direct": [
        "--data-binary", "@truce.rq", "--header", "Content-Type: application/sparql-query",
    ],
    "direct that names its charset": [
        "--data-binary", "@truce.rq",
        "--header", "Content-Type: application/sparql-query; charset=UTF-8",
    ],
    "compressed": ["--compressed", "--data-urlencode", "query@truce.rq"],
    "in pieces": ["--header", "Transfer-Encoding: chunked", "--data-urlencode", "query@truce.rq"],
    "after being told to continue": [
        "--header", "Expect: 100-continue", "--data-urlencode", "query@truce.rq",
    ],
    "by HTTP/1.0": ["--http1.0", "--data-urlencode", "query@truce.rq"],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_curl_is_told_what_those_believed_say(curl, address, trust, holds, way):
    answer = json.loads(curl(*WAYS[way], endpoint(address, [trust])))

    assert answer["boolean"] is holds


def test_a_slash_at_the_end_does_no_harm(curl, address):
    assert json.loads(curl(*WAYS["form"], f"{address}/sparql/"))["boolean"] is False


def test_curl_may_probe_before_it_asks(curl, address):
    head = curl("--head", *WAYS["get"], endpoint(address, [])).lower()

    assert "content-type: application/sparql-results+json" in head


@pytest.fixture
def writer(curl, store, tmp_path):
    """curl with the token, and a path of the store instead of an address."""
    address, token = store
    (tmp_path / "notes.ttl").write_text("<urn:note> <urn:says> 'one'@en, 'two' .\n")
    (tmp_path / "added.ru").write_text(
        "INSERT DATA { GRAPH <http://example.org/curl-update> { <urn:a> <urn:b> 1 } }"
    )

    def write(path, *arguments):
        return curl(
            "--header", f"Authorization: Bearer {token}", *arguments, address + path
        )  # fmt: skip

    return write


@pytest.mark.parametrize(
    "way",
    [
        [
            "--data-binary",
            "@added.ru",
            "--header",
            "Content-Type: application/sparql-update",
        ],
        ["--data-urlencode", "update@added.ru"],
    ],
    ids=["direct", "form"],
)
def test_curl_updates(writer, held, way):
    writer("/update", *way)

    assert held("http://example.org/curl-update") == 1


def test_curl_puts_adds_gets_and_deletes_a_graph(writer, held):
    graph, turtle = (
        "http://example.org/curl-graph",
        ["--header", "Content-Type: text/turtle"],
    )
    path = f"/graphs?graph={graph}"

    writer(path, "--upload-file", "notes.ttl", *turtle)
    writer(path, "--data-binary", "<urn:note> <urn:says> 3 .", *turtle)
    read = writer(path)

    assert held(graph) == read.count("\n") - read.count("@prefix") + 2 == 3
    writer(path, "--request", "DELETE")
    assert held(graph) == 0


def test_curl_sends_a_file_as_a_form_does(writer, held):
    writer("/graphs?graph=http://example.org/curl-form", "--form", "file=@notes.ttl")

    assert held("http://example.org/curl-form") == 2
