"""rdflib: its stores, its parser, and its own SERVICE."""

import pytest
from rdflib import RDFS, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

import engines
from questions import A_GRAPH, ASKED, TRUCE, TRUCE_HOLDS, endpoint, on_file

CG = Namespace("https://w3id.org/claimgraph/ns#")
ID = Namespace("https://w3id.org/claimgraph/id/")
VIEW = Namespace("https://w3id.org/claimgraph/view/")
METHODS = ["GET", "POST", "POST_FORM"]


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_rdflib_gets_the_answer_on_file(address, query):
    answer = SPARQLStore(endpoint(address, query.trust)).query(query.text)

    if query.name == A_GRAPH:
        assert engines.triples(answer.graph) == on_file(query)
    else:
        columns = [str(name) for name in answer.vars]
        assert (columns, engines.rows(answer)) == on_file(query)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_rdflib_is_told_what_those_believed_say(address, trust, holds, method):
    store = SPARQLStore(endpoint(address, [trust]), method=method)

    assert store.query(TRUCE).askAnswer is holds


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_each_format_of_a_table(address, form):
    store = SPARQLStore(endpoint(address, []), returnFormat=form)
    answer = store.query("SELECT ?one ?two { VALUES (?one ?two) { (1 UNDEF) } }")

    assert [str(row.one) for row in answer] == ["1"]
    assert [str(name) for name in answer.vars] == ["one", "two"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_rdflib_gets_a_graph_whichever_format_it_wants_of_tables(address, form):
    query = next(query for query in ASKED if query.name == A_GRAPH)
    store = SPARQLStore(endpoint(address, []), returnFormat=form)

    assert engines.triples(store.query(query.text).graph) == on_file(query)


def test_a_view_is_a_graph_of_rdflibs(address):
    store = SPARQLStore(endpoint(address, []))
    view = Graph(store, identifier=VIEW["author-strict"])

    assert (ID["event/ferry-incident"], CG.killedAtLeast, Literal(49)) in view
    assert (None, CG.killedAtLeast, None) not in Graph(store)


def test_rdflib_parses_an_answer_as_a_file(address):
    found = Graph().parse(f"{address}/sparql?query=DESCRIBE+actor:jnim")

    assert (ID["actor/jnim"], RDFS.label, Literal("JNIM", lang="en")) in found


def test_rdflib_asks_us_within_a_query_of_its_own(address):
    own = Graph().add((URIRef("urn:note"), RDFS.seeAlso, ID["event/ferry-incident"]))
    found = own.query(
        f"""
        SELECT ?note ?dead {{
          ?note rdfs:seeAlso ?event
          SERVICE <{endpoint(address, ["author-strict"])}> {{
            ?event <{CG.killedAtLeast}> ?dead
          }}
        }}"""
    )

    assert [tuple(map(str, row)) for row in found] == [("urn:note", "49")]
