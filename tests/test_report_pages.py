"""The page of a report in a real browser: it fits, and asks for nothing."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from test_reports import CASES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 500, 1200])
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_page_fits_any_width_and_asks_for_nothing(chromium, folder, width, scheme):
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto((folder / "html.html").as_uri())
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll')]"
        ".filter(each => each.scrollWidth > each.clientWidth).length"
    )
    context.close()

    assert scrolled == width
    assert not cut or width > 640  # tables become lists where there is no room
    assert asked == [(folder / "html.html").as_uri()]
