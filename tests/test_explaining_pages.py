"""Explanations as people see them: whole, escaped, and without a script."""

from dataclasses import asdict
from types import SimpleNamespace

import pytest
from flask import render_template

from claimgraph.dataset import Request
from claimgraph.explaining import plan, sources, why_empty
from page import BROWSER, Page

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def shown(app):
    """A part of a page, rendered from what JSON would hold."""

    def give(template, **told):
        with app.test_request_context("/sparql"):
            text = render_template(template, **told)
        return Page(SimpleNamespace(text=text))

    return give


def shown_why(shown, dataset, text, trust=()):
    asked = Request(text, trust=trust)
    why = asdict(why_empty(dataset, asked))
    return shown("_why_empty.html", why=why, asked=asked)


def test_why_nothing_was_found_is_said_with_what_may_be_meant(shown, dataset):
    page = shown_why(shown, dataset, "SELECT * { ?x a cg:Cliam }")

    assert "Nothing matches ?x a cg:Cliam (line 1, column 12)." in page.text
    assert "did you mean cg:Claim?" in page.text
    assert page.text.count("cg:Cliam is unknown here") == 1


def test_whom_to_trust_is_one_step_away(shown, dataset):
    page = shown_why(shown, dataset, "ASK { ?e cg:perpetrator actor:cma }")

    assert any("trust=everything-claimed" in link for link in page.links)
    assert "1 solution" in page.text


def test_the_claims_of_each_row_are_told_with_who_disputes_them(shown, dataset):
    text = "SELECT ?who { event:jnim-issp-mutual-attacks cg:perpetrator ?who }"
    found = sources(dataset, Request(text, trust=("everything-claimed",)), most=1)
    page = shown("_sources.html", sources=asdict(found))

    assert (
        "b14s04-2 Caleb Weiss (distances) > local reports of 14.4 contested"
        in page.text
    )
    assert "b14s05-1 Caleb Weiss" in page.text
    assert "1 further row left out here" in page.text
    assert "cg:perpetrator" in page.text


def test_what_could_not_be_followed_is_said(shown, dataset):
    text = "SELECT * { place:mali cg:within+ ?around MINUS { ?around a cg:Region } }"
    found = sources(dataset, Request(text))
    page = shown("_sources.html", sources=asdict(found))

    assert "cg:within+ (line 1, column 23)" in page.text
    assert "MINUS (line 1, column 42)" in page.text


def test_a_plan_shows_each_step_and_the_algebra(shown, dataset):
    text = (
        "SELECT ?n { ?p a cg:Region OPTIONAL { ?p rdfs:label ?n } FILTER (BOUND(?n)) }"
    )
    page = shown("_plan.html", plan=asdict(plan(dataset, Request(text))))

    assert "triple pattern ?p a cg:Region 1 5 5" in page.text
    assert "LeftJoin" in page.text
    assert "Project ?n line 1, column 8" in page.text


@pytest.mark.parametrize(
    ("template", "name", "tell"),
    [
        ("_why_empty.html", "why", why_empty),
        ("_sources.html", "sources", sources),
        ("_plan.html", "plan", plan),
    ],
)
def test_what_a_query_says_is_escaped(shown, dataset, template, name, tell):
    text = f'SELECT ?x {{ VALUES ?x {{ "{HOSTILE}" }} FILTER (?x = "{HOSTILE}!") }}'
    kept = text.replace("!", "") if tell is sources else text
    page = shown(template, **{name: asdict(tell(dataset, Request(kept)))})

    assert page.all("script") == []
    assert HOSTILE in page.text


@pytest.mark.parametrize("template", ["_why_empty.html", "_sources.html", "_plan.html"])
def test_each_part_has_a_title_that_names_it(shown, dataset, template):
    asked = Request("DESCRIBE actor:jnim")
    told = {
        "why": asdict(why_empty(dataset, asked)),
        "sources": asdict(sources(dataset, asked)),
        "plan": asdict(plan(dataset, asked)),
    }
    page = shown(template, **told)
    (section,) = page.all("section")

    assert section["aria-labelledby"] in [heading["id"] for heading in page.all("h3")]


def asked_page(client, text):
    return Page(client.get("/sparql", query_string={"query": text}, headers=BROWSER))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?x a cg:Cliam }",
        "SELECT (COUNT(?x) AS ?n) (SAMPLE(?x) AS ?one) { ?x a cg:Cliam }",
    ],
)
def test_a_count_of_nothing_is_explained_as_an_empty_answer_is(client, text):
    page = asked_page(client, text)

    assert "Why nothing was found" in page.text
    assert "Nothing matches ?x a cg:Cliam" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (0 AS ?n) { ?x a cg:DirectClaim } LIMIT 1",
        "SELECT ?n { VALUES ?n { 0 } }",
        "SELECT (COUNT(*) AS ?n) { ?x a cg:DirectClaim }",
        "SELECT ?no { ?x a cg:DirectClaim } LIMIT 1",
    ],
)
def test_a_nought_that_counts_nothing_is_not_explained(client, text):
    assert "Why nothing was found" not in asked_page(client, text).text


def test_unknown_terms_are_named_beside_what_was_found(client):
    text = "SELECT * { { ?x a cg:DirectClaim } UNION { ?x a cg:Cliam } FILTER (?x != <urn:x>) } LIMIT 3"
    page = asked_page(client, text)

    assert (
        "In the query, and unknown: cg:Cliam is unknown here: did you mean cg:Claim?"
        in page.text
    )
    assert "urn:x" not in page.text.partition("and unknown:")[2]


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x a cg:DirectClaim }",
        "CONSTRUCT { ?x a cg:New } WHERE { ?x a cg:DirectClaim } LIMIT 1",
    ],
)
def test_a_query_of_known_terms_has_no_note(client, text):
    assert "and unknown:" not in asked_page(client, text).text
