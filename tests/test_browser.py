"""The pages in a real browser, without JavaScript, and nothing loaded from elsewhere."""

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "/", "/queries", "/queries/claims/contested", "/sparql", "/nowhere",
    "/article/lwj-2023-09-mali/claim/b09s01-1", "/id/actor/jnim?trust=author-strict",
    "/ns/core", "/view/author-strict", "/rule/50-confidence", "/validate",
    "/validate?graph=graph:policies", "/validate?graph=graph:no", "/shapes/Claim",
]  # fmt: skip
WIDTHS = [320, 1200]


@pytest.fixture(scope="module")
def address():
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, address):
    """Opens a page; whatever it asks of other hosts or complains of is a failure."""
    complaints = []

    @contextmanager
    def page(path, width=1200, scheme="light"):
        context = chromium.new_context(
            java_script_enabled=False,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
        )
        context.route(
            lambda url: not url.startswith(address),
            lambda route: complaints.append(route.request.url) or route.abort(),
        )
        sheet = context.new_page()
        sheet.on("console", lambda message: complaints.append(message.text))
        sheet.goto(address + path)
        yield sheet
        context.close()

    yield page
    expected = ("404", "400")
    assert [c for c in complaints if not any(e in str(c) for e in expected)] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_the_window_and_has_one_heading(opened, path, width):
    with opened(path, width) as sheet:
        box = sheet.locator("body").bounding_box()

        assert box["width"] <= width
        assert sheet.locator("h1").count() == 1


@pytest.mark.parametrize("width", [320, 500, 700])
def test_what_is_asked_of_a_class_is_read_without_broken_names(opened, width):
    with opened("/shapes/Claim", width) as sheet:
        name = sheet.locator("td").get_by_text("cg:Proposition", exact=True).first
        box = name.bounding_box()

        assert box["x"] + box["width"] <= width
        assert box["height"] < 30  # one line


def test_a_person_asks_by_keyboard_alone_and_reads_a_table(opened):
    with opened("/sparql") as sheet:
        sheet.get_by_label("Query").focus()
        sheet.keyboard.insert_text(
            "SELECT ?event { ?event cg:perpetrator actor:jnim } ORDER BY ?event"
        )
        sheet.get_by_role("button", name="Ask").focus()
        sheet.keyboard.press("Enter")

        assert "event:ferry-incident" in sheet.get_by_role("table").inner_text()
        assert "author-strict" in sheet.locator("main").inner_text()


def test_a_question_of_the_library_is_taken_without_javascript(opened):
    with opened("/sparql") as sheet:
        sheet.get_by_label("Start from a question").select_option("claims/contested")
        sheet.get_by_role("button", name="Take this question").click()

        assert "cg:denies" in sheet.get_by_label("Query").input_value()


def test_a_mistake_is_explained_and_the_text_is_kept(opened):
    with opened("/sparql") as sheet:
        sheet.get_by_label("Query").fill("SELEC * { ?s ?p ?o }")
        sheet.get_by_role("button", name="Ask").click()

        assert "did you mean SELECT?" in sheet.locator("main").inner_text()
        kept = sheet.get_by_role("textbox", name="Query").input_value()
        assert kept == "SELEC * { ?s ?p ?o }"


def test_data_are_pasted_and_the_report_leads_back(opened):
    with opened("/validate") as sheet:
        sheet.get_by_label("RDF", exact=True).fill("<a:b> a <https://example.org/C> .")
        sheet.get_by_role("button", name="Validate").click()
        ground = sheet.evaluate("getComputedStyle(document.body).backgroundColor")

        assert "data:1:9" in sheet.locator("main").inner_text()
        assert ground == "rgb(253, 252, 249)"  # its own style is not refused
        sheet.get_by_role("link", name="Validate something else").click()
        assert sheet.get_by_role("heading", name="Validate data").count() == 1


def test_files_are_chosen_and_some_of_the_shapes(opened, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text("<a:b> a <https://w3id.org/claimgraph/ns#Person> .")
    with opened("/validate", width=400) as sheet:
        sheet.get_by_label("Or files").first.set_input_files(path)
        sheet.get_by_text("Some of the shipped shapes").click()
        sheet.get_by_label("EntityShape", exact=True).check()
        sheet.get_by_label("Language").select_option("fr")
        sheet.get_by_role("button", name="Validate").click()

        assert "mine.ttl:1:1" in sheet.locator("main").inner_text()
        assert sheet.locator("html").get_attribute("lang") == "fr"


def test_what_is_wrong_with_pasted_data_is_explained_and_they_are_kept(opened):
    with opened("/validate", scheme="dark") as sheet:
        sheet.get_by_label("RDF", exact=True).fill("<a:b> a")
        sheet.get_by_role("button", name="Validate").click()

        assert "data, line 1, column" in sheet.get_by_role("alert").inner_text()
        kept = sheet.get_by_label("RDF", exact=True).input_value()
        assert kept == "<a:b> a"


def test_the_ground_follows_the_readers_scheme(opened):
    grounds = set()
    for scheme in ("light", "dark"):
        with opened("/", scheme=scheme) as sheet:
            corner = {"x": 2, "y": 300, "width": 1, "height": 1}
            grounds.add(sheet.screenshot(clip=corner))

    assert len(grounds) == 2
