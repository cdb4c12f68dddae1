"""What particular clients do that no standard says, one case each."""

from urllib.parse import quote_plus

import pytest

import made_up
from claimgraph.app import create_app

SEIZED = "ASK { event:port-seizure cg:perpetrator actor:harbour-guard }"
A_GRAPH = "CONSTRUCT { <e:a> <e:b> 1 } {}"
BELIEVED = "/sparql?trust=everything-claimed"
DIRECT = {"data": SEIZED, "content_type": "application/sparql-query"}


@pytest.fixture(scope="module")
def app():
    return create_app(made_up.engine())


@pytest.mark.parametrize(
    "glued",
    [
        pytest.param(f"?query={quote_plus(SEIZED)}", id="roqet, Comunica, rdflib"),
        pytest.param(f"?query={quote_plus(SEIZED)}&format=json", id="SPARQLWrapper"),
        pytest.param(f"&query={quote_plus(SEIZED)}", id="the standard"),
    ],
)
def test_parameters_may_be_glued_to_an_address_that_has_some(client, glued):
    assert client.get(BELIEVED + glued).json["boolean"] is True


@pytest.mark.parametrize(
    "glued",
    [
        pytest.param("?", id="rdflib"),
        pytest.param("?format=json&output=json&results=json", id="SPARQLWrapper"),
        pytest.param("", id="the standard"),
    ],
)
def test_parameters_may_be_glued_to_an_address_that_is_posted_to(client, glued):
    assert client.post(BELIEVED + glued, **DIRECT).json["boolean"] is True


def test_a_question_mark_within_a_query_stays(client):
    answer = client.get('/sparql?query=SELECT("?format=x"+AS+?text){}').json

    assert answer["results"]["bindings"][0]["text"]["value"] == "?format=x"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_slash_may_end_the_address(client, method):
    fields = "query_string" if method == "get" else "data"
    answer = getattr(client, method)("/sparql/", **{fields: {"query": "ASK {}"}})

    assert answer.json["boolean"] is True


@pytest.mark.parametrize(
    ("asked", "accept", "got"),
    [
        pytest.param("format=xml", "*/*", "application/rdf+xml", id="SPARQLWrapper"),
        pytest.param(
            "format=json", "*/*", "application/ld+json", id="Fuseki's clients"
        ),
        pytest.param("", "application/json", "application/ld+json", id="fetch"),
        pytest.param(
            "", "application/sparql-results+json", "application/ld+json", id="rdflib"
        ),
        pytest.param(
            "", "application/sparql-results+json, */*;q=0.9", "text/turtle", id="YASGUI"
        ),
    ],
)
def test_a_graph_comes_near_to_what_was_wanted_of_a_table(client, asked, accept, got):
    answer = client.get(
        f"/sparql?query={quote_plus(A_GRAPH)}&{asked}", headers={"Accept": accept}
    )

    assert answer.mimetype == got
