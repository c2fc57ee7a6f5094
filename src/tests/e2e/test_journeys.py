"""What visitors do, by roles and labels."""

import time

from playwright.sync_api import Page, expect

from tests.e2e.addresses import addresses
from tests.e2e.post_office import PostOffice


def test_the_phone_s_menu_works_by_keyboard(phone: Page) -> None:
    phone.goto("/it/")
    opener = phone.get_by_role("button", name="Menu")
    opener.focus()
    phone.keyboard.press("Enter")
    menu = phone.get_by_role("dialog", name="Menu")
    expect(menu).to_be_visible()
    phone.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    phone.keyboard.press("Enter")
    links = menu.get_by_role("navigation").get_by_role("link")
    for _ in range(10):
        if links.first.evaluate("link => link === document.activeElement"):
            break
        phone.keyboard.press("Tab")
    address = links.first.get_attribute("href")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{address}")


def test_the_language_switch_leads_to_the_same_page(desk: Page) -> None:
    found, english = addresses(desk, "it"), addresses(desk, "en")
    desk.goto(found["contactpage"])
    desk.get_by_role("banner").get_by_role("link", name="English").click()
    desk.wait_for_url(f"**{english['contactpage']}")
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    desk.get_by_role("banner").get_by_role("link", name="Italiano").click()
    desk.wait_for_url(f"**{found['contactpage']}")


def test_the_language_is_switched_by_keyboard(desk: Page) -> None:
    desk.goto("/it/")
    english = desk.get_by_role("banner").get_by_role("link", name="English")
    for _ in range(30):
        desk.keyboard.press("Tab")
        if english.evaluate("link => link === document.activeElement"):
            break
    expect(english).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/en/")


def test_a_gallery_opens_moves_and_closes_by_keyboard(desk: Page) -> None:
    desk.goto(addresses(desk, "it")["gallerypage"])
    first = desk.locator("[data-gallery] a").first
    first.focus()
    desk.keyboard.press("Enter")
    lightbox = desk.get_by_role("dialog")
    expect(lightbox).to_be_visible()
    expect(lightbox.locator(".pswp__counter")).to_have_text("1 / " + str(desk.locator("[data-gallery] a").count()))
    desk.keyboard.press("ArrowRight")
    expect(lightbox.locator(".pswp__counter")).to_contain_text("2 / ")
    expect(lightbox.get_by_role("button", name="Chiudi")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(lightbox).to_have_count(0)


def test_the_skip_link_comes_first_and_leads_past_the_menu(desk: Page) -> None:
    desk.goto("/it/")
    desk.keyboard.press("Tab")
    link = desk.get_by_role("link", name="Vai al contenuto")
    expect(link).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("main")).to_be_focused()


def test_a_message_reaches_the_company(desk: Page, post_office: PostOffice) -> None:
    words = f"Un tavolo da otto, {time.time():.0f}"
    desk.goto(addresses(desk, "it")["contactpage"])
    opened = time.monotonic()
    form = desk.locator("form.form")
    for field in form.locator("input:not([type=hidden], [type=checkbox], [aria-hidden]), textarea").all():
        kind = field.get_attribute("type") or "textarea"
        field.fill({"email": "giulia@example.it", "textarea": words}.get(kind, "Giulia Bianchi"))
    for box in form.get_by_role("checkbox").all():
        box.check()
    time.sleep(max(0, 3.2 - (time.monotonic() - opened)))  # nobody writes faster
    form.get_by_role("button", name="Invia").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Grazie")
    letter = post_office.letter_with(words)
    assert letter["Reply-To"] == "giulia@example.it"
    desk.reload()  # which asks for the thanks again, and sends nothing
    expect(desk.get_by_role("heading", level=1)).to_have_text("Grazie")
