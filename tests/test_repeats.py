"""What is asked again is answered the same again, and told again; or asked anew."""

import json
import logging
import re

import pytest

import made_up
from claimgraph import loading
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.hashes import hashed
from claimgraph.web.caching import ROUND_ABOUT, Cache, Kept

QUERY = "SELECT ?o { <http://example.org/one> a ?o }"


class Watched:
    """A client, and how many of its requests came as far as the application."""

    def __init__(self, app):
        self.reached = 0
        app.before_request_funcs.setdefault(None, []).insert(0, self._count)
        self._client = app.test_client()

    def _count(self):
        self.reached += 1

    def get(self, query=QUERY, method="GET", **options):
        place = "query_string" if method == "GET" else "data"
        asked = {"query": query} if isinstance(query, str) else query
        sent = {"method": method, place: asked, "buffered": True}
        return self._client.open("/sparql", **sent, **options)


@pytest.fixture
def watched():
    return Watched(create_app(made_up.engine()))


@pytest.fixture
def writable(tmp_path):
    """A client of a plain store of its own, and a function that updates it."""
    data = tmp_path / "data.ttl"
    data.write_text("<http://example.org/one> a <http://example.org/Thing> .")
    engine = start_engine(loading.sources([data]), defaults(), plain=True)
    app = create_app(engine, update_token=hashed("known"))
    client = app.test_client()

    def update(text):
        headers = {"Authorization": "Bearer known"}
        done = client.post("/update", data={"update": text}, headers=headers)
        assert done.status_code == 204

    yield Watched(app), update
    engine.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "text/csv"},
        {"Accept": "application/sparql-results+xml", "Accept-Encoding": "gzip"},
        {"Origin": "https://elsewhere.example"},
    ],
    ids=["plain", "csv", "gzip", "cross-origin"],
)
def test_the_third_answer_is_the_first_byte_by_byte(watched, method, headers):
    answers = [watched.get(method=method, headers=headers) for _ in range(4)]

    assert watched.reached == 2
    assert len({answer.data for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1
    assert {answer.status for answer in answers} == {"200 OK"}


def test_a_client_that_has_the_answer_is_told_so_again(watched):
    tag = watched.get().headers["ETag"]
    watched.get()
    before = watched.reached
    answers = [watched.get(headers={"If-None-Match": tag}) for _ in range(3)]

    assert watched.reached == before + 1
    assert [(a.status_code, a.data) for a in answers] == [(304, b"")] * 3
    assert {answer.headers["ETag"] for answer in answers} == {tag}
    assert watched.get(headers={"If-None-Match": 'W/"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"headers": {"Accept": "text/csv"}}),
        ({}, {"headers": {"Accept-Encoding": "gzip"}}),
        ({}, {"query": QUERY + " "}),
        ({}, {"query": {"query": QUERY, "trust": "author-strict"}}),
        ({}, {"query": {"query": QUERY, "format": "tsv"}}),
        ({}, {"query": {"query": QUERY, "default-graph-uri": "http://e/"}}),
        ({"method": "POST"}, {"method": "POST", "query": QUERY + " "}),
        ({}, {"headers": {"Content-Encoding": "gzip"}}),
        ({}, {"headers": {"X-Long": "x" * 2**15}}),
    ],
    ids=[
        "type",
        "coding",
        "text",
        "trust",
        "format",
        "graph",
        "body",
        "packed",
        "long",
    ],
)
def test_a_request_that_differs_is_looked_at_for_itself(watched, one, other):
    for _ in range(3):
        watched.get(**one)
    before = watched.reached
    watched.get(**other)

    assert watched.reached == before + 1


def test_what_changes_by_itself_is_asked_anew(watched):
    answers = [watched.get("SELECT (UUID() AS ?new) {}") for _ in range(4)]

    assert watched.reached == 4
    assert len({answer.data for answer in answers}) == 4


def test_after_a_change_everything_is_asked_anew(writable):
    watched, update = writable
    for _ in range(3):
        before = watched.get()
    update("DELETE DATA { <http://example.org/one> a <http://example.org/Thing> }")
    after = [watched.get() for _ in range(3)]

    assert b"Thing" in before.data
    assert not any(b"Thing" in answer.data for answer in after)
    for name in ("ETag", "X-Claimgraph-Dataset"):
        assert before.headers[name] != after[0].headers[name] == after[2].headers[name]


def test_each_repeat_has_its_line_and_is_counted(watched, caplog):
    query = QUERY + "# counted"
    with caplog.at_level(logging.INFO, "claimgraph.requests"):
        answers = [watched.get(query) for _ in range(4)]
    lines = [json.loads(record.message) for record in caplog.records]
    for line in lines:
        assert line.pop("seconds") < 5
        assert re.match(r"\d{4}-\d\d-\d\dT", line.pop("time"))
    counted = watched._client.get("/metrics").text

    assert len(answers) == len(lines) == 4
    assert all(line == lines[0] for line in lines)
    assert lines[0]["rows"] == 1
    assert lines[0]["query"] == query
    assert re.search(
        r'_request_seconds_count\{method="GET",route="/sparql",status="200"\} 4\.0',
        counted,
    )


def test_what_is_kept_never_takes_more_than_it_may():
    cache = Cache(10 * ROUND_ABOUT)
    for number in range(100):
        cache.keep(number, Kept(b"", "json"))

    assert [n for n in range(100) if cache.get(n, Kept)] == [*range(90, 100)]


def test_one_answer_that_is_too_large_drives_out_no_other():
    cache = Cache(10 * ROUND_ABOUT)
    cache.keep("small", Kept(b"", "json"))
    cache.keep("large", Kept(b"x" * 20 * ROUND_ABOUT, "json"))

    assert cache.get("small", Kept)
    assert cache.get("large", Kept) is None
