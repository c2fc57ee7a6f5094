"""The screens we add to the admin, on a phone in the dark and on a desk: nothing is out of reach or sticks out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.soundness import assert_sound
from tests.e2e.test_every_page import WIDTHS

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
    "arranging the home": "/admin/home/arrange/",
    "special actions": "/admin/actions/",
    "today": "/admin/figures/dashboards/today/",
    "sales": "/admin/figures/dashboards/sales/?period=12-months",
    "customers": "/admin/figures/dashboards/customers/?period=12-months",
    "visitors": "/admin/figures/dashboards/visitors/",
    "leads": "/admin/figures/dashboards/leads/",
    "data health": "/admin/figures/dashboards/data-health/",
    "a chart of one's own": "/admin/figures/dashboards/sales/own/",
    "rows of sales": "/admin/figures/dashboards/sales/rows/?period=30-days",
    "traffic": "/admin/figures/traffic/",
    "charts": "/admin/figures/charts/",
    "chart": "/admin/figures/charts/sales/",
    "flows": "/admin/figures/flows/",
    "flow": "/admin/figures/flows/sales/",
    "schedule": "/admin/figures/flows/traffic/schedule/",
    "runs": "/admin/figures/runs/",
    "alerts": "/admin/figures/alerts/",
    "new alert": "/admin/figures/alerts/new/?board=sales&figure=revenue",
    "targets": "/admin/figures/targets/revenue/2026/",
    "weekly letter": "/admin/figures/letter/",
}


@pytest.fixture(scope="module")
def windows(browser: Browser, site: str, owner: Page) -> Iterator[list[Page]]:
    """A phone and a desk, signed in."""
    contexts = [
        browser.new_context(base_url=site, viewport={"width": width, "height": 900}, color_scheme=light, locale="it-IT")  # type: ignore[arg-type]
        for width, light in zip(WIDTHS, ("dark", "light"), strict=True)
    ]
    for context in contexts:
        context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_ours_is_within_reach(windows: list[Page], screen: str) -> None:
    address, _, part = SCREENS[screen].partition(" > ")
    if part:  # the first record of a list
        windows[0].goto(address)
        address = windows[0].locator(f"main a[href*='{part}']").first.get_attribute("href") or ""
    for page in windows:
        page.goto(address)
    windows[0].wait_for_timeout(300)  # Wagtail's own scripts build the sidebar and the fields
    assert_sound(*windows, context={"exclude": [[MINIMAP]]}, **(NO_FIRST_HEADING if part else {}))
