"""An empty answer says which part of the query empties it."""

import re
from dataclasses import asdict
from json import dumps
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import SH

from claimgraph import queries
from claimgraph.dataset import Request
from claimgraph.errors.queries import MalformedQuery
from claimgraph.explaining import known, prepare, unknown_terms, why_empty
from claimgraph.namespaces import VALIDATION

#: Queries that are broken in one way each; their headers say what is to be named.
BROKEN = sorted((Path(__file__).parent / "explaining" / "empty").glob("*.rq"))
#: Values that no answer shows.
NOWHERE = {"iri": NamedNode("urn:nobody"), "string": Literal("no such words")}
NARROWED = [
    (query, name)
    for query in queries.library().values()
    for name, kind in query.parameters.items()
    if kind in NOWHERE and "trust" in query.header
    if query.name != "agreements/strains"  # its joins alone take seconds
]

broken = pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)


def header(text, key):
    return re.findall(rf"(?m)^#\+ {key}: (.*)$", text)


@pytest.fixture(scope="session")
def explained(dataset):
    """What is said of each broken query, told once."""
    known = {}

    def give(path):
        if path not in known:
            text = path.read_text(encoding="utf-8")
            trust = " ".join(header(text, "trust")).split()
            known[path] = text, why_empty(dataset, Request(text, trust=trust))
        return known[path]

    return give


def test_many_ways_of_breaking_a_query_are_tried():
    assert len(BROKEN) >= 80


@broken
def test_the_culprit_is_named_and_nothing_else(explained, path):
    text, why = explained(path)
    named = [part.text for culprit in why.culprits for part in culprit.parts]

    assert why.empty
    assert why.undetermined == ()
    assert named == header(text, "culprit")
    for kind in header(text, "kind"):
        assert [culprit.kind for culprit in why.culprits] == [kind]


@broken
def test_a_culprit_stands_where_it_is_said_to(explained, path):
    text, why = explained(path)
    lines = text.split("\n")
    for culprit in why.culprits:
        for part in culprit.parts:
            here = lines[part.line - 1][part.column - 1 :]
            assert re.match(r"<<|\S[\w:-]*", here)[0] in part.text


@broken
def test_what_may_be_meant_instead_is_said(explained, path):
    text, why = explained(path)
    said = [hint.sentence for culprit in why.culprits for hint in culprit.hints]

    for words in header(text, "hint"):
        assert any(words in sentence for sentence in said), said


@broken
def test_an_explanation_is_sentences_and_json(explained, path):
    _, why = explained(path)
    hints = [hint for culprit in why.culprits for hint in culprit.hints]

    assert dumps(asdict(why))
    for sentence in [why.summary, *(hint.sentence for hint in hints)]:
        assert re.search(r"[.?…]$", sentence)


@pytest.mark.parametrize(
    ("text", "trust", "policy", "count"),
    [
        ("SELECT * { ?e cg:perpetrator actor:cma }", (), "everything-claimed", 1),
        ("ASK { event:ferry-incident cg:perpetrator ?x }", (), "author-strict", 1),
        (
            "SELECT * { ?e cg:perpetrator actor:cma }",
            ("author-strict",),
            "holder/cma",
            1,
        ),
    ],
)
def test_the_policies_under_which_there_is_an_answer_are_named(
    dataset, text, trust, policy, count
):
    why = why_empty(dataset, Request(text, trust=trust))
    choices = {choice.policy: choice for choice in why.trust}

    assert choices[policy].solutions.number == count
    assert choices[policy].label == dataset.policies[policy]
    assert "author-strict" not in trust or "author-strict" not in choices


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM view:author-strict { ?e cg:victimm ?x }",
        "SELECT * { ?c cg:holder actor:nobody }",
        "SELECT * { ?c cg:holder ?h } LIMIT 0",
    ],
)
def test_no_policy_is_named_where_trust_would_not_help(dataset, text):
    assert why_empty(dataset, Request(text)).trust == ()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?c a cg:DirectClaim }",
        "ASK { ?c a cg:DirectClaim }",
        "SELECT (COUNT(*) AS ?n) { ?c a cg:DirectClaim }",
        "CONSTRUCT WHERE { ?c cg:holder actor:jnim }",
        "DESCRIBE actor:jnim",
        "SELECT ?x { ?c a cg:ConveyingClaim . OPTIONAL { ?c cg:never ?x } } LIMIT 1",
        "SELECT (0 AS ?zero) {}",
    ],
)
def test_an_answer_that_is_not_empty_is_left_alone(dataset, text):
    why = why_empty(dataset, Request(text))

    assert not why.empty
    assert why.culprits == ()


def test_counts_tell_what_there_was_before_and_what_each_has_alone(dataset):
    text = (
        "SELECT * { ?c a cg:DirectClaim . ?c cg:holder actor:jnim . ?c cg:subject ?s }"
    )
    (culprit,) = why_empty(dataset, Request(text)).culprits
    before = "SELECT * { ?c a cg:DirectClaim . ?c cg:holder actor:jnim }"

    assert culprit.before.number == len([*dataset.query(Request(before)).rows()])
    assert culprit.after.number == 0
    assert [part.alone.number > 0 for part in culprit.parts] == [True, True]


def test_many_solutions_are_not_counted_one_by_one(dataset):
    text = "SELECT * { ?a ?b ?c . FILTER (?a = 1) }"
    (culprit,) = why_empty(dataset, Request(text)).culprits

    assert str(culprit.before) == "more than 10,000"


def test_graphs_that_the_request_names_are_looked_at_too(dataset):
    graphs = ("https://w3id.org/claimgraph/view/author-strikt",)
    why = why_empty(dataset, Request("SELECT * { ?s ?p ?o }", default_graphs=graphs))

    assert why.culprits[0].kind == "default-graph-uri"
    assert "did you mean view:author-strict?" in why.summary


@pytest.mark.parametrize(
    ("query", "name"), NARROWED, ids=[f"{q.name}?{n}" for q, n in NARROWED]
)
def test_a_value_that_a_caller_binds_is_part_of_the_explanation(dataset, query, name):
    bound = {name: NOWHERE[query.parameters[name]]}
    why = why_empty(dataset, Request(query.text, bound, query.trust))
    said = [hint.sentence for culprit in why.culprits for hint in culprit.hints]

    assert why.empty
    assert why.culprits
    assert any(f"?{name} is" in sentence for sentence in said)


def test_a_query_that_does_not_parse_is_refused_as_ever(dataset):
    with pytest.raises(MalformedQuery):
        why_empty(dataset, Request("SELECT * { ?s ?p }"))


def test_a_query_nested_too_deep_says_so(dataset):
    text = "SELECT * " + "{ " * 195 + "?s a cg:Cliam" + " }" * 195
    why = why_empty(dataset, Request(text))

    assert why.empty
    assert why.culprits or "nested too deep" in why.undetermined[0].reason
    assert [term.text for term in why.unknown] == ["cg:Cliam"]


UNKNOWN = [
    ("ASK { ?x a cg:Cliam }", "cg:Cliam", "1:12", "cg:Claim"),
    (
        "ASK { ?x cg:killed_at_least 1 }",
        "cg:killed_at_least",
        "1:10",
        "cg:killedAtLeast",
    ),
    ("ASK {\n  ?x ?y hedge:alledges }", "hedge:alledges", "2:9", "hedge:alleges"),
    ("ASK { actor:Jnim ?y ?z }", "actor:Jnim", "1:7", "actor:jnim"),
    ("ASK { GRAPH graph:ontologie {} }", "graph:ontologie", "1:13", "graph:ontology"),
    ("ASK { FILTER (?x = cg:certian) }", "cg:certian", "1:20", "cg:certain"),
    ("ASK { ?x cg:holder/^cg:hodler ?y }", "cg:hodler", "1:21", "cg:holder"),
    (
        "SELECT * { VALUES ?x { event:ferry } }",
        "event:ferry",
        "1:24",
        "event:ferry-incident",
    ),
]


@pytest.mark.parametrize(("text", "term", "place", "meant"), UNKNOWN)
def test_an_unknown_term_is_told_with_its_place_and_the_nearest(
    dataset, text, term, place, meant
):
    (found,) = unknown_terms(dataset, text)

    assert (found.text, f"{found.line}:{found.column}") == (term, place)
    assert found.nearest[0].short == meant
    assert meant in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?x rdfs:label "cg:Cliam" } # cg:Cliam',
        "PREFIX cg: <https://w3id.org/claimgraph/ns#> ASK { ?x a cg:Claim }",
        "ASK { ?x a <http://example.org/Thing> }",
        "ASK { ?x ?y '1'^^xsd:byte }",
        "ASK { GRAPH view:author-strict\\/sources { ?x ?y ?z } }",
    ],
)
def test_what_is_known_or_not_ours_is_no_unknown_term(dataset, text):
    assert unknown_terms(dataset, text) == []


@pytest.mark.parametrize(
    "query", queries.library().values(), ids=lambda query: query.name
)
def test_the_library_uses_known_terms_only(dataset, query):
    unknown = {term.iri for term in unknown_terms(dataset, query.text)}
    of_reports = (str(SH), VALIDATION)  # which are there where a server validates

    assert [iri for iri in unknown if not iri.startswith(of_reports)] == []


def test_what_is_prepared_is_not_looked_up_again(dataset):
    prepare(dataset)
    here = known.known(dataset)

    assert {"iris", "names"} <= set(vars(here))
    assert here is known.known(dataset)
