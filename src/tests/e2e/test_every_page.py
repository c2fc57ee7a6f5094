"""Every page type, in every look and language, on a phone and on a desk, in the light and in the dark."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.addresses import LANGUAGES, addresses, paths
from tests.e2e.soundness import assert_sound
from tests.e2e.visit import Visit, read
from website.branding.looks import Look

WIDTHS = (390, 1440)
LIGHTS = ("light", "dark")


@pytest.fixture(scope="module", params=list(Look))
def look(request: pytest.FixtureRequest, owner: Page) -> Iterator[Look]:
    """The site in one of its looks, as its owner chooses it."""
    before = _choose(owner, request.param)
    yield request.param
    _choose(owner, before)


def _choose(owner: Page, look: str) -> str:
    """Returns what was chosen before."""
    owner.goto("/admin/settings/website/brandingsettings/")
    field = owner.locator("select[name=look]")
    before = field.input_value()
    field.select_option(look)
    owner.locator("form[action*=brandingsettings] [type=submit]").first.click()
    owner.wait_for_load_state()
    assert owner.locator("select[name=look]").input_value() == look
    return before


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_refused_fetched_elsewhere_or_out_of_reach(
    visit: Callable[..., Visit], look: Look, language: str
) -> None:
    windows = [visit(width) for width in WIDTHS]
    found = addresses(windows[0].page, language)
    assert len(found) >= 12, found
    for address in found.values():
        pages = read(windows, address)
        assert pages[0].locator("html").get_attribute("lang") == language
        assert pages[0].locator("html").get_attribute("data-look") == look
        for light in LIGHTS:
            for page in pages:
                page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            assert_sound(*pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_twice_as_large_nothing_is_lost(visit: Callable[..., Visit], language: str) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10: at 200 % a desk's window is as wide as half of it, and no text is cut."""
    window = visit(720)
    for address in addresses(window.page, language).values():
        page = window.read(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert page.evaluate(CUT_TEXT) == [], address


# Elements whose own text does not fit into them and cannot be scrolled to.
CUT_TEXT = """() => [...document.querySelectorAll("h1, h2, h3, p, li, td, th, dt, dd, a, button, label, figcaption")]
    .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .skip-link"))
    .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX))
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_is_as_clean(visit: Callable[..., Visit], language: str) -> None:
    window = visit(390)
    page = window.page
    answer = page.goto(f"/{language}/non-esiste/")
    assert answer
    assert answer.status == 404
    assert_sound(page)
    # Chromium itself reports the 404 of the page one asked for.
    window.complaints = [complaint for complaint in window.complaints if "404" not in complaint]


def test_every_page_of_the_sitemap_answers(visit: Callable[..., Visit]) -> None:
    request = visit().context.request
    for language in LANGUAGES:
        found = paths(request, language)
        assert len(found) > 20
        for path in found:
            assert request.get(path).status == 200, path
