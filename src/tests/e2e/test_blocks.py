"""Blocks that move, and what they are without scripts."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.addresses import paths


def _page_with(page: Page, mark: str) -> str:
    """The first page of the demo company whose source holds `mark`."""
    request = page.context.request
    return next(path for path in paths(request, "it") if mark in request.get(path).text())


def test_a_carousel_is_led_by_its_buttons(desk: Page) -> None:
    desk.goto(_page_with(desk, "data-carousel"))
    carousel = desk.locator("[data-carousel]")
    count, row = carousel.locator("[data-carousel-count]"), carousel.locator(".carousel__row")
    last = row.locator("> *").count()
    expect(count).to_have_text(f"1 / {last}")
    left = row.evaluate("row => row.children[0].getBoundingClientRect().left")
    after, before = (
        carousel.get_by_role("button", name=name) for name in ("Diapositiva successiva", "Diapositiva precedente")
    )
    after.focus()
    desk.keyboard.press("Enter")
    expect(carousel.get_by_role("status")).to_have_text(f"Diapositiva 2 di {last}")
    # The second slide stands where the first one stood.
    desk.wait_for_function(
        "([row, left]) => Math.abs(row.children[1].getBoundingClientRect().left - left) < 2",
        arg=[row.element_handle(), left],
    )
    before.click()
    before.click()
    expect(count).to_have_text(f"{last} / {last}")  # it goes round
    expect(after).to_be_visible()


def test_a_row_is_pushed_along_by_keys(desk: Page) -> None:
    desk.goto(_page_with(desk, "ribbon--"))
    row = desk.locator(".ribbon")
    row.focus()
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    desk.wait_for_function("() => document.querySelector('.ribbon').scrollLeft > 0")  # an expression would be eval'd
    assert row.evaluate("row => row.scrollLeft") > 0


def test_without_scripts_a_carousel_is_a_row(browser: Browser, site: str, phone: Page) -> None:
    address = _page_with(phone, "data-carousel")
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".carousel__buttons")).to_be_hidden()
    expect(page.locator(".carousel__slide").first).to_be_visible()
    context.close()
