"""curl: whatever a person or a script types."""

import json
import subprocess

import pytest

import engines
from questions import ASKED, TRUCE, TRUCE_HOLDS, endpoint, on_file

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


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
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
