"""The overview says what is in the graph and shows it."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import made_up
from claimgraph import loading, queries
from claimgraph.app import create_app, defaults, start_engine
from claimgraph.web import pages
from page import BROWSER, Page

OVERVIEW = Path(pages.__file__).parent / "overview"


@pytest.fixture(scope="module")
def app():
    return create_app(made_up.engine())


@pytest.fixture
def overview(client):
    return Page(client.get("/", headers=BROWSER))


@pytest.mark.parametrize(
    "said",
    [
        "article 1",
        "sentences 6",
        "A port changes hands",
        "Jo Doe · Daily Sample · published 2031-05-02",
        "Harbour Guard",
        "denies",
    ],
)
def test_the_overview_says_what_is_in_the_graph(overview, said):
    assert said in overview.text


def test_the_overview_is_a_page_for_whatever_client(client):
    assert client.get("/").mimetype == "text/html"


def test_the_overview_says_which_data_it_comes_from(client):
    headers = client.get("/").headers

    assert headers["X-Claimgraph-Dataset"] == made_up.dataset().digest
    assert headers["X-Claimgraph-Trust"] == "none"


def test_every_number_is_the_number_of_rows_that_its_link_shows(client, overview):
    numbers = [
        a for a in overview.all("a") if a.get("aria-label", "").endswith("show them")
    ]
    numbers += [
        a for a in overview.all("a") if "show these claims" in a.get("aria-label", "")
    ]

    assert len(numbers) > 20
    for link in numbers:
        rows = client.get(link["href"]).json["results"]["bindings"]
        assert len(rows) == int(link["aria-label"].partition(" ")[0].rstrip(":")), link


def test_every_link_of_the_site_leads_somewhere(client, overview):
    own = {link for link in overview.links if link.startswith("/")}

    for link in own:
        assert client.get(link, headers=BROWSER).status_code == 200, link


def test_a_link_shows_a_query_that_one_can_read_and_change(overview):
    asked = [
        parse_qs(urlsplit(link).query).get("query", [""])[0] for link in overview.links
    ]

    assert any(
        "VALUES (?property ?value) { (cg:denies UNDEF) }" in text for text in asked
    )
    assert any("{ (cg:holder actor:harbour-guard) }" in text for text in asked)


@pytest.mark.parametrize(
    "path", sorted(OVERVIEW.glob("*.rq")), ids=lambda path: path.stem
)
def test_a_query_of_the_overview_runs_as_it_stands(client, path):
    text = path.read_text()
    response = client.get("/sparql", query_string={"query": text})

    assert response.status_code == 200
    assert queries.parse(path.stem, text).summary.endswith("?")


def test_an_empty_graph_has_an_overview():
    engine = start_engine(loading.shipped_ontology(), defaults())
    response = create_app(engine).test_client().get("/")
    engine.close()

    assert response.status_code == 200
    assert "There is no article yet." in response.text


def test_the_shipped_graph_has_an_overview(engine):
    response = create_app(engine).test_client().get("/")

    assert response.status_code == 200
    assert "There is no article yet." not in response.text


def test_a_hostile_name_is_shown_and_not_run(tmp_path):
    path = tmp_path / "hostile.ttl"
    path.write_text(
        "PREFIX cg: <https://w3id.org/claimgraph/ns#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        f'<urn:d> a cg:Document ; dcterms:title "{made_up.HOSTILE}" ;\n'
        "  rdfs:seeAlso <javascript:alert(1)> ; cg:author <urn:h> .\n"
        f'<urn:h> rdfs:label "{made_up.HOSTILE}" . <urn:c> cg:holder <urn:h> .\n'
    )
    sources = loading.shipped_ontology() + loading.sources([path])
    engine = start_engine(sources, defaults())
    page = Page(create_app(engine).test_client().get("/"))
    engine.close()

    assert page.all("script") == []
    assert made_up.HOSTILE in page.text
    assert not [link for link in page.links if link.startswith("javascript")]


@pytest.mark.parametrize(
    "path", ["/graphs?default", "/graphs?graph=http://example.org/data1"]
)
def test_a_graph_of_the_store_is_a_page_for_people(client, path):
    response = client.get(path, headers=BROWSER)

    assert response.status_code == 200
    assert "CONSTRUCT" in Page(response).text
