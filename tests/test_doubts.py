"""What the engine may read otherwise than our tokens say is refused."""

import pytest

from claimgraph import syntax
from claimgraph.errors.queries import ForbiddenOperation, MalformedQuery
from fuzz import SEEDS, gluing

#: The engine reads SERVICE in each, and a reader by the book does not.
DISGUISED = [
    "PREFIX x: <http://e/> ASK { SERVICEx:y {} }",
    "PREFIX x: <http://e/> PREFIX SERVICEx: <http://f/> ASK { SERVICEx:y {} }",
    "PREFIX : <http://e/> PREFIX SERVICE: <http://f/> ASK { SERVICE:y {} }",
    "PREFIX x: <http://e/> ASK { # PREFIX SERVICEx: <http://f/>\n SERVICEx:y {} }",
    "ASK { SERVICESILENT<http://e/>{} }",
    "ASK { ?s ?p trueSERVICE<http://e/>{} }",
    "ASK { ?s ?p 1.e5SERVICE<http://e/>{} }",
    "PREFIX : <http://e/> ASK { ?s ?p :a.b.SERVICE<http://e/>{} }",
    "ASK { BIND(1 AS ?a) FILTER(?a<2&&'>'!='') SERVICE <http://e/> {} # '\n }",
    "ASK { FILTER(1<2#>'''\n) SERVICE <http://e/> {} #'''\n }",
    "ASK { VALUES ?v { '''a' } SERVICE <http://e/> {} #\\q'''\n }",
    "ASK { VALUES ?v { '''a' } SERVICE <http://e/> {} #\\uD800'''\n }",
]
#: ... and here there is none to be found.
PLAIN = [
    "ASK { FILTER(1<2&&3>2) }",
    "ASK { FILTER(?a < 2 && '>' != '') }",
    "ASK { FILTER(?a<?b&&<http://e/#a>=?c) }",
    "ASK { VALUES (?a ?b) { (<http://e/#a> <http://e/#b>) } }",
    "ASK { ?s (<#a>/<#b>)* <#c> }",
    "ASK { _:b1 ?p [ ?q ( 1 2 ) ] }",
    "ASK { GRAPH graph:ontology { ?s a owl:Class } }",
    "PREFIX : <http://e/> ASK { GRAPH graph:ontology { :s a :c } }",
    "PREFIX as: <http://e/> PREFIX s: <http://e/> ASK { as:a as:b s:c }",
    "PREFIX payload: <http://e/> ASK { payload:service payload:load 1.0e5 }",
    r"""ASK { ?s ?p "a\"b\\", 'it\'s \u00e9', '''a''b"c''' }""",
    r"PREFIX v: <http://e/> ASK { v:1.2 ?p ?o . ?s ?p v:1\.2\.3. }",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_service_in_disguise_is_refused(text):
    with pytest.raises((MalformedQuery, ForbiddenOperation)):
        syntax.refuse_effects(text)


@pytest.mark.parametrize("text", PLAIN)
def test_a_query_is_not_refused_for_its_looks(text):
    syntax.refuse_effects(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_query_that_fetches_passes_however_it_is_garbled(seed):
    assert list(gluing.escaped(seed, count=5_000)) == []
