"""Every IRI of ours is answered at its own path: as data for tools, as a page for people."""

import random
import re
from collections import defaultdict
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

import made_up
from claimgraph import formats, loading, namespaces, queries
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.dataset import Request
from claimgraph.engine import Change
from claimgraph.namespaces import BASE, CG, PATHS
from claimgraph.web import linked_data
from claimgraph.web.linked_data import wording
from page import BROWSER, Page

QUERIES = Path(linked_data.__file__).parent
ARTICLE = "/article/lwj-2023-09-mali"
PORT = "/article/made-up-report"
SUFFIXES = {"ttl": "text/turtle", "nt": "application/n-triples", "rdf": "application/rdf+xml",
            "jsonld": "application/ld+json", "trig": "application/trig", "nq": "application/n-quads",
            "html": "text/html"}  # fmt: skip
#: A path of each kind of thing, and what its page says.
KINDS = {
    "/ns": "claimgraph ontology",
    "/ns/core": "Agent that a text identifies",
    "/hedge": "“reportedly”",
    "/hedge/claims": "“claims”",
    ARTICLE: "Its sentences",
    f"{ARTICLE}/claim/b11s02-4": "reports, keeping distance, that JNIM reports that unnamed source of 11.2 states, without committing to it, that",
    f"{ARTICLE}/proposition/northern-series-by": "perpetrator",
    f"{ARTICLE}/sentence/b11s02": "Claims in this sentence",
    f"{ARTICLE}/time/publication": "2023-09-10/2023-09-17",
    f"{ARTICLE}/source/b11s02": "unnamed source",
    "/id/actor/jnim": "Claims about JNIM",
    "/id/place/gao": "Gao Region",
    "/id/event/ferry-incident": "at least 49 civilians",
    "/id/agreement/algiers-2015": "agreement",
    "/trust/author-strict": "the author, when certain",
    "/view/author-strict": "What holds, if one believes the author, when certain",
    "/view/author-strict/making": "95-provenance",
    "/graph/ontology": "A graph of",
    "/graph/void": "A graph of",
    "/shape/ClaimShape": "it stands in graph:shapes",
    "/rule/95-provenance": "INSERT {",
    "/query/actors/find": "Ask it",
}


@pytest.fixture(scope="module")
def port():
    """The made-up report, whose claims are known by heart."""
    return create_app(made_up.engine()).test_client()


def triples(response):
    form = RdfFormat.from_media_type(response.mimetype)
    return {quad.triple for quad in parse(response.data, format=form)}


def read(client, path, accept="application/n-triples", **query):
    response = client.get(path, headers={"Accept": accept}, query_string=query)
    assert response.status_code == 200, (path, response.text[:300])
    return triples(response)


def iris(terms):
    """The IRIs of ours among *terms*, also those inside triple terms."""
    for term in terms:
        if isinstance(term, Triple):
            yield from iris((term.subject, term.predicate, term.object))
        elif isinstance(term, NamedNode) and term.value.startswith(BASE):
            yield term.value


def every_iri(dataset):
    found = set()
    for quad in dataset.store:
        found.update(iris((quad.subject, quad.predicate, quad.object, quad.graph_name)))
    return sorted(found)


def kind(iri):
    """The kind of an IRI by its form: all but the last segment, and the graph's part."""
    path = iri.removeprefix(BASE)
    return re.sub(r"(lwj-[^/]*|[^/#]+)$", "", path) or path


# Every IRI


def test_every_iri_of_ours_has_a_path_that_is_served(dataset):
    paths = {re.split("[/#]", iri.removeprefix(BASE))[0] for iri in every_iri(dataset)}

    assert paths - set(PATHS) == set()


def test_an_iri_of_each_kind_and_many_others_are_answered_with_triples_about_them(
    dataset, client
):
    """One of each kind, and a seeded sample: all would take minutes."""
    by_kind = defaultdict(list)
    for iri in every_iri(dataset):
        by_kind[kind(iri)].append(iri)
    chance = random.Random(2023)
    sample = [chance.choice(iris) for iris in by_kind.values()]
    sample += chance.sample(every_iri(dataset), 300)

    told = cache(lambda path: terms_of(read(client, f"/{path}")))

    assert len(by_kind) > 60
    for iri in {*sample} - {*dataset.graphs()}:
        found = told(quote(iri.removeprefix(BASE).partition("#")[0]))
        assert (f"{CG}Claim" if iri == CG else iri) in found, iri


def terms_of(triples):
    terms = {term for t in triples for term in (t.subject, t.predicate, t.object)}
    return {term.value for term in terms if isinstance(term, NamedNode)}


@pytest.mark.parametrize(("path", "said"), KINDS.items(), ids=KINDS)
def test_people_get_a_page_that_says_what_a_thing_is(client, path, said):
    response = client.get(path, headers=BROWSER)

    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert said in Page(response).text


@pytest.mark.parametrize("path", [*KINDS])
def test_every_link_on_a_page_to_something_of_ours_leads_somewhere(client, path):
    """To a document: which fragments it has is looked at below."""
    links = {unescape(link) for link in Page(client.get(path, headers=BROWSER)).links}
    own = sorted({link.partition("#")[0] for link in links if link.startswith("/")})
    chance = random.Random(path)

    assert len(own) > 3
    for link in chance.sample(own, min(6, len(own))):
        assert client.get(link, headers=BROWSER).status_code == 200, link


def test_a_term_of_the_ontology_has_a_place_on_the_page_and_one_where_more_is_said(
    client, dataset
):
    terms = {iri.removeprefix(CG) for iri in every_iri(dataset) if iri.startswith(CG)}
    page = Page(client.get("/ns", headers=BROWSER))
    module = Page(client.get("/ns/core", headers=BROWSER))
    places = {article["id"] for article in page.all("article")}

    assert terms - places <= {"", "BannedTerm"}
    assert "/ns/core#Actor" in page.links
    assert "Actor" in {article["id"] for article in module.all("article")}
    assert "times by default" in module.text


# Representations

ACCEPTED = [
    (None, "text/turtle", "ttl"),
    ("*/*", "text/turtle", "ttl"),
    ("text/turtle", "text/turtle", "ttl"),
    ("application/n-triples", "application/n-triples", "nt"),
    ("application/rdf+xml", "application/rdf+xml", "rdf"),
    ("application/ld+json", "application/ld+json", "jsonld"),
    ("application/trig", "application/trig", "trig"),
    ("application/n-quads", "application/n-quads", "nq"),
    ("text/turtle;q=0.3, application/ld+json;q=0.7", "application/ld+json", "jsonld"),
    ("text/html;q=0.5, application/rdf+xml", "application/rdf+xml", "rdf"),
    ("text/html", "text/html", "html"),
    (BROWSER["Accept"], "text/html", "html"),
]


@pytest.mark.parametrize(("accept", "media_type", "suffix"), ACCEPTED)
@pytest.mark.parametrize("path", [f"{PORT}/claim/b02s01-1", "/graph/policies", "/ns"])
def test_a_client_gets_the_form_it_likes_best(port, path, accept, media_type, suffix):
    response = port.get(path, headers={"Accept": accept} if accept else {})

    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.headers["Content-Location"] == f"{path}.{suffix}"
    assert "Accept" in response.vary


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("path", [f"{PORT}/claim/b02s01-1", "/graph/policies", "/ns", "/shape"])  # fmt: skip
def test_each_form_has_an_address_of_its_own(port, path, suffix):
    response = port.get(f"{path}.{suffix}", headers={"Accept": "image/png"})

    assert response.status_code == 200
    assert response.mimetype == SUFFIXES[suffix]


@pytest.mark.parametrize("path", [f"{PORT}/claim/b02s02-2", "/id/event/port-seizure", "/graph/made-up-report", "/ns/claim-hedge"])  # fmt: skip
def test_all_forms_say_the_same(port, path):
    said = [
        {t for t in triples(port.get(f"{path}.{suffix}")) if not is_blank(t)}
        for suffix in SUFFIXES
        if suffix != "html"
    ]

    assert len(said[0]) > 5
    assert all(each == said[0] for each in said)


def is_blank(triple):
    return any(isinstance(t, BlankNode) for t in (triple.subject, triple.object))


def test_the_suffixes_are_those_of_the_formats():
    extensions = {form.extension: form.media_type for form in formats.GRAPHS}

    assert extensions | {"html": "text/html"} == SUFFIXES


@pytest.mark.parametrize("form", ["ttl", "html"])
def test_links_name_the_thing_and_its_other_documents(port, form):
    path = f"{PORT}/claim/b02s01-1"
    links = port.get(f"{path}.{form}").headers.getlist("Link")
    alternate = "alternate" if form == "ttl" else "alternate describedby"

    assert f'<{BASE}{path[1:]}>; rel="canonical"' in links
    other = "html" if form == "ttl" else "ttl"
    assert f'<{path}.{other}>; rel="{alternate}"; type="{SUFFIXES[other]}"' in links
    assert len(links) == len(SUFFIXES)
    assert not [link for link in links if f"{path}.{form}>" in link]


def test_a_head_request_says_the_same_of_the_document(port):
    path = f"{PORT}/claim/b02s01-1.ttl"
    got, asked = port.get(path), port.head(path)

    assert asked.data == b""
    for name in ("Content-Type", "Content-Length", "Content-Location", "Link"):
        assert asked.headers.getlist(name) == got.headers.getlist(name)


def test_a_document_that_the_client_has_is_not_sent_again(port):
    first = port.get("/graph/policies.ttl")
    again = port.get("/graph/policies.ttl", headers={"If-None-Match": first.headers["ETag"]})  # fmt: skip

    assert again.status_code == 304


# What is said


@pytest.mark.parametrize("graph", ["graph/made-up-report", "graph/shapes", "view/plus-belligerents", "view/plus-belligerents/inferred"])  # fmt: skip
def test_a_graph_is_answered_whole(port, graph):
    store = made_up.dataset().store
    quads = store.quads_for_pattern(None, None, None, NamedNode(BASE + graph))
    plain = {q.triple for q in quads if not is_blank(q.triple)}

    assert {t for t in read(port, f"/{graph}") if not is_blank(t)} == plain


def test_a_graph_that_holds_triple_terms_is_refused_only_where_they_cannot_be_said(
    port,
):
    path = "/view/plus-belligerents/sources"

    assert any(isinstance(t.object, Triple) for t in read(port, path))
    assert port.get(f"{path}.jsonld").status_code == 406


def said(port, path, **query):
    short = namespaces.shorten
    return {
        " ".join(short(getattr(term, "value", "")) for term in (t.subject, t.predicate, t.object))
        for t in read(port, path, **query)
    }  # fmt: skip


CLAIM = "article:made-up-report/claim/"
PROPOSITION = "article:made-up-report/proposition/"


def test_a_claim_brings_along_what_one_needs_to_understand_it(port):
    found = said(port, f"{PORT}/claim/b02s02-2")

    assert f"{CLAIM}b02s02-2 cg:affirms {PROPOSITION}seizure-killed" in found
    assert f"{PROPOSITION}seizure-killed cg:predicate cg:killed" in found
    assert "article:made-up-report/quantity/seizure-dead cg:lowerBound 12" in found
    assert f"{CLAIM}b02s02-1 cg:stance cg:distances" in found
    assert "article:made-up-report/sentence/b02s02 cg:startOffset 66" in found
    assert not any(line.startswith("actor:") for line in found)


def test_a_thing_is_told_with_who_speaks_of_it_and_no_more(port):
    found = said(port, "/id/actor/harbour-union")

    assert "actor:harbour-union rdfs:label Harbour Union" in found
    assert f"{CLAIM}b02s03-2 cg:holder actor:harbour-union" in found
    assert len(found) < 6


def test_a_thing_is_told_with_what_holds_for_whom_one_trusts(port):
    fact = "event:port-seizure cg:perpetrator actor:harbour-guard"

    assert fact not in said(port, "/id/event/port-seizure")
    assert fact in said(port, "/id/event/port-seizure", trust="everything-claimed")


def test_a_thing_may_be_told_in_json_ld_whomever_one_trusts(port):
    response = port.get(f"{PORT}/claim/b02s01-1.jsonld?trust=everything-claimed")

    assert response.status_code == 200


def test_what_is_only_mentioned_is_told_by_those_mentions(client):
    found = said(client, "/ns/core/0.1.0")

    assert found == {f"{BASE}ns/core owl:versionIRI {BASE}ns/core/0.1.0"}


def test_blank_nodes_of_a_term_come_along(client):
    found = read(client, "/ns/dl")
    nodes = {t.object for t in found if isinstance(t.object, BlankNode)}

    assert nodes
    assert nodes <= {t.subject for t in found}


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory):
    """The report with a retracted claim, hostile names and odd IRIs."""
    path = tmp_path_factory.mktemp("data") / "hostile.ttl"
    path.write_text(
        HOSTILE.replace("LABEL", made_up.HOSTILE).replace("BASE", BASE),
        encoding="utf-8",
    )
    sources = loading.everything([made_up.REPORT, path], replace=True)
    engine = start_engine(sources, defaults())
    yield create_app(engine).test_client()
    engine.close()


HOSTILE = """
PREFIX cg: <BASEns#>
PREFIX claim: <BASEarticle/made-up-report/claim/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
claim:b02s03-2 cg:retracted "2031-06-01T00:00:00Z"^^xsd:dateTime .
<BASEid/actor/evil> a cg:Organization , <javascript:alert(2)> ; rdfs:label "LABEL"@en , "LABEL" ;
  rdfs:seeAlso <javascript:alert(1)> , <data:text/html,alert(1)> ; <javascript:alert(3)> "LABEL" .
<BASEid/actor/..> rdfs:label "dots"@en .
<BASEid/actor/a%20b> rdfs:label "blank"@en .
<BASEid/actor/a?b> rdfs:label "question"@en .
<BASEid/actor/é> rdfs:label "accent"@en .
<BASEid/actor/a.ttl> rdfs:label "suffix"@en .
claim:evil a cg:DirectClaim ; cg:holder <BASEid/actor/evil> ; cg:certainty cg:certain ; cg:modality cg:actual ;
  cg:anchor <BASEarticle/made-up-report/sentence/b02s01> ; cg:affirms <BASEarticle/made-up-report/proposition/evil> .
<BASEarticle/made-up-report/proposition/evil> cg:subject <BASEid/actor/evil> ; cg:predicate cg:memberOf ; cg:object <BASEid/actor/evil> .
"""


def test_a_withdrawn_claim_is_told_from_where_it_stands(withdrawn):
    path = f"{PORT}/claim/b02s03-2"

    assert f"{CLAIM}b02s03-2 cg:denies {PROPOSITION}seizure-occurred" in said(withdrawn, path)  # fmt: skip
    assert "The data asked by default says nothing of this" in Page(withdrawn.get(path, headers=BROWSER)).text  # fmt: skip


@pytest.mark.parametrize("path", ["/id/actor/evil", f"{PORT}/claim/evil", "/graph/hostile", f"{PORT}/sentence/b02s01"])  # fmt: skip
def test_hostile_names_and_iris_are_inert_on_every_page(withdrawn, path):
    page = Page(withdrawn.get(path, headers=BROWSER))

    assert made_up.HOSTILE in page.text
    assert page.all("script") == []
    assert [link for link in page.links if re.match(r"(?i)\s*(javascript|data):", link)] == []  # fmt: skip


ODD = [
    ("/id/actor/a%20b", "blank"),
    ("/id/actor/a%2520b", "blank"),
    ("/id/actor/a%3Fb", "question"),
    ("/id/actor/%C3%A9", "accent"),
    ("/id/actor/a.ttl.ttl", "suffix"),
]


@pytest.mark.parametrize(("path", "label"), ODD)
def test_an_iri_with_odd_characters_is_found(withdrawn, path, label):
    assert any(label in line for line in said(withdrawn, path))


def test_the_link_on_an_odd_iri_leads_to_it(withdrawn):
    links = Page(withdrawn.get("/graph/hostile", headers=BROWSER)).links

    for path, label in ODD[1:4]:
        assert path in [unescape(link) for link in links], label


NOWHERE = [
    "/id/nowhere",
    "/article/../id/actor/jnim",
    "/article/%2e%2e/%2e%2e/etc/passwd",
    "/id/%00",
    "/id/%3Cscript%3Ealert(1)%3C/script%3E",
    "/graph/javascript:alert(1)",
    '/id/">%7B%7D',
    "/ns/core.exe",
    f"/id/{'x' * 5000}",
]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
@pytest.mark.parametrize("path", NOWHERE)
def test_what_occurs_nowhere_is_a_problem(port, path, accept):
    response = port.get(path, headers={"Accept": accept})

    assert response.status_code == 404
    assert response.mimetype == ("text/html" if accept == "text/html" else "application/problem+json")  # fmt: skip
    assert accept != "text/html" or b"<script>" not in response.data
    assert b"Traceback" not in response.data


def test_the_problem_names_the_iri_and_where_to_look(port):
    problem = port.get("/id/nowhere").json

    assert problem["type"] == f"{BASE}problem/unknown-thing"
    assert f"{BASE}id/nowhere" in problem["detail"]
    assert "actors/find" in problem["detail"]


def test_an_unknown_policy_is_a_problem_here_too(port):
    response = port.get("/id/event/port-seizure?trust=author-strikt")

    assert response.status_code == 400
    assert "author-strict" in response.json["detail"]


def test_a_page_shows_what_holds_and_keeps_whom_one_trusts(port):
    url = "/id/event/port-seizure?trust=everything-claimed"
    response = port.get(url, headers=BROWSER)
    page = Page(response)

    assert "What holds, if one believes everything that anyone claims" in page.text
    assert page.trusted == ["everything-claimed"]
    assert response.headers["Content-Location"] == "/id/event/port-seizure.html?trust=everything-claimed"  # fmt: skip
    assert response.headers["X-Claimgraph-Trust"] == "everything-claimed"
    assert "/id/actor/harbour-guard?trust=everything-claimed" in page.links


def test_a_page_without_trust_offers_the_choice(port):
    page = Page(port.get("/id/event/port-seizure", headers=BROWSER))

    assert "Nobody is trusted here; choose whom to trust" in page.text
    assert "What holds" not in page.text


# Claims in words

SENTENCES = {
    "b02s01-1": "Jo Doe states that incident at Sample Port, 1 May 2031 took place, of the kind takeover, committed by Harbour Guard, at Sample Port, during 1 May 2031.",
    "b02s02-1": "Jo Doe reports, keeping distance, that Harbour Guard states that incident at Sample Port, 1 May 2031 took place, killing 12 people.",
    "b02s02-2": "Jo Doe reports, keeping distance, that Harbour Guard states that incident at Sample Port, 1 May 2031 took place, killing 12 people.",
    "b02s03-2": "Jo Doe reports that Harbour Union denies that incident at Sample Port, 1 May 2031 took place.",
    "b02s04-1": "Jo Doe expects, as likely, that departure from Sample Port will take place, carried out by Harbour Guard.",
    "b02s05-1": "Jo Doe expects, as possible, that ships at Sample Port will take place.",
}
REASONS = {
    "b02s01-1": "contested: somebody else denies the same.",
    "b02s02-2": "contested: somebody else denies the same.",
    "b02s03-2": "moderate: somebody passes it on without taking sides.",
    "b02s04-1": "moderate: the holder calls it likely, not certain.",
    "b02s05-1": "low: the holder calls it only possible.",
}


def plain(response):
    """The words of a page, without the blanks that links leave before a stop."""
    return re.sub(r" ([,.:;])", r"\1", Page(response).text)


@pytest.fixture
def claim_page(port):
    return lambda name: plain(port.get(f"{PORT}/claim/{name}", headers=BROWSER))


@pytest.mark.parametrize("name", SENTENCES)
def test_a_claim_is_put_in_words(claim_page, name):
    assert SENTENCES[name] in claim_page(name)


@pytest.mark.parametrize("name", REASONS)
def test_a_claim_says_how_sure_it_is_and_why(claim_page, name):
    assert f"Confidence {REASONS[name]}" in claim_page(name)


def test_a_claim_says_who_denies_it_and_who_accepts_it(claim_page):
    page = claim_page("b02s01-1")

    assert "This claim is denied by claim b02s03-2" in page
    assert "everything that anyone claims" in page.partition("Who accepts it")[2]


def test_a_claim_that_nobody_accepts_says_so(claim_page):
    assert "No policy:" in claim_page("b02s04-1")


def test_an_event_shows_who_affirms_and_who_denies_each_statement(port):
    text = plain(port.get("/id/event/port-seizure", headers=BROWSER))
    first = text.partition("Denied by")[2].partition("of the kind")[0]

    assert first.strip().startswith("took place")
    assert "Harbour Guard certain; confidence contested; reported by Jo Doe, keeping distance; b02s02-2" in first  # fmt: skip
    assert first.index("b02s02-2") < first.index("Harbour Union certain")


def test_a_sentence_shows_its_position_and_digest_and_not_its_text(port):
    text = Page(port.get(f"{PORT}/sentence/b02s02", headers=BROWSER)).text
    copy = (made_up.REPORT / "text.txt").read_text(encoding="utf-8")

    assert "Sentence 2.2" in text
    assert "start offset 66" in text
    assert re.search("[0-9a-f]{64}", text)
    assert not any(line.strip() in text for line in copy.split(".") if line.strip())


#: What the table of words has words for: the terms of a query.
WORDS = {
    "holds": "{ ?term a/rdfs:subClassOf* cg:Modality }",
    "rejects": "{ ?term a/rdfs:subClassOf* cg:Modality }",
    "occurred": "{ ?term a/rdfs:subClassOf* cg:Modality }",
    "didNotOccur": "{ ?term a/rdfs:subClassOf* cg:Modality }",
    "commitment": "{ ?term a/rdfs:subClassOf* cg:CertaintyLevel }",
    "passes-on": "{ ?term a cg:Stance }",
    "reporter": "{ ?term a cg:Stance }",
    "predicate": "{ ?term rdfs:subPropertyOf+ ?root FILTER (?root IN (cg:worldRelation, cg:worldAttribute)) }",
}
#: Told as a verb, or only ever in views.
WORDLESS = {
    "realisation", "beginsEarliest", "beginsLatest", "countAtLeast", "countAtMost",
    "displacedAtLeast", "displacedAtMost", "endsEarliest", "endsLatest",
    "killedAtLeast", "killedAtMost",
}  # fmt: skip


@pytest.mark.parametrize("table", WORDS)
def test_every_term_that_claims_use_has_its_words_and_no_other(dataset, table):
    rows = dataset.query(Request(f"SELECT DISTINCT ?term {WORDS[table]}")).rows()
    terms = {row[0].value.removeprefix(CG) for row in rows} - WORDLESS

    assert set(wording.words()[table]) == terms


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.rq")), ids=lambda path: path.stem)  # fmt: skip
def test_a_query_of_a_page_runs_as_it_stands(port, path):
    text = path.read_text()
    response = port.get("/sparql", query_string={"query": text})

    assert response.status_code == 200, response.text
    assert queries.parse(path.stem, text).summary.endswith("?")


def test_a_plain_store_answers_its_graphs_too():
    engine = start_engine([], defaults(), plain=True)
    try:
        triple = "<urn:a> <urn:b> <urn:c>"
        text = f"INSERT DATA {{ GRAPH <{BASE}graph/mine> {{ {triple} }} }}"
        engine.change(Change("update", text))
        client = create_app(engine).test_client()

        assert len(read(client, "/graph/mine")) == 1
        assert client.get("/graph/mine", headers=BROWSER).status_code == 200
        assert client.get("/graph/yours").status_code == 404
    finally:
        engine.close()
