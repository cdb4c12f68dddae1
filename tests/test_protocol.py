"""The HTTP surface, clause by clause: each file of tests/protocol is an exchange."""

import sys
from contextlib import closing
from pathlib import Path

import pytest
from rdflib import Graph, Namespace

import checks
import exchanges
from exchanges import Request
from serving import served
from wire import Client

sys.path.append(str(Path(__file__).parents[1] / "docs"))

import conformance

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TOKEN = "a-token-for-tests"  # noqa: S105 - it opens nothing but a server of ours


@pytest.fixture(scope="session")
def plain():
    """A standards server: no data of ours, no rules, updates by token."""
    with served("--empty", "--no-guard", "--update-token", TOKEN) as address:
        yield address


@pytest.fixture(scope="session")
def shipped():
    """The server as one starts it, with the shipped data: it may only be read."""
    with served() as address:
        yield address


@pytest.fixture
def client(request, case):
    """A client of the server that the case asks for, prepared as the case says."""
    if case.deviates:
        request.applymarker(pytest.mark.xfail(reason=case.deviates, strict=True))
    with closing(Client(request.getfixturevalue(case.server), TOKEN)) as client:
        if case.server == "plain":
            client.update(f"DROP ALL ; {case.given}")
        yield client


@pytest.mark.parametrize("case", exchanges.cases(), ids=str)
def test_what_a_clause_asks_for_holds(case, client):
    for request, expected in case.steps:
        before = dict(client.known)
        response = client.send(request)
        sent = f"{request.method} {request.target}\n{response}"
        found, wanted = checks.status(response, expected.status)
        assert found == wanted, sent
        for line in expected.headers:
            found, wanted = checks.header(response, exchanges.fill(line, before))
            assert found == wanted, f"{line}\n{sent}"
        for check in expected.checks:
            found, wanted = checks.body(response, check.filled(before))
            assert found == wanted, f"{check}\n{sent}"


def test_the_description_names_the_graphs_that_a_query_finds(shipped):
    query = "Accept: text/csv\n? query = SELECT DISTINCT ?g { GRAPH ?g {} }"
    with closing(Client(shipped, TOKEN)) as client:
        said = client.send(Request("GET", "/sparql", "", "Accept: text/turtle", ""))
        found = client.send(Request("GET", "/sparql", "", query, ""))
    names = Graph().parse(data=said.body, format="turtle").objects(None, SD.name)

    assert sorted(map(str, names)) == sorted(found.text.splitlines()[1:])


@pytest.mark.parametrize("path", exchanges.paths(), ids=lambda path: path.stem)
def test_a_file_says_its_clauses_their_level_and_a_promise(path):
    head = exchanges.head(path)

    assert [len(head.get(key, [])) for key in ("level", "promise")] == [1, 1]
    assert head["level"][0] in exchanges.LEVELS
    assert head["promise"][0].endswith(".")
    assert {exchanges.clause(text)[0] for text in head["clause"]} <= set(
        conformance.SPECIFICATIONS
    )
    assert head.get("server", ["plain"])[0] in exchanges.SERVERS


def test_each_test_of_the_w3c_is_covered():
    assert exchanges.covering().keys() == {name for _, name in exchanges.w3c()}


def test_the_table_of_conformance_is_fresh():
    assert conformance.PAGE.read_text(encoding="utf-8") == conformance.page()
