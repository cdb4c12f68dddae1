"""The shipped data: what it promises about itself, and what must not leak from it."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pyoxigraph import BlankNode, RdfFormat, parse

from claimgraph import articles, resources
from claimgraph.dataset import Request
from claimgraph.namespaces import view_iri

SLUG = "lwj-2023-09-mali"
FILES = sorted(resources.data().rglob("*.ttl"))
COPY = os.environ.get("CLAIMGRAPH_ARTICLE", "")
LOCAL = "https://w3id.org/claimgraph/"

#: Of the shipped policies, those that trust the local reports of a truce.
BELIEVE_THE_TRUCE = {"everything-claimed", f"holder/{SLUG}/b14s04"}


def rows(dataset, text, **options):
    found = dataset.query(Request(text, **options)).rows()
    return [tuple(getattr(term, "value", None) for term in row) for row in found]


def ask(dataset, pattern, *trust):
    return bool(dataset.query(Request(f"ASK {{ {pattern} }}", trust=trust)))


def test_sentences_stand_in_order_and_do_not_overlap(dataset):
    table = dataset.sentences(SLUG)

    assert all(one.end < two.start for one, two in pairwise(table))
    assert all(one.start < one.end for one in table)
    assert len(table) == 92


def test_every_body_sentence_anchors_a_claim_or_says_why_not(dataset):
    bare = rows(
        dataset,
        """SELECT ?s { ?s cg:textPart part:body
           FILTER NOT EXISTS { ?claim cg:anchor ?s }
           FILTER NOT EXISTS { ?s cg:assertsNothing true ; cg:assertsNothingReason ?why } }""",
    )

    assert bare == []


@pytest.mark.article
def test_every_position_fits_the_article(dataset):
    text = articles.read_text(Path(COPY))

    assert articles.verify(text, dataset.sentences(SLUG), dataset.articles[SLUG]) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_data_file_names_everything_it_speaks_of(path):
    quads = parse(path=path, format=RdfFormat.TURTLE)
    blank = [q for q in quads if BlankNode in (type(q.subject), type(q.object))]

    assert blank == []


def test_every_name_that_is_used_is_described(dataset):
    unknown = rows(
        dataset,
        f"""SELECT DISTINCT ?object {{
          GRAPH graph:{SLUG} {{ ?subject ?predicate ?object }}
          FILTER (STRSTARTS(STR(?object), "{LOCAL}"))
          FILTER NOT EXISTS {{ ?object ?is ?something }} }}""",
    )

    assert unknown == []


def test_every_property_that_is_used_is_declared(dataset):
    unknown = rows(
        dataset,
        f"""SELECT DISTINCT ?predicate {{
          GRAPH graph:{SLUG} {{ ?subject ?predicate ?object }}
          FILTER NOT EXISTS {{ ?predicate a ?kind }}
          FILTER (?predicate != rdf:type && !STRSTARTS(STR(?predicate), STR(rdfs:))) }}""",
    )

    assert unknown == []


def test_every_direct_claim_has_one_confidence(dataset):
    wrong = rows(
        dataset,
        """SELECT ?claim (COUNT(?c) AS ?n) {
          ?claim a cg:DirectClaim OPTIONAL { ?claim cg:confidence ?c } }
          GROUP BY ?claim HAVING (COUNT(?c) != 1)""",
    )

    assert wrong == []


def test_the_bounds_of_deictic_times_follow_from_the_publication(dataset):
    """Stored for readers of plain Turtle, made again by rule at each start."""
    changed = rows(
        dataset,
        f"""SELECT ?time ?bound ?stored ?made {{
          VALUES ?bound {{ cg:earliestBegin cg:latestBegin cg:earliestEnd cg:latestEnd }}
          GRAPH graph:{SLUG} {{ ?time ?bound ?stored }}
          ?time ?bound ?made FILTER (?stored != ?made) }}""",
    )

    assert changed == []


def times():
    graph = parse(
        path=resources.data() / "articles" / SLUG / "times.ttl", format=RdfFormat.TURTLE
    )
    found = {}
    for quad in graph:
        name = quad.predicate.value.rpartition("#")[2]
        found.setdefault(quad.subject.value.rpartition("/")[2], {})[name] = quad.object
    return found


@pytest.mark.parametrize(("name", "time"), times().items(), ids=lambda x: str(x)[:20])
def test_a_time_is_the_interval_that_its_edtf_says(name, time):
    try:
        interval = parse_edtf(time["edtf"].value)
    except EDTFParseException as error:
        raise AssertionError(f"{name}: {time['edtf'].value}") from error
    day = "{0.tm_year:04}-{0.tm_mon:02}-{0.tm_mday:02}".format
    if "earliestBegin" in time:
        assert time["earliestBegin"].value[:10] == day(interval.lower_strict())
    assert ("latestEnd" in time) != time["edtf"].value.endswith("/..")
    if "latestEnd" in time:
        assert time["latestEnd"].value[:10] == day(interval.upper_strict())


WORLD = "?predicate rdfs:subPropertyOf+ ?root . VALUES ?root { cg:worldRelation cg:worldAttribute }"


def test_no_triple_of_the_default_graph_speaks_of_the_world(dataset):
    assert not ask(dataset, f"{WORLD} ?subject ?predicate ?object")
    assert not ask(dataset, "?x cg:perpetrator ?y")
    assert ask(dataset, "?x cg:perpetrator ?y", "author-strict")


def test_no_eventuality_has_a_finer_kind_in_the_default_graph(dataset):
    finer = """?kind rdfs:subClassOf+ ?root . ?x a ?kind .
        VALUES ?root { cg:Event cg:State cg:Agreement cg:Scenario }"""

    assert not ask(dataset, finer)


def test_the_truce_is_a_fact_only_for_who_trusts_the_local_reports(dataset):
    believing = {
        policy
        for policy in dataset.policies
        if ask(dataset, "agreement:jnim-issp-truce cg:realisation ?r", policy)
        or ask(dataset, "?party cg:partyTo agreement:jnim-issp-truce", policy)
    }

    assert believing == BELIEVE_THE_TRUCE


@pytest.mark.parametrize(
    "irreal",
    [
        "?claim cg:modality ?m FILTER (?m != cg:actual)",
        "?claim cg:onCondition ?condition",
        "?claim cg:denies ?content",
        "?claim cg:certainty cg:uncommitted",
    ],
    ids=["another modality", "a condition", "a denial", "no commitment"],
)
def test_what_is_no_factual_affirmation_reifies_nothing_in_any_view(dataset, irreal):
    leaked = rows(
        dataset,
        f"""SELECT ?claim ?view {{ {irreal}
            GRAPH ?view {{ ?claim rdf:reifies ?triple }} }}""",
    )

    assert leaked == []


def test_every_triple_of_a_view_is_affirmed_by_an_accepted_claim(dataset):
    for policy in dataset.policies:
        graph = view_iri(policy)
        stated = rows(dataset, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        claimed = rows(
            dataset,
            f"""SELECT (SUBJECT(?t) AS ?s) (PREDICATE(?t) AS ?p) (OBJECT(?t) AS ?o)
                {{ GRAPH <{graph}/sources> {{ ?claim rdf:reifies ?t }} }}""",
        )

        assert set(stated) - set(claimed) == set(), policy


def test_nobody_is_said_to_have_broken_an_agreement(dataset):
    assert not ask(dataset, "?p cg:predicate cg:hasKind ; cg:object cg:Breach")


def test_no_chain_of_reports_is_longer_than_three(dataset):
    assert not ask(dataset, "?a cg:conveys/cg:conveys/cg:conveys ?b")


def test_only_the_truce_is_affirmed_by_one_holder_and_denied_by_another(dataset):
    found = rows(
        dataset,
        """SELECT DISTINCT ?subject {
          ?one cg:affirms ?p ; cg:holder ?a . ?other cg:denies ?p ; cg:holder ?b .
          ?p cg:subject ?subject FILTER (?a != ?b) }""",
    )

    assert found == [(f"{LOCAL}id/agreement/jnim-issp-truce",)]
