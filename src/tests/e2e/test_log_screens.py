"""Every screen of the request log that its menu names: on a phone and on a desk, in the light and in the dark."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.soundness import unsound
from tests.e2e.test_every_page import LIGHTS, WIDTHS
from tests.e2e.visit import Visit

LOG = "/admin/request-log/"


def _screens(owner: Page) -> list[str]:
    """As the admin's menu has them, so that a new one is looked at without anybody's doing."""
    owner.goto(f"{LOG}overview/")
    links = owner.locator("#wagtail-sidebar a").evaluate_all("links => links.map((each) => each.getAttribute('href'))")
    return sorted({link for link in links if link and link.startswith((LOG, "/admin/requests/", "/admin/unparsable"))})


def test_every_screen_of_the_log_is_readable_everywhere(owner: Page, visit: Callable[..., Visit]) -> None:
    screens = _screens(owner)
    assert len(screens) >= 15, screens
    # Contrast depends on the light and order on the width: each of both once, or this took four minutes.
    windows = [visit(width, light) for width, light in zip(WIDTHS, LIGHTS, strict=True)]
    wrong: list[str] = []
    for window in windows:
        window.context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    for address in screens:
        for window in windows:
            window.page.goto(address)
        windows[0].page.wait_for_timeout(200)  # charts are drawn and the sidebar slides
        wrong += unsound([window.page for window in windows])
    assert not wrong, "\n\n".join(wrong)
