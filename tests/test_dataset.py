import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from claimgraph import loading, rules
from claimgraph.dataset import Dataset, Request
from claimgraph.errors.files import (
    AssertedWorldTriple,
    MalformedFile,
    MissingFile,
    ReservedGraph,
)
from claimgraph.errors.queries import (
    AmbiguousDataset,
    ForbiddenOperation,
    UnknownPolicy,
)
from claimgraph.namespaces import graph_iri, view_iri

ARTICLE = Path(__file__).parent / "articles" / "made-up-report"
PREFIX = "PREFIX claim: <https://w3id.org/claimgraph/article/made-up-report/claim/> "


def build(*paths):
    return Dataset.build(loading.everything(paths, replace=True))


@pytest.fixture(scope="module")
def report():
    return build(ARTICLE)


def with_lines(tmp_path, *lines):
    """The made-up article with further statements about its own things."""
    folder = tmp_path / ARTICLE.name
    shutil.copytree(ARTICLE, folder)
    prefixes = [
        "PREFIX cg: <https://w3id.org/claimgraph/ns#>",
        PREFIX,
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>",
        "PREFIX event: <https://w3id.org/claimgraph/id/event/>",
        "PREFIX actor: <https://w3id.org/claimgraph/id/actor/>",
    ]
    (folder / "more.ttl").write_text("\n".join([*prefixes, *lines]), encoding="utf-8")
    return folder


def ask(dataset, pattern, *trust):
    return bool(dataset.query(Request(f"{PREFIX} ASK {{ {pattern} }}", trust=trust)))


def values(dataset, text, *trust):
    rows = dataset.query(Request(PREFIX + text, trust=trust)).rows()
    return [tuple(getattr(term, "value", None) for term in row) for row in rows]


SEIZED = "event:port-seizure cg:perpetrator actor:harbour-guard"
KILLED = "event:port-seizure cg:killedAtLeast 12"


def test_the_default_graph_never_states_a_fact(report):
    assert not ask(report, SEIZED)


def test_an_article_beside_ours_gets_views_of_its_own(report):
    assert ask(report, SEIZED, "author-strict")


def test_what_a_belligerent_claims_is_a_fact_only_for_who_trusts_it(report):
    assert not ask(report, KILLED, "author-strict")
    assert ask(report, KILLED, "plus-belligerents")


def test_a_conveyed_claim_is_believed_where_only_its_holder_is_trusted(report):
    assert ask(report, KILLED, "holder/harbour-guard")


def test_a_denial_removes_a_fact_only_where_the_denier_is_heeded(report):
    assert ask(report, SEIZED, "author-strict")
    assert ask(report, SEIZED, "everything-claimed")
    assert not ask(report, SEIZED, "holder/harbour-union")


def test_a_denying_claim_never_reifies_a_fact(report):
    reifiers = values(
        report,
        "SELECT DISTINCT ?c { << event:port-seizure cg:realisation cg:occurred ~ ?c >> }",
        "everything-claimed",
    )

    names = sorted(name.rpartition("/")[2] for (name,) in reifiers)
    assert names == ["b02s01-1", "b02s02-2"]


def test_a_shortcut_says_whose_figure_it_is(report):
    reifiers = values(
        report,
        "SELECT ?c { << event:port-seizure cg:killedAtMost 12 ~ ?c >> }",
        "plus-belligerents",
    )

    assert [name.rpartition("/")[2] for (name,) in reifiers] == ["b02s02-2"]


def test_a_forecast_is_no_fact_under_any_policy(report):
    for policy in report.policies:
        assert not ask(
            report, "event:port-exit ?any ?thing . ?thing a cg:Claim", policy
        )
        assert not ask(report, "event:port-exit cg:realisation ?r", policy)


@pytest.mark.parametrize(
    ("claim", "confidence"),
    [
        ("b02s01-1", "contested"),
        ("b02s02-2", "contested"),
        ("b02s03-2", "moderate"),
        ("b02s04-1", "moderate"),
        ("b02s05-1", "low"),
    ],
)
def test_confidence_follows_the_rule_table(report, claim, confidence):
    found = values(report, f"SELECT ?c {{ claim:{claim} cg:confidence ?c }}")

    assert found == [(f"https://w3id.org/claimgraph/confidence/{confidence}",)]


PROPOSITION = "a cg:Proposition ; cg:subject event:port-seizure ; cg:predicate"
TWELVE = (
    "<urn:twelve> a cg:Quantity ; cg:boundBasis cg:stated ; cg:unit"
    " <https://w3id.org/claimgraph/unit/people> ; cg:lowerBound 12 ;"
    " cg:lowerInclusive true ; cg:upperBound {} ; cg:upperInclusive true ."
)
SAME_DAY = (
    "<urn:day> a cg:TimeExpression ;"
    " cg:earliestBegin '2031-05-01T02:00:00+02:00'^^xsd:dateTime ;"
    " cg:earliestEnd '2031-05-01T00:00:00Z'^^xsd:dateTime ;"
    " cg:latestBegin '2031-05-01T23:59:59Z'^^xsd:dateTime ;"
    " cg:latestEnd '2031-05-0{}T23:59:59Z'^^xsd:dateTime ."
)


@pytest.mark.parametrize(
    ("content", "lines", "claim", "contested"),
    [
        ("cg:killed ; cg:object <urn:twelve>", TWELVE.format("12.0"), 2, True),
        ("cg:killed ; cg:object <urn:twelve>", TWELVE.format("13.0"), 2, False),
        ("cg:during ; cg:object <urn:day>", SAME_DAY.format(1), 1, True),
        ("cg:during ; cg:object <urn:day>", SAME_DAY.format(2), 1, False),
        ("cg:perpetrator ; cg:object actor:harbour-guard", "", 1, True),
        ("cg:perpetrator ; cg:object actor:harbour-union", "", 1, False),
    ],
)
def test_a_denial_in_other_words_contests_equal_content_only(
    tmp_path, content, lines, claim, contested
):
    """Beside those that are contested anyway: claim 1 by Doe, claim 2 by the Guard."""
    folder = with_lines(
        tmp_path,
        lines,
        f"<urn:content> {PROPOSITION} {content} .",
        "claim:b02s03-1 cg:retracted '2031-06-01T00:00:00Z'^^xsd:dateTime .",
        "<urn:denial> a cg:DirectClaim ; cg:holder actor:harbour-union ;"
        " cg:denies <urn:content> ; cg:certainty cg:certain ; cg:modality cg:actual .",
    )
    claimed = f"claim:b02s0{claim}-{claim} cg:confidence"

    found = ask(build(folder), f"{claimed} confidence:contested")
    assert found == contested


def test_propositions_of_equal_content_share_a_key(tmp_path):
    folder = with_lines(
        tmp_path,
        f"<urn:content> {PROPOSITION} cg:realisation ; cg:object cg:occurred .",
    )
    same = "<urn:content> cg:contentKey ?key . ?other cg:contentKey ?key ."

    found = values(build(folder), f"SELECT ?other {{ {same} }} ORDER BY ?other")
    assert [name.rpartition("/")[2] for (name,) in found] == [
        "seizure-occurred",
        "urn:content",
    ]


def test_a_retracted_claim_leaves_the_default_graph_and_the_views(tmp_path):
    folder = with_lines(
        tmp_path,
        'claim:b02s02-2 cg:retracted "2031-06-01T00:00:00Z"^^xsd:dateTime ;'
        ' cg:retractionReason "Misread."@en .',
    )
    dataset = build(folder)

    assert not ask(dataset, "claim:b02s02-2 ?p ?o")
    assert not ask(dataset, "claim:b02s02-1 ?p ?o"), "it conveyed nothing else"
    assert not ask(dataset, KILLED, "plus-belligerents")
    assert ask(dataset, "GRAPH graph:made-up-report { claim:b02s02-2 ?p ?o }")
    assert ask(dataset, "GRAPH graph:withdrawn { claim:b02s02-2 ?p ?o }")


def test_what_only_a_retracted_claim_conveyed_is_withdrawn_with_it(tmp_path):
    folder = with_lines(
        tmp_path,
        'claim:b02s03-1 cg:retracted "2031-06-01T00:00:00Z"^^xsd:dateTime .',
    )
    dataset = build(folder)

    assert not ask(dataset, "claim:b02s03-2 ?p ?o")
    found = values(dataset, "SELECT ?c { claim:b02s01-1 cg:confidence ?c }")
    assert found == [("https://w3id.org/claimgraph/confidence/high",)]


def test_a_superseded_claim_is_withdrawn_and_its_successor_stands(tmp_path):
    folder = with_lines(tmp_path, "claim:b02s04-1 cg:supersededBy claim:b02s05-1 .")
    dataset = build(folder)

    assert not ask(dataset, "claim:b02s04-1 ?p ?o")
    assert ask(dataset, "claim:b02s05-1 a cg:DirectClaim")


def test_a_retracted_article_keeps_only_its_record(tmp_path):
    folder = with_lines(
        tmp_path,
        "<https://w3id.org/claimgraph/article/made-up-report>"
        ' cg:retracted "2031-06-01T00:00:00Z"^^xsd:dateTime .',
    )
    dataset = build(folder)

    assert not ask(dataset, "?claim cg:holder ?holder")
    assert not ask(dataset, SEIZED, "everything-claimed")
    assert ask(dataset, "GRAPH graph:made-up-report { claim:b02s01-1 ?p ?o }")


def test_a_deictic_time_gets_its_bounds_from_the_publication(tmp_path):
    folder = with_lines(
        tmp_path,
        "<urn:day-before> a cg:TimeExpression ; cg:deictic true ;"
        " cg:anchoredTo <https://w3id.org/claimgraph/article/made-up-report/time/"
        "publication> ; cg:latestEnd '2000-01-01T00:00:00Z'^^xsd:dateTime ;"
        " cg:resolvedBy <https://w3id.org/claimgraph/convention/yesterday> .",
    )
    bounds = "SELECT ?a ?b { <urn:day-before> cg:earliestBegin ?a ; cg:latestEnd ?b }"

    found = values(build(folder), bounds)
    assert found == [("2031-05-01T00:00:00Z", "2031-05-01T23:59:59Z")]


@pytest.mark.parametrize(
    "graph",
    [
        "https://w3id.org/claimgraph/graph/acceptance",
        "https://w3id.org/claimgraph/graph/current",
        "https://w3id.org/claimgraph/graph/ontology",
        "https://w3id.org/claimgraph/view/author-strict",
        "urn:claimgraph:work",
    ],
)
def test_data_cannot_pass_for_what_is_derived_or_defined_here(tmp_path, graph):
    path = tmp_path / "mine.trig"
    path.write_text(f"<{graph}> {{ <urn:a> <urn:b> <urn:c> }}")

    with pytest.raises(ReservedGraph, match=graph):
        build(path)


def test_a_file_named_like_a_derived_graph_is_refused(tmp_path):
    path = tmp_path / "acceptance.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")

    with pytest.raises(ReservedGraph, match=r"acceptance\.ttl"):
        build(path)


def test_a_file_name_with_a_space_makes_a_graph(tmp_path):
    path = tmp_path / "my file.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")

    assert ask(
        build(path), "GRAPH <https://w3id.org/claimgraph/graph/my%20file> { ?s ?p ?o }"
    )


def test_an_author_is_trusted_in_his_own_articles_only(tmp_path):
    """The Guard's words in Doe's article stay the Guard's, even if it writes too."""
    folder = with_lines(
        tmp_path, "<urn:pamphlet> a cg:Document ; cg:author actor:harbour-guard ."
    )
    dataset = build(folder)

    assert ask(dataset, SEIZED, "author-strict")
    assert not ask(dataset, KILLED, "author-strict")


def test_a_policy_of_ones_own_makes_a_view_wherever_it_says(tmp_path):
    folder = with_lines(
        tmp_path,
        "<https://w3id.org/claimgraph/trust/mine> a cg:AcceptancePolicy ;"
        " cg:trustsHolder actor:harbour-guard ; cg:trustsEveryReporter true ;"
        " cg:minimumCertainty cg:certain ; cg:acceptsContested true ;"
        " cg:makesView <http://example.org/my-view> .",
    )

    assert ask(build(folder), KILLED, "mine")


def test_an_orphan_proposition_is_kept_where_nothing_was_withdrawn(tmp_path):
    folder = with_lines(tmp_path, "<urn:orphan> a cg:Proposition .")

    assert ask(build(folder), "<urn:orphan> a cg:Proposition")


def test_a_view_says_by_which_rules_it_was_made(report):
    made = values(
        report,
        "SELECT (COUNT(?rule) AS ?n) { view:author-strict prov:wasGeneratedBy/prov:used"
        " ?rule FILTER (CONTAINS(STR(?rule), '/rule/')) }",
    )

    assert int(made[0][0]) == len(rules.files())


def test_equal_bytes_under_another_name_have_another_digest(tmp_path):
    digests = set()
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text("<urn:a> <urn:b> <urn:c> .")
        digests.add(build(tmp_path / name).digest)

    assert len(digests) == 2


def test_many_readers_with_many_policies_get_whole_answers(report):
    """More pairs than merges are kept, asked by several threads at once."""
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    pairs = list(combinations(report.policies, 2))
    expected = {pair: values(report, everything, *pair) for pair in pairs}
    with ThreadPoolExecutor(8) as pool:
        asked = pairs * 4
        found = list(pool.map(lambda pair: values(report, everything, *pair), asked))

    assert found == [expected[pair] for pair in asked]


def test_nobody_sees_the_graph_that_two_views_were_merged_into(report):
    listing = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    before = values(report, listing)
    trusted = values(report, listing, *list(report.policies)[:2])

    assert [name for (name,) in before] == report.graphs()
    assert trusted == values(report, listing) == before


def test_a_second_article_stands_beside_the_shipped_one(dataset):
    both = Dataset.build(loading.everything([ARTICLE]))

    assert ask(both, SEIZED, "author-strict")
    assert set(both.articles) == {*dataset.articles, "made-up-report"}


def test_an_asserted_fact_is_refused_by_name(tmp_path):
    folder = with_lines(tmp_path, f"{SEIZED} .")

    with pytest.raises(AssertedWorldTriple, match="cg:perpetrator actor:harbour-guard"):
        build(folder)


def test_an_asserted_finer_kind_is_refused_too(tmp_path):
    folder = with_lines(tmp_path, "event:port-seizure a cg:Takeover .")

    with pytest.raises(AssertedWorldTriple, match="cg:Takeover"):
        build(folder)


def test_a_malformed_file_is_named_with_line_and_column(tmp_path):
    folder = with_lines(tmp_path, "claim:b02s01-1 cg:hedge")

    with pytest.raises(MalformedFile, match=r"more\.ttl, line 6, column \d+: "):
        build(folder)


def test_a_path_with_nothing_is_named(tmp_path):
    with pytest.raises(MissingFile, match="nowhere"):
        build(tmp_path / "nowhere")


@pytest.mark.parametrize("extension", ["nt", "rdf", "jsonld", "trig", "nq"])
def test_data_is_read_in_every_rdf_format(tmp_path, extension):
    from pyoxigraph import RdfFormat, parse, serialize

    quads = parse(path=ARTICLE / "report.ttl")
    form = RdfFormat.from_extension(extension)
    (tmp_path / f"report.{extension}").write_bytes(serialize(quads, format=form))
    dataset = build(tmp_path, ARTICLE / "document.ttl", ARTICLE / "sentences.ttl")

    assert ask(dataset, SEIZED, "author-strict")


def test_two_overlapping_policies_count_each_triple_once(report):
    counted = "SELECT (COUNT(*) AS ?n) (SUM(?k) AS ?sum) { ?event cg:killedAtLeast ?k }"

    alone = values(report, counted, "plus-belligerents")
    both = values(report, counted, "plus-belligerents", "everything-claimed")
    assert alone == both == [("1", "12")]


def test_a_view_repeats_nothing_of_the_default_graph(dataset):
    shared = """SELECT ?view ?s ?p ?o {
        ?view a cg:View . GRAPH ?view { ?s ?p ?o } ?s ?p ?o } LIMIT 1"""

    assert values(dataset, shared) == []


def test_what_is_inferred_is_disjoint_from_its_view(dataset):
    shared = """SELECT ?view ?s ?p ?o {
        ?view a cg:View . GRAPH ?view { ?s ?p ?o }
        BIND (IRI(CONCAT(STR(?view), "/inferred")) AS ?inferred)
        GRAPH ?inferred { ?s ?p ?o } } LIMIT 1"""

    assert values(dataset, shared) == []


def test_an_unknown_policy_is_answered_with_those_there_are(report):
    with pytest.raises(UnknownPolicy, match="author-strict"):
        ask(report, SEIZED, "nobody")


def test_graphs_and_trust_cannot_both_be_named(report):
    request = Request("ASK {}", trust=["author-strict"], default_graphs=["urn:x"])

    with pytest.raises(AmbiguousDataset):
        report.query(request)


def test_from_means_exactly_the_graphs_named(report):
    text = f"ASK FROM <{view_iri('author-strict')}> {{ {SEIZED} }}"

    assert bool(report.query(Request(text)))
    assert not report.query(Request(text.replace("strict", "broad-not-there")))


def test_named_graphs_are_hidden_where_only_a_default_graph_is_named(report):
    text = "ASK { GRAPH ?g { ?s ?p ?o } }"

    assert not report.query(Request(text, default_graphs=[view_iri("author-strict")]))


def test_the_current_graph_is_the_default_graph_by_name(report):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    named = count.replace("{", "{ GRAPH graph:current {").replace("}", "} }")
    assert values(report, count) == values(report, named)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service#\n<http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
        r"ASK { OPTIONAL { ?s <http://x/\u0041#> ?o } SERVICE <http://127.0.0.1/> {} }",
        r"ASK { ?s cg:a\#x ?o SERVICE <http://127.0.0.1/> {} }",
        r"ASK { <http://x/\u003E> ?p ?o . SERVICE <http://127.0.0.1/> {} }",
    ],
)
def test_nothing_is_fetched_from_elsewhere(report, text):
    with pytest.raises(ForbiddenOperation):
        report.query(Request(text))


def test_equal_sources_have_equal_digests(report):
    assert build(ARTICLE).digest == report.digest


def test_graphs_made_for_merging_are_never_seen(report):
    ask(report, SEIZED, "author-strict", "plus-belligerents")

    assert not any(name.startswith("urn:") for name in report.graphs())
    assert not ask(report, 'GRAPH ?g { ?s ?p ?o } FILTER STRSTARTS(STR(?g), "urn:")')


PLACES = graph_iri("places")
COPIES = [
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "construct{$a ?b ?c.}{?a?b?c.}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{PLACES}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT { ?s ?p ?o } { GRAPH <http://nowhere.example/> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { GRAPH <graph/places> { ?s ?p ?o } }",
]
OTHERS = [
    "CONSTRUCT { ?s ?p ?s } WHERE { ?s ?p ?s }",
    "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER (ISIRI(?o)) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3",
    "CONSTRUCT { ?s ?p ?o } FROM <http://nowhere.example/> WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", [*COPIES, *OTHERS])
@pytest.mark.parametrize(
    "trust", [[], ["author-strict"], ["author-strict", "plus-institutions"]]
)
def test_a_copy_of_a_graph_has_the_triples_that_the_engine_constructs(
    dataset, text, trust
):
    if "FROM" in text:
        trust = []
    asked = dataset.query(Request(text, trust=trust))
    plain = dataset.query(
        Request(f"{text} OFFSET 0", trust=trust)
    )  # is not seen to copy

    copied = list(asked.triples())
    assert len(copied) == len(set(copied))
    if "LIMIT" not in text:
        assert set(copied) == set(plain.triples())


@pytest.mark.parametrize("text", COPIES)
def test_who_copies_from_named_graphs_gets_those(dataset, text):
    asked = Request(text, default_graphs=[PLACES])

    found = set(dataset.query(asked).triples())
    assert found == set(
        dataset.query(replace(asked, text=f"{text} OFFSET 0")).triples()
    )


def test_the_current_graph_and_a_view_share_no_triple(dataset):
    for policy in dataset.policies:
        parts = dataset._scopes._beside([policy])
        triples = [
            {
                quad.triple
                for quad in dataset.store.quads_for_pattern(None, None, None, g)
            }
            for g in map(NamedNode, [graph_iri("current"), *parts])
        ]

        assert len(set.union(*triples)) == sum(map(len, triples))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { GRAPH ?g { actor:jnim ?p ?o } FILTER (?g = graph:reference-actors) }",
        "ASK FROM graph:reference-actors { actor:jnim ?p ?o }",
        "ASK FROM NAMED graph:reference-actors { GRAPH ?g { actor:jnim ?p ?o } }",
        "ASK { actor:jnim ?p ?o FILTER EXISTS { GRAPH ?g { actor:jnim ?p ?o } } }",
    ],
)
def test_named_graphs_are_found_beside_the_default_graph_apart(dataset, text):
    apart = Dataset(dataset.store, dataset.digest).set_apart()
    text = text.replace("graph:reference-actors", f"<{graph_iri('reference/actors')}>")

    assert apart.query(Request(text))
    assert not apart.query(Request(text.replace("actor:jnim", "actor:nobody")))


def test_who_trusts_a_policy_is_answered_from_its_view_too(dataset):
    apart = Dataset(dataset.store, dataset.digest).set_apart()
    text = "ASK { event:ferry-incident cg:perpetrator actor:jnim }"

    assert not apart.query(Request(text))
    assert apart.query(Request(text, trust=["author-strict"]))


def test_a_tidied_dataset_is_the_one_it_was(dataset):
    before = Dataset(dataset.store, dataset.digest).set_apart()
    before.store.add_graph(NamedNode("urn:empty"))
    tidied = before.tidied()

    assert {*tidied.store} == {*before.store}
    assert {*tidied._apart} == {*before._apart}
    assert tidied.catalogue() == before.catalogue()
    before.store.remove_graph(NamedNode("urn:empty"))
