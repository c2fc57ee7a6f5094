"""The owner looks something up in the request log, keeps the search, and watches requests come in."""

from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.soundness import assert_sound
from tests.e2e.visit import Visit

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
SECONDS = 3  # a request that ended shows within


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def window(request: pytest.FixtureRequest, visit: Callable[..., Visit], owner: Page) -> Page:
    """The owner's, on a desk and on a phone."""
    looking = visit(request.param)
    looking.context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    return looking.page


def ask(site: str, path: str) -> None:
    with urlopen(Request(site + path, headers={"User-Agent": PERSON}), timeout=30) as answer:
        answer.read()


def test_a_search_is_filtered_saved_and_a_request_opened(site: str, window: Page) -> None:
    name = f"Home, {window.viewport_size['width']}"  # type: ignore[index]
    ask(site, "/it/?da=prova")
    window.goto("/admin/requests/?path=/it/&who=people")
    assert_sound(window, context="main")
    window.get_by_text("Salva questa ricerca").click()
    window.get_by_label("Nome").fill(name)
    window.get_by_role("button", name="Salva", exact=True).click()
    expect(window.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    window.locator("td.log-path a").first.click()
    expect(window.get_by_role("heading", name="Chi ha chiesto")).to_be_visible()
    assert_sound(window, context="main")
    window.goto("/admin/requests/searches/")
    assert_sound(window, context="main")
    window.get_by_role("button", name=f"Elimina «{name}»").click()
    expect(window.get_by_role("link", name=name)).to_have_count(0)


def test_requests_show_as_they_come_and_wait_while_paused(site: str, window: Page) -> None:
    window.goto("/admin/requests/live/?path=/it/&who=people")
    assert_sound(window, context="main")
    mark = f"vivo-{window.viewport_size['width']}"  # type: ignore[index]
    ask(site, f"/it/?{mark}=1")
    expect(window.get_by_role("link", name=f"/it/?{mark}=1")).to_be_visible(timeout=(SECONDS + 2) * 1000)
    window.keyboard.press("p")
    ask(site, f"/it/?{mark}=2")
    expect(window.get_by_role("status").filter(has_text="1 nuove durante la pausa")).to_be_visible(timeout=10_000)
    expect(window.get_by_role("link", name=f"/it/?{mark}=2")).to_have_count(0)
    window.get_by_role("button", name="Riprendi").click()
    expect(window.locator("tr.log-row").first).to_contain_text(f"{mark}=2")


def test_nothing_is_asked_while_nobody_looks(visit: Callable[..., Visit], owner: Page) -> None:
    looking = visit(1440)
    looking.context.add_cookies(owner.context.cookies())  # type: ignore[arg-type]
    # Chromium without a screen never hides a page by itself.
    looking.page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => window.__hidden === true})")
    asked: list[str] = []
    looking.page.on("request", lambda request: asked.append(request.url) if "/live/rows/" in request.url else None)
    looking.page.goto("/admin/requests/live/")
    looking.page.wait_for_timeout(2_500)
    assert asked
    turn = "(hidden) => { window.__hidden = hidden; document.dispatchEvent(new Event('visibilitychange')); }"
    looking.page.evaluate(turn, True)
    looking.page.wait_for_timeout(1_000)  # one may have been on its way
    asked.clear()
    looking.page.wait_for_timeout(3_500)
    assert not asked
    looking.page.evaluate(turn, False)
    looking.page.wait_for_timeout(1_000)
    assert asked


def test_a_miss_becomes_a_redirect(site: str, owner: Page) -> None:
    missing, target = "/it/servizzi/", "/it/servizi/"
    context = owner.context
    assert context.request.get(missing, headers={"User-Agent": PERSON}).status == 404
    # Looked up, kept under a name, opened.
    owner.set_viewport_size({"width": 1440, "height": 900})
    row = owner.locator("td.log-path a").first
    for _ in range(10):
        owner.goto(f"/admin/requests/?path={missing}&status=404&who=people")
        if row.count():
            break
        owner.wait_for_timeout(500)
    owner.get_by_text("Salva questa ricerca").click()
    owner.get_by_label("Nome").fill("Servizi scritti male")
    owner.get_by_role("button", name="Salva", exact=True).click()
    expect(owner.get_by_role("link", name="Servizi scritti male")).to_have_attribute("aria-current", "true")
    row.click()
    # Its page is suggested; one press makes the redirect, and the row says so.
    owner.locator("main a[href*='/not-found/redirect/']").first.click()
    expect(owner.locator("input[name=old_path]")).to_have_value("/it/servizzi")
    owner.get_by_role("button", name="Crea il reindirizzamento").click()
    expect(owner.locator(".messages")).to_contain_text(target)
    answer = context.request.get(missing, headers={"User-Agent": PERSON}, max_redirects=0)
    assert (answer.status, answer.headers["location"].removeprefix(site)) == (301, target)
