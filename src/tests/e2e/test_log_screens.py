"""Every screen of the request log that its menu names: on a phone and on a desk, in the light and in the dark."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
    window = visit()
    window.context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    page, axe, wrong = window.page, Axe(), []
    for address in screens:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(200)  # the sidebar slides
            if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
                wrong.append(f"{address} is wider than {width}")
            for light in LIGHTS:
                page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
                results = axe.run(page)
                if results.violations_count:
                    wrong.append(f"{address} {width} {light}\n{results.generate_report()}")
    assert not wrong, "\n\n".join(wrong)
