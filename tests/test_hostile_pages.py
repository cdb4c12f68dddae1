"""Data whose every word is a script: no page that links lead to runs any of it."""

import re
from collections import deque
from itertools import islice
from urllib.parse import urljoin, urlsplit

import pytest

import made_up
from claimgraph import loading
from claimgraph.app import create_app, defaults, start_engine
from page import BROWSER, Page

SCRIPT = "</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
#: Properties whose values pages show.
SHOWN = r"(rdfs:label|dcterms:title|cg:appellationForm|cg:certaintyCue|cg:literalValue)"
MOST = 150


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data") / "made-up-report"
    folder.mkdir()
    for path in made_up.REPORT.glob("*.ttl"):
        text = re.sub(rf'{SHOWN} "', rf'\1 "{SCRIPT}', path.read_text(encoding="utf-8"))
        text = text.replace(
            "a cg:Document ;", "a cg:Document ; rdfs:seeAlso <javascript:alert(1)> ;"
        )
        (folder / path.name).write_text(text, encoding="utf-8")
    engine = start_engine(loading.everything([folder], replace=True), defaults())
    yield create_app(engine).test_client()
    engine.close()


def crawled(client):
    """The pages that links lead to from the overview, nearest first."""
    waiting, seen = deque(["/"]), {"/"}
    while waiting:
        address = waiting.popleft()
        response = client.get(address, headers=BROWSER)
        if response.mimetype != "text/html":
            continue
        found = Page(response)
        yield address, response, found
        for link in found.links:
            target = urljoin(address, link).partition("#")[0]
            if not urlsplit(target).netloc and target not in seen:
                seen.add(target)
                waiting.append(target)


def outward(page):
    """Every address that a page may have a browser go to or load."""
    names = ("href", "src", "action", "formaction", "data", "poster", "srcset", "ping")
    return [a[name] for _, a in page.elements for name in names if a.get(name)]


def test_no_page_that_links_lead_to_runs_or_loads_anything(client):
    visited = 0
    for address, response, page in islice(crawled(client), MOST):
        visited += 1
        handlers = [a for _, a in page.elements if any(k[:2] == "on" for k in a)]
        schemes = {urlsplit(to).scheme for to in outward(page)}

        assert response.status_code == 200, address
        assert page.all("script") == page.all("style") == [], address
        assert page.all("iframe") == page.all("object") == page.all("base") == [], (
            address
        )
        assert handlers == [], address
        assert schemes <= {"", "http", "https"}, address
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert visited == MOST


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/id/actor/harbour-guard",
        "/article/made-up-report",
        "/queries/claims/table",
    ],
)
def test_the_script_is_shown_as_what_it_is(client, address):
    page = Page(client.get(address, headers=BROWSER))

    assert "<script>alert(1)</script>" in page.text
