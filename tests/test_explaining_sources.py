"""Each row of an answer names the claims that carry it, all of them and no others."""

import re
from dataclasses import asdict
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

from claimgraph import queries
from claimgraph.dataset import Dataset, Request
from claimgraph.explaining import sources
from claimgraph.namespaces import BASE, policy_iri, view_iri

CASES = sorted((Path(__file__).parent / "explaining" / "sources").glob("*.rq"))
TRUSTING = [query for query in queries.library().values() if query.trust]
HOLDER = f"{BASE}ns#holder".encode()
REIFYING = "SELECT ?claim { GRAPH <%s/sources> { ?claim rdf:reifies <<( %s )>> } }"
EVERYTHING = "everything-claimed"

each = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
trusting = pytest.mark.parametrize("query", TRUSTING, ids=lambda query: query.name)


def header(text, key):
    return re.findall(rf"(?m)^#\+ {key}: (.*)$", text)


def short(iris):
    return [iri.rsplit("/", 1)[1] for iri in iris]


def asked(dataset, text, trust=()):
    """The first column of an answer, as texts."""
    rows = dataset.query(Request(text, trust=trust)).rows()
    return {row[0].value for row in rows}


@pytest.fixture(scope="session")
def accepted(dataset):
    """The claims that each policy accepts."""
    known = {}

    def give(policy):
        if policy not in known:
            text = f"SELECT ?c {{ GRAPH graph:acceptance {{ <{policy_iri(policy)}> cg:accepts ?c }} }}"
            known[policy] = asked(dataset, text)
        return known[policy]

    return give


@pytest.fixture(scope="session")
def told(dataset):
    known = {}

    def give(text, trust):
        if text not in known:
            known[text] = sources(dataset, Request(text, trust=trust))
        return known[text]

    return give


@pytest.fixture
def case(told):
    def give(path):
        text = path.read_text(encoding="utf-8")
        return text, told(text, " ".join(header(text, "trust")).split())

    return give


@each
def test_the_claims_behind_each_row_are_those_that_a_reader_finds(case, path):
    text, found = case(path)

    assert [str(len(found.rows))] == header(text, "rows")
    for line in header(text, "claims"):
        number, *claims = line.split()
        assert short(found.rows[int(number) - 1].claims) == claims


@each
def test_those_who_dispute_a_row_are_named(case, path):
    text, found = case(path)
    disputed = [
        f"{row.number} {' '.join(short(row.disputed_by))}"
        for row in found.rows
        if row.disputed_by
    ]

    assert disputed == header(text, "disputed")


@each
def test_what_cannot_be_followed_is_named_with_its_place(case, path):
    text, found = case(path)
    lines = text.split("\n")

    assert [f"{u.construct} {u.line}:{u.column}" for u in found.undetermined] == header(
        text, "undetermined"
    )
    for told in found.undetermined:
        here = lines[told.line - 1][told.column - 1 :]
        assert here.startswith(told.construct.removeprefix("sub-").split()[0])


@each
def test_each_triple_says_on_what_it_rests(case, path):
    text, found = case(path)
    for line in header(text, "origin"):
        number, origin = line.split()
        row = found.rows[int(number) - 1]
        assert origin in {found.triples[place].origin for place in row.triples}


@each
def test_every_claim_that_is_named_is_told(case, path):
    _, found = case(path)
    named = {iri for row in found.rows for iri in (*row.claims, *row.disputed_by)}

    assert named <= set(found.claims)
    assert dumps(asdict(found))
    for claim in found.claims.values():
        assert claim.words.endswith(str(claim.holder))
        assert claim.holder.label
        assert claim.positions


@trusting
def test_a_fact_names_exactly_the_claims_it_was_made_from(dataset, told, query):
    found = told(query.text, query.trust)
    views = [view_iri(policy) for policy in query.trust]
    for triple in found.triples:
        ends = f"{triple.subject} {triple.predicate} {triple.object}"
        if triple.origin == "claimed":
            made = [asked(dataset, REIFYING % (view, ends)) for view in views]
            assert set(triple.claims) == set().union(*made)
            assert triple.claims


@trusting
def test_an_inferred_fact_rests_on_facts_of_the_view(told, query):
    found = told(query.text, query.trust)
    for triple in found.triples:
        assert triple.origin != "nowhere"
        if triple.origin == "inferred":
            basis = [found.triples[place] for place in triple.rests_on]
            assert {each.origin for each in basis} == {"claimed"}
            assert set(triple.claims) == {iri for each in basis for iri in each.claims}


@trusting
def test_every_claim_that_is_named_is_accepted_by_a_policy_trusted(
    told, accepted, query
):
    found = told(query.text, query.trust)
    allowed = set().union(*map(accepted, query.trust))
    facts = [t for t in found.triples if t.origin in ("claimed", "inferred")]

    assert {iri for fact in facts for iri in fact.claims} <= allowed
    assert all(row.determined for row in found.rows)


@trusting
def test_the_rows_are_those_of_the_answer(dataset, told, query):
    rows = [*dataset.query(Request(query.text, trust=query.trust)).rows()]
    found = told(query.text, query.trust)

    assert [row.terms for row in found.rows] == [
        tuple(None if term is None else str(term) for term in row) for row in rows
    ]


def test_equal_rows_are_told_apart(told):
    text = "SELECT ?who { ?event cg:perpetrator ?who . FILTER (?who = actor:issp) }"
    found = told(text, (EVERYTHING,))

    assert sorted(short(row.claims) for row in found.rows) == [
        ["b13s03-1"],
        ["b14s04-2"],
    ]


def test_rows_that_are_left_out_are_counted(dataset):
    text = "SELECT ?event { ?event cg:perpetrator ?who }"
    found = sources(dataset, Request(text, trust=(EVERYTHING,)), most=5)

    assert (len(found.rows), found.left_out) == (5, 14)


def test_a_chain_of_reporters_is_told_in_words(told):
    text = "SELECT ?c { VALUES ?c { <%sclaim/b14s02-5> } ?c cg:holder ?h }"
    found = told(text % f"{BASE}article/lwj-2023-09-mali/", ())
    (claim,) = found.claims.values()

    assert claim.words == "Caleb Weiss > United Nations > JNIM"
    assert [str(link) for link in claim.chains[0]] == ["Caleb Weiss", "United Nations"]
    assert claim.confidence.short == "confidence:moderate"
    assert [(p.block, p.sentence) for p in claim.positions] == [(14, 2)]


def test_a_value_that_a_caller_binds_narrows_the_rows(dataset):
    query = queries.find("events/attacks")
    bound = query.bind({"attacker": "actor:issp"})
    found = sources(dataset, Request(query.text, bound, (EVERYTHING,)))
    events = {row.shown[0] for row in found.rows}

    assert "event:menaka-takeover" in events
    assert {row.shown[2] for row in found.rows} == {"actor:issp"}
    assert all(row.determined and row.claims for row in found.rows)


@pytest.fixture(scope="session")
def facts(dataset):
    """All triples of the widest view."""
    text = "SELECT ?s ?p ?o { GRAPH view:%s { ?s ?p ?o } } ORDER BY ?s ?p ?o"
    return [*dataset.query(Request(text % EVERYTHING)).rows()]


@st.composite
def basic_graph_patterns(draw, triples):
    """Two or three patterns that match at least the triples they are made from."""
    first = draw(st.sampled_from(triples))
    sharing = [t for t in triples if t[0] in (first[0], first[2]) or t[2] == first[0]]
    chosen = [first, *draw(st.lists(st.sampled_from(sharing), max_size=2))]
    names = {}
    patterns = []
    for triple in chosen:
        parts = []
        for place, term in enumerate(triple):
            hidden = draw(st.integers(0, 3)) if place == 1 else draw(st.integers(0, 9))
            name = names.setdefault(term, f"?v{len(names)}")
            parts.append(str(term) if hidden == 0 or place == 1 != hidden else name)
        patterns.append(parts)
    return patterns


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_pattern_over_a_view_names_a_claim_for_each_fact(
    dataset, facts, accepted, data
):
    patterns = data.draw(basic_graph_patterns(facts))
    body = " . ".join(map(" ".join, patterns))
    view = view_iri(EVERYTHING)
    text = f"SELECT * FROM <{view}> {{ {body} }}"  # noqa: S608 - no SQL
    found = sources(dataset, Request(text), most=30)

    assert found.undetermined == ()
    for row in found.rows:
        values = dict(
            zip((f"?{name}" for name in found.columns), row.terms, strict=True)
        )
        wanted = {tuple(values.get(part, part) for part in parts) for parts in patterns}
        named = [found.triples[place] for place in row.triples]
        assert {(t.subject, t.predicate, t.object) for t in named} == wanted
        assert all(triple.claims for triple in named)
        assert set(row.claims) <= accepted(EVERYTHING)
        assert row.claims == tuple(sorted({iri for t in named for iri in t.claims}))


def test_a_literal_and_a_triple_term_are_told_as_n_triples(told):
    text = (
        'VERSION "1.2" SELECT ?n ?claim ?t { event:ferry-incident cg:killedAtLeast ?n . '
        "?claim rdf:reifies ?t . FILTER (OBJECT(?t) = ?n && PREDICATE(?t) = cg:killedAtLeast) }"
    )
    row = told(text, ("author-strict",)).rows[0]

    number = Literal(49)
    killed = NamedNode(f"{BASE}ns#killedAtLeast")
    event = NamedNode(f"{BASE}id/event/ferry-incident")
    assert row.terms[0] == str(number)
    assert row.terms[2] == str(Triple(event, killed, number))
    assert row.shown[0] == "49"


def test_a_claim_without_a_name_is_no_obstacle():
    store = Store()
    store.load(b"[] <%b> <urn:h> . <urn:h> a <urn:H> ." % HOLDER, RdfFormat.TURTLE)
    found = sources(Dataset(store, ""), Request("SELECT ?h { ?c cg:holder ?h }"))

    assert found.rows[0].claims[0].startswith("_:")
    assert found.claims == {}
