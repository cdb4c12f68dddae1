from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, Graph, Literal, URIRef

from claimgraph import namespaces, reasoning, resources, turtle, worlds
from claimgraph.errors.reasoners import NoJava, ReasonerFailed
from claimgraph.worlds.statements import CG, Statement, scaffold
from claimgraph.worlds.statements import worlds as gathered

PARTS = {
    prefix: namespaces.article_iri("made-up", part)
    for prefix, part in namespaces.ARTICLE_PARTS.items()
}
PREFIXES = "".join(
    f"PREFIX {prefix}: <{iri}>\n"
    for prefix, iri in {**namespaces.PREFIXES, **PARTS}.items()
)

#: Two papers and a witness on a raid; each case below has them say something of it.
SCENE = """
actor:herald a cg:MediaOutlet ; rdfs:label "the Herald"@en , "le Herald"@fr .
actor:tribune a cg:MediaOutlet ; rdfs:label "the Tribune"@en .
actor:witness a cg:Person .
place:region a cg:Region ; rdfs:label "the region"@en .
place:town a cg:Settlement ; rdfs:label "the town"@en ; cg:within place:region .
event:raid a cg:Event ; rdfs:label "the raid"@en .
sent:one a cg:Sentence ; cg:blockNumber 1 ; cg:sentenceNumber 2 .
prop:occurred a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:realisation ;
    cg:object cg:occurred .
prop:not a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:realisation ;
    cg:object cg:didNotOccur .
prop:suicide a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:hasKind ;
    cg:object cg:SuicideAttack .
prop:violent a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:hasKind ;
    cg:object cg:ViolentEvent .
prop:town a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:atPlace ; cg:object place:town .
prop:region a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:atPlace ; cg:object place:region .
prop:first a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:rank ; cg:value 1 .
prop:five a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:killed ; cg:object qty:five .
prop:other-five a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:killed ;
    cg:object qty:other-five .
prop:six a cg:Proposition ; cg:subject event:raid ; cg:predicate cg:killed ; cg:object qty:six .
qty:five a cg:Quantity ; cg:unit unit:people ; cg:lowerBound 5.0 .
qty:other-five a cg:Quantity ; cg:unit unit:people ; cg:lowerBound 5.0 .
qty:six a cg:Quantity ; cg:unit unit:people ; cg:lowerBound 6.0 .
"""


def claim(number, holder, content, more=""):
    """A direct claim, certain and actual unless *more* says otherwise."""
    profile = more if "cg:modality" in more else f"cg:modality cg:actual ; {more}"
    if "cg:certainty" not in more:
        profile = f"cg:certainty cg:certain ; {profile}"
    return (
        f"claim:{number} a cg:DirectClaim ; cg:holder actor:{holder} ; "
        f"{content} ; cg:anchor sent:one ; {profile} ."
    )


def scene(*claims):
    text = PREFIXES + SCENE + "\n".join(claims)
    return Graph().parse(data=text, format="turtle")


def affirmed(number, holder, content, more=""):
    return claim(number, holder, f"cg:affirms prop:{content}", more)


def denied(number, holder, content, more=""):
    return claim(number, holder, f"cg:denies prop:{content}", more)


@pytest.fixture(scope="module")
def ontology():
    return reasoning.read(reasoning.modules())


@pytest.mark.java
def test_the_author_and_the_local_reports_clash_on_the_truce_and_nobody_else():
    files = [*reasoning.modules(), *turtle.files([resources.data()])]

    comparison = worlds.compare(files)

    [clash] = comparison.contradictions
    assert {holder.rpartition("/")[2] for holder in clash.holders} == {
        "caleb-weiss",
        "b14s04",
    }
    sources = {
        source.claim.rpartition("/")[2]: (source.position, source.certainty)
        for said in clash.said
        for source in said.sources
    }
    assert sources == {
        "b14s04-2": ("14.4", "certain"),
        "b14s05-1": ("14.5", "possible"),
    }
    assert [said.denied for said in clash.said].count(True) == 1
    assert "according to Caleb Weiss, it is not so that" in str(clash)
    assert comparison.holders > 10
    assert comparison.runs <= 6


CLASHES = {
    "affirmed and denied": (
        affirmed(1, "herald", "occurred"), denied(2, "tribune", "occurred"),
    ),
    "however hedged": (
        affirmed(1, "herald", "occurred", "cg:certainty cg:possible"),
        denied(2, "tribune", "occurred", "cg:certainty cg:probable"),
    ),
    "occurred and did not": (
        affirmed(1, "herald", "occurred"), affirmed(2, "tribune", "not"),
    ),
    "a kind and the denial of a wider one": (
        affirmed(1, "herald", "suicide"), denied(2, "tribune", "violent"),
    ),
    "a place and the denial of a wider one": (
        affirmed(1, "herald", "town"), denied(2, "tribune", "region"),
    ),
    "a value": (affirmed(1, "herald", "first"), denied(2, "tribune", "first")),
    "equal quantities of two articles": (
        affirmed(1, "herald", "five"), denied(2, "tribune", "other-five"),
    ),
}  # fmt: skip


@pytest.mark.java
@pytest.mark.parametrize("claims", CLASHES.values(), ids=CLASHES)
def test_two_holders_clash_and_both_statements_are_named(ontology, claims):
    graph = ontology + scene(*claims)
    judge = worlds.Judge(graph, scaffold(graph), gathered(graph))

    clash = judge.told(judge.clash(list(judge.worlds)))

    assert clash.names == ("the Herald", "the Tribune")
    assert sorted(said.holder for said in clash.said) == ["the Herald", "the Tribune"]
    assert {one.position for said in clash.said for one in said.sources} == {"1.2"}


@pytest.mark.java
def test_no_clash_where_denial_and_assertion_differ(ontology):
    found = ontology + scene(
        affirmed(1, "herald", "violent"), denied(2, "tribune", "suicide"),
        affirmed(3, "herald", "region"), denied(4, "tribune", "town"),
        affirmed(5, "herald", "five"), denied(6, "tribune", "six"),
    )  # fmt: skip

    comparison = worlds.compare_in(found)

    assert comparison.contradictions == ()
    assert comparison.runs == 1


@pytest.mark.java
def test_a_holder_who_contradicts_itself_is_reported_alone_and_the_rest_compared(
    ontology,
):
    found = ontology + scene(
        affirmed(1, "herald", "occurred"), denied(2, "herald", "occurred"),
        affirmed(3, "tribune", "town"), denied(4, "witness", "region"),
    )  # fmt: skip

    comparison = worlds.compare_in(found)

    own, pair = sorted(comparison.contradictions, key=lambda clash: len(clash.names))
    assert str(own).startswith("the Herald contradicts itself: ")
    assert pair.names == ("the Tribune", "witness")
    assert any("atPlace" in axiom for axiom in pair.because)
    assert any("“the town” within “the region”" in axiom for axiom in pair.because)


@pytest.mark.java
@pytest.mark.parametrize("told", [(), ("in other words",)], ids=["unsaid", "unread"])
def test_holders_are_found_even_where_the_clash_is_not_explained(
    ontology, monkeypatch, told
):
    monkeypatch.setattr(reasoning, "explain", lambda graph: told)
    graph = ontology + scene(
        affirmed(1, "herald", "occurred"), denied(2, "tribune", "occurred"),
        affirmed(3, "witness", "town"),
    )  # fmt: skip
    judge = worlds.Judge(graph, scaffold(graph), gathered(graph))

    clash = judge.told(judge.clash(list(judge.worlds)))

    assert clash.names == ("the Herald", "the Tribune")
    assert "named no statements" in str(clash)


@pytest.mark.java
def test_a_claim_from_a_catalogue_is_found_by_its_record(ontology):
    graph = ontology + scene(
        affirmed(1, "herald", "occurred"), denied(2, "tribune", "occurred")
    )
    sentence = URIRef(f"{PARTS['sent']}one")
    graph.remove((sentence, CG.blockNumber, None))
    graph.add((sentence, CG.recordKey, Literal("MLI-17")))
    judge = worlds.Judge(graph, scaffold(graph), gathered(graph))

    clash = judge.told(judge.clash(list(judge.worlds)))

    assert "at MLI-17, certainty" in str(clash)


@pytest.mark.java
def test_reference_data_that_contradicts_itself_is_no_quarrel_of_holders(ontology):
    found = ontology + scene(affirmed(1, "herald", "occurred"))
    found.add((URIRef(f"{namespaces.PREFIXES['place']}town"), RDF.type, CG.Agent))

    with pytest.raises(ReasonerFailed, match="what all worlds share"):
        worlds.compare_in(found)


def test_without_java_worlds_are_not_compared(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(NoJava):
        worlds.compare_in(scene(affirmed(1, "herald", "occurred")))


NO_PART = {
    "a forecast": affirmed(1, "herald", "town", "cg:modality cg:forecast"),
    "a norm": affirmed(1, "herald", "town", "cg:modality cg:normative"),
    "the uncommitted": affirmed(1, "herald", "town", "cg:certainty cg:uncommitted"),
    "the conditional": affirmed(1, "herald", "town", "cg:onCondition prop:not"),
    "the described": claim(1, "herald", "cg:describes prop:town"),
    "the superseded": affirmed(1, "herald", "town", "cg:supersededBy claim:2"),
    "the retracted": affirmed(
        1, "herald", "town", 'cg:retracted "2023-01-01T00:00:00Z"^^xsd:dateTime'
    ),
    "a withdrawn document": affirmed(1, "herald", "town")
    + "sent:one cg:inDocument article:old . article:old cg:supersededBy article:new .",
    "what only the retracted convey": affirmed(1, "herald", "town")
    + "claim:0 cg:holder actor:witness ; cg:conveys claim:1 ; cg:supersededBy claim:9.",
    "what conveys the retracted and something else": affirmed(1, "herald", "town")
    + "claim:0 cg:holder actor:witness ; cg:conveys claim:1 , claim:2 ."
    + "claim:2 cg:holder actor:tribune ; cg:supersededBy claim:3 .",
}


@pytest.mark.parametrize("claims", NO_PART.values(), ids=NO_PART)
def test_it_is_no_part_of_a_world(claims):
    assert gathered(scene(claims)) == {}


def test_what_another_current_claim_conveys_stays():
    found = gathered(
        scene(
            affirmed(1, "herald", "town"),
            "claim:0 cg:holder actor:witness ; cg:conveys claim:1 ; "
            "cg:supersededBy claim:9 .",
            "claim:2 cg:holder actor:tribune ; cg:conveys claim:1 .",
        )
    )

    assert len(found) == 1


def test_what_two_claims_say_is_one_statement_of_both():
    [world] = gathered(
        scene(affirmed(1, "herald", "five"), affirmed(2, "herald", "other-five"))
    ).values()

    [(statement, claims)] = world.items()
    assert statement.object == URIRef(f"{PARTS['qty']}five")
    assert [str(claim)[-1] for claim in claims] == ["1", "2"]


RAID, TOWN = URIRef("http://example.org/raid"), URIRef("http://example.org/town")


def test_an_affirmed_statement_is_a_triple_and_a_kind_a_type():
    assert list(Statement(RAID, CG.atPlace, TOWN).triples()) == [
        (RAID, CG.atPlace, TOWN)
    ]
    assert list(Statement(RAID, CG.hasKind, CG.Coup).triples()) == [
        (RAID, RDF.type, CG.Coup)
    ]


def test_a_denied_statement_is_a_negative_assertion_and_a_kind_a_complement():
    place = list(Statement(RAID, CG.atPlace, TOWN, denied=True).triples())
    value = list(Statement(RAID, CG.rank, Literal(1), denied=True).triples())
    kind = list(Statement(RAID, CG.hasKind, CG.Coup, denied=True).triples())

    assert [p for _, p, o in place if o == TOWN] == [OWL.targetIndividual]
    assert [p for _, p, o in value if o == Literal(1)] == [OWL.targetValue]
    assert [p for _, p, o in kind if o == CG.Coup] == [OWL.complementOf]


def test_worlds_share_what_things_are_but_nothing_of_what_is_claimed(ontology):
    shared = scaffold(ontology + scene(affirmed(1, "herald", "town")))

    town = URIRef(f"{namespaces.PREFIXES['place']}town")
    assert (town, RDF.type, CG.Settlement) in shared
    assert (None, CG.holder, None) not in shared
    assert (None, CG.predicate, None) not in shared


HOLDERS = list(range(12))
QUARRELS = st.lists(
    st.sets(st.sampled_from(HOLDERS), min_size=1, max_size=3).map(frozenset), max_size=6
)


def minimal(quarrels):
    return {one for one in quarrels if not any(other < one for other in quarrels)}


@given(QUARRELS)
def test_every_clash_among_made_up_worlds_is_found_once(quarrels):
    def clash(group):
        parts = [one for one in minimal(quarrels) if one <= set(group)]
        return min(parts, key=sorted, default=None)

    found = worlds.contradicting(HOLDERS, clash)

    assert len(found) == len(set(found))
    assert set(found) <= minimal(quarrels)
    pairs = {one for one in minimal(quarrels) if len(one) <= 2}
    assert pairs <= set(found)


def test_a_hundred_holders_and_one_pair_take_three_tests():
    tests = []

    def clash(group):
        tests.append(group)
        return frozenset({3, 70}) if {3, 70} <= set(group) else None

    assert worlds.contradicting(list(range(100)), clash) == [frozenset({3, 70})]
    assert len(tests) == 3


def test_nobody_clashes_where_nobody_speaks():
    assert worlds.contradicting([], lambda group: None) == []


def test_every_pair_is_tested_together_at_least_once():
    tests = []

    def clash(group):
        tests.append(set(group))
        parts = [{1, 2}, {2, 3}, {4}]
        return next((frozenset(part) for part in parts if part <= set(group)), None)

    found = worlds.contradicting(HOLDERS, clash)

    for pair in combinations_with_replacement(HOLDERS, 2):
        together = any(set(pair) <= group for group in tests)
        assert together or any(one <= set(pair) for one in found)
