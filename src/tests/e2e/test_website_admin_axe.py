"""The screens the website adds to the admin, on a phone and on a desk: nothing is out of reach or sticks out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The map of panels at the edge of Wagtail's own edit screens scrolls without being in the order of tabs.
MINIMAP = ".w-minimap__list"
# Wagtail gives its edit screens of records a title of the second level, and none of the first.
NO_FIRST_HEADING = {"rules": {"page-has-heading-one": {"enabled": False}}}
SCREENS = {
    "brand": "/admin/settings/website/brandingsettings/",
    "menus": "/admin/snippets/website/menus/?locale=it > /menus/edit/",
    "opening hours": "/admin/snippets/website/openinghours/?locale=it > /openinghours/edit/",
    "contacts": "/admin/snippets/website/contacts/?locale=it > /contacts/edit/",
    "inbox": "/admin/inbox/",
    "links and pictures": "/admin/reports/links-and-pictures/",
    "missing translations": "/admin/reports/missing-translations/",
    "home": "/admin/",
    "gallery": "/admin/pages/search/?content_type=website.gallerypage > /edit/",
}


def _open(page: Page, path: str) -> None:
    """`list > part` is the first record of a list."""
    address, _, part = path.partition(" > ")
    page.goto(address)
    if part:
        page.goto(page.locator(f"main a[href*='{part}']").first.get_attribute("href") or "")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_ours_is_within_reach(owner: Page, screen: str, width: int) -> None:
    before = owner.viewport_size
    owner.set_viewport_size({"width": width, "height": 900})
    try:
        _open(owner, SCREENS[screen])
        assert owner.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        options = NO_FIRST_HEADING if " > " in SCREENS[screen] else {}
        results = Axe().run(owner, context={"exclude": [[MINIMAP]]}, options=options)
        assert results.violations_count == 0, results.generate_report()
    finally:
        if before:
            owner.set_viewport_size(before)
