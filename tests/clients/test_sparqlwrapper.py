"""SPARQLWrapper, which says how it likes an answer in three parameters and a header."""

import re

import pytest
import rdflib
from SPARQLWrapper import GET, JSON, POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SmartWrapper import SPARQLWrapper2
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

import engines
from questions import A_GRAPH, ASKED, TRUCE, TRUCE_HOLDS, UNREAD, endpoint, on_file

WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


@pytest.fixture
def wrapper(address):
    def make(text, trust=(), form=None, kind=SPARQLWrapper):
        made = kind(endpoint(address, trust))
        made.setQuery(text)
        if form:
            made.setReturnFormat(form)
        return made

    return make


def bare(query):
    """The text without comments: their words could pass for the query's form."""
    return "".join(re.findall(r"^[^#].*\n", query.text, re.MULTILINE))


def term(value):
    """A value of SPARQLWrapper's as rdflib's."""
    if value.type == "uri":
        return rdflib.URIRef(value.value)
    return rdflib.Literal(value.value, lang=value.lang, datatype=value.datatype)


@pytest.mark.parametrize(
    "query", [q for q in UNREAD if q.name != A_GRAPH], ids=lambda query: query.name
)
def test_sparqlwrapper_gets_the_answer_on_file(wrapper, query):
    found = wrapper(bare(query), query.trust, kind=SPARQLWrapper2).query()

    rows = [
        [term(row[name]) if name in row else None for name in found.variables]
        for row in found.bindings
    ]
    assert (found.variables, engines.rows(rows)) == on_file(query)


@pytest.mark.parametrize("query", [q for q in ASKED if q.name == A_GRAPH])
def test_sparqlwrapper_gets_a_graph_without_saying_how(wrapper, query):
    assert engines.triples(wrapper(bare(query)).queryAndConvert()) == on_file(query)


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_sparqlwrapper_is_told_what_those_believed_say(wrapper, trust, holds, way):
    made = wrapper(TRUCE, [trust], JSON)
    made.setMethod(way[0])
    made.setRequestMethod(way[1])

    assert made.queryAndConvert()["boolean"] is holds


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_writes(store, held, way):
    address, token = store
    graph = f"http://example.org/sparqlwrapper-{way}"
    made = SPARQLWrapper(f"{address}/sparql", f"{address}/update")
    made.addCustomHttpHeader("Authorization", f"Bearer {token}")
    made.setMethod(POST)
    made.setRequestMethod(way)
    made.setQuery(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> 'é' }} }}")

    made.query()

    assert held(graph) == 1


def test_sparqlwrapper_is_told_where_updates_go(store):
    made = SPARQLWrapper(f"{store[0]}/sparql")
    made.setMethod(POST)
    made.setQuery("INSERT DATA { <urn:a> <urn:b> 1 }")

    with pytest.raises(QueryBadFormed, match="/update"):
        made.query()
