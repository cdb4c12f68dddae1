"""rdflib: its stores, its parser, and its own SERVICE."""

from urllib.error import HTTPError

import pytest
from rdflib import RDFS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

import engines
from questions import A_GRAPH, ASKED, TRUCE, TRUCE_HOLDS, UNREAD, endpoint, on_file

CG = Namespace("https://w3id.org/claimgraph/ns#")
ID = Namespace("https://w3id.org/claimgraph/id/")
EXAMPLE = Namespace("http://example.org/")
VIEW = Namespace("https://w3id.org/claimgraph/view/")
METHODS = ["GET", "POST", "POST_FORM"]


@pytest.mark.parametrize("query", UNREAD, ids=lambda query: query.name)
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


@pytest.mark.parametrize(
    "path", ["/sparql?query=DESCRIBE+actor:jnim", "/id/actor/jnim"]
)
def test_rdflib_parses_what_an_address_says(address, path):
    found = Graph().parse(address + path)

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


def test_a_dataset_of_rdflibs_asks_our_default_graph(address):
    found = Dataset(SPARQLStore(endpoint(address, []))).query("ASK { ?s ?p ?o }")

    assert found.askAnswer is True


@pytest.fixture
def update_store(store):
    address, token = store

    def make(**how):
        return SPARQLUpdateStore(
            f"{address}/sparql", f"{address}/update",
            headers={"Authorization": f"Bearer {token}"}, **how,
        )  # fmt: skip

    return make


def test_rdflib_writes_and_reads_what_it_wrote(update_store):
    graph = Graph(update_store(), identifier=EXAMPLE["rdflib"])
    triples = {(EXAMPLE.a, EXAMPLE.b, Literal(o)) for o in ('é "\n\\', 1, 2.5, True)}

    for triple in triples:
        graph.add(triple)
    graph.remove((None, None, Literal(1)))
    graph.update("INSERT { ?s ?p ?s } WHERE { ?s ?p true }")

    assert set(graph) == triples - {(EXAMPLE.a, EXAMPLE.b, Literal(1))} | {
        (EXAMPLE.a, EXAMPLE.b, EXAMPLE.a)
    }


def test_rdflib_writes_a_whole_file(update_store, held):
    graph = Graph(update_store(), identifier=EXAMPLE["rdflib-file"])
    graph.parse(data="<urn:a> <urn:b> 1, 2, 'three'@en .", format="turtle")

    assert held(graph.identifier) == 3


def test_rdflib_writes_when_it_commits(update_store, held):
    held_back = update_store(autocommit=False)
    graph = Graph(held_back, identifier=EXAMPLE["rdflib-commit"])
    graph.add((EXAMPLE.a, EXAMPLE.b, EXAMPLE.c))

    assert held(graph.identifier) == 0
    held_back.commit()
    assert held(graph.identifier) == 1


def test_rdflib_writes_to_a_dataset(update_store, held):
    dataset = Dataset(update_store())
    before = held()
    dataset.add((EXAMPLE.rdflib, EXAMPLE.b, EXAMPLE.c))
    dataset.graph(EXAMPLE["rdflib-quads"]).add((EXAMPLE.a, EXAMPLE.b, EXAMPLE.c))

    assert (held(), held(EXAMPLE["rdflib-quads"])) == (before + 1, 1)


def test_rdflib_removes_a_graph(update_store, held):
    store = update_store()
    graph = Graph(store, identifier=EXAMPLE["rdflib-gone"])
    graph.add((EXAMPLE.a, EXAMPLE.b, EXAMPLE.c))
    store.remove_graph(graph)

    assert graph.identifier not in store.contexts()


def test_rdflib_without_the_token_writes_nothing(store):
    without = SPARQLUpdateStore(f"{store[0]}/sparql", f"{store[0]}/update")

    with pytest.raises(HTTPError, match="401"):
        Graph(without, identifier=EXAMPLE.graph).add((EXAMPLE.a, EXAMPLE.b, EXAMPLE.c))
