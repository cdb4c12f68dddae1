"""The application: one way to say an error, and what every response carries."""

import re
from pathlib import Path

import pytest

import claimgraph.app
import made_up
from claimgraph.app import SETTINGS, create_app
from claimgraph.errors.base import ClaimgraphError, Relayed
from claimgraph.errors.queries import UnknownPolicy
from page import BROWSER, Page

FILES = Path(claimgraph.app.__file__).parent
TYPE = "https://w3id.org/claimgraph/problem/"
PAGES = [
    "/", "/sparql", "/queries", "/sparql?query=ASK{}", "/sparql?query=ASK",
    "/sparql?query=DESCRIBE+cg:Claim", "/nowhere", "/queries/no/such", "/problem/",
]  # fmt: skip


@pytest.fixture
def app():
    return create_app(made_up.engine())


@pytest.fixture
def broken(app):
    """A client of an application in which an address has a fault of ours."""
    app.add_url_rule("/fault", view_func=lambda: {}["secret"])
    return app.test_client()


def test_an_unknown_policy_is_refused_before_anything_is_served():
    with pytest.raises(UnknownPolicy):
        create_app(made_up.engine(), trust=["nobody"])


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "kind"),
    [
        ("GET", "/nowhere", {}, 404, "not-found"),
        ("GET", "/queries/no/such", {}, 404, "unknown-query"),
        ("GET", "/id/actor//jnim", {}, 404, "unknown-thing"),
        ("GET", "/update", {}, 405, "method-not-allowed"),
        ("PUT", "/sparql", {}, 405, "method-not-allowed"),
        ("POST", "/", {}, 405, "method-not-allowed"),
        ("POST", "/queries", {}, 405, "method-not-allowed"),
        ("POST", "/sparql",
         {"data": {"query": "#" * 2**21}}, 413, "query-too-long"),
        ("POST", "/sparql",
         {"data": "#" * 2**21, "content_type": "application/sparql-query"}, 413,
         "query-too-long"),
        ("GET", "/fault", {}, 500, "internal-server-error"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("people", [False, True], ids=["tool", "browser"])
def test_every_error_is_a_problem_or_a_page(
    broken, method, path, options, status, kind, people
):
    headers = BROWSER if people else {}
    response = broken.open(path, method=method, headers=headers, **options)

    assert response.status_code == status
    if people:
        assert Page(response).all("section")[0]["role"] == "alert"
    else:
        assert response.mimetype == "application/problem+json"
        assert response.json["type"] == TYPE + kind
        assert response.json["status"] == status
        assert response.json["title"]
        assert response.json["detail"]


@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["tool", "browser"])
def test_a_fault_of_ours_shows_nothing_of_itself(broken, headers):
    response = broken.get("/fault", headers=headers)

    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_page_that_cannot_be_made_is_a_fault_on_a_plain_page(app, monkeypatch):
    monkeypatch.setattr(
        "claimgraph.web.representation._terms", lambda rows: {}["secret"]
    )
    response = app.test_client().get("/sparql?query=SELECT*{}", headers=BROWSER)

    assert response.status_code == 500
    assert "secret" not in response.text
    assert Page(response).all("textarea") == []


def test_a_refused_method_says_which_are_allowed(app):
    response = app.test_client().put("/queries")

    assert response.allow.as_set() == {"get", "head", "options"}


def test_a_refused_method_is_told_in_a_sentence_which_to_send(app):
    response = app.test_client().get("/update")

    assert response.json["detail"] == "/update does not take GET: send OPTIONS or POST."


def test_every_kind_of_error_has_a_type_of_its_own():
    kinds = [
        kind.__new__(kind).kind
        for kind in _below(ClaimgraphError)
        if kind is not Relayed
    ]

    assert len(kinds) == len(set(kinds))
    assert all(re.fullmatch(r"[a-z0-9-]+", kind) for kind in kinds)


def _below(kind):
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def test_every_type_of_problem_says_what_it_means(client):
    listed = client.get("/problem/").json

    assert len(listed) > 40
    for kind in listed:
        address = kind["type"].removeprefix("https://w3id.org/claimgraph")
        assert client.get(address).json == [kind]
        shown = Page(client.get(address, headers=BROWSER)).text
        assert " ".join(kind["detail"].split()) in shown


def test_the_problem_that_a_client_is_told_is_one_of_those_listed(client):
    told = client.get("/problem/nothing-of-the-kind").json

    assert told["status"] == 404
    assert told["type"] in {kind["type"] for kind in client.get("/problem/").json}


@pytest.mark.parametrize("path", [*PAGES, "/static/style.css"])
@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["tool", "browser"])
def test_every_response_is_protected(app, path, headers):
    with app.test_client().get(path, headers=headers) as response:
        given = response.headers

    assert "default-src 'none'" in given["Content-Security-Policy"]
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_script_no_inline_style_and_nothing_from_elsewhere(app, path):
    page = Page(app.test_client().get(path, headers=BROWSER))
    loaded = [
        a.get("src") or a.get("href") for t in ("img", "link") for a in page.all(t)
    ]

    assert page.all("script") == []
    assert page.all("style") == []
    assert [
        a for _, a in page.elements if "style" in a or any(k[:2] == "on" for k in a)
    ] == []
    assert [address for address in loaded if not address.startswith("/static/")] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_landmarks_of_a_page(app, path):
    page = Page(app.test_client().get(path, headers=BROWSER))
    identifiers = [a["id"] for _, a in page.elements if "id" in a]
    referred = [
        name
        for _, attributes in page.elements
        for key in ("aria-labelledby", "aria-describedby", "for")
        for name in attributes.get(key, "").split()
    ]

    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("main")) == len(page.all("h1")) == len(page.all("title")) == 1
    assert len(identifiers) == len(set(identifiers))
    assert set(referred) <= set(identifiers)
    assert "#main" in page.links


def test_the_stylesheet_asks_nothing_of_elsewhere():
    css = (FILES / "web" / "static" / "style.css").read_text()

    assert "url(" not in css
    assert "@import" not in css


def _luminance(colour):
    full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _themes():
    css = (FILES / "web" / "static" / "style.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in blocks]


@pytest.mark.parametrize("theme", _themes(), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 7), ("ink", "card", 7), ("ink", "note-paper", 7),
        ("soft", "paper", 4.5), ("soft", "card", 4.5),
        ("accent", "paper", 4.5), ("accent", "card", 4.5),
        ("accent", "problem-paper", 4.5),
        ("on-accent", "accent", 4.5), ("problem", "problem-paper", 4.5),
        ("ink", "problem-paper", 7), ("edge", "paper", 3), ("edge", "card", 3),
        ("part", "paper", 3), ("part", "line", 3),
    ],
)  # fmt: skip
def test_colours_contrast_in_both_themes(theme, front, back, least):
    assert _contrast(theme[front], theme[back]) >= least


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_in_force_and_says_what_it_is(app, setting):
    assert app.config[setting.name] == setting.default
    assert setting.help
