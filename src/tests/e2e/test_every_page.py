"""Every page type, in both languages, on a phone and on a desk, in the light and in the dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.addresses import KINDS, LANGUAGES, addresses
from tests.e2e.visit import Visit


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_refused_fetched_elsewhere_or_out_of_reach(
    visit: Callable[..., Visit], language: str, width: int, light: str
) -> None:
    window = visit(width, light)
    found = addresses(window.page, language)
    axe = Axe()
    for kind in KINDS:
        page = window.read(getattr(found, kind))
        assert page.locator("html").get_attribute("lang") == language
        # Nothing sticks out sideways.
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
        results = axe.run(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_is_as_clean(visit: Callable[..., Visit], language: str) -> None:
    window = visit(390)
    page = window.page
    answer = page.goto(f"/{language}/non-esiste/")
    assert answer
    assert answer.status == 404
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    # Chromium itself reports the 404 of the page one asked for.
    window.complaints = [complaint for complaint in window.complaints if "404" not in complaint]


def test_every_page_of_the_sitemap_answers(visit: Callable[..., Visit]) -> None:
    window = visit(1440)
    xml = window.context.request.get("/sitemap.xml").text()
    locations = [part.split("</loc>")[0] for part in xml.split("<loc>")[1:]]
    assert any("/it/" in each for each in locations)
    assert any("/en/" in each for each in locations)
    for location in locations:
        assert window.context.request.get(location).status == 200, location
