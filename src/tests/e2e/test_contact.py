"""Writing to the company: by keyboard alone, without JavaScript, and twice."""

import time

from playwright.sync_api import Browser, Page, expect

from tests.e2e.addresses import addresses
from tests.e2e.post_office import PostOffice


def test_a_message_is_written_and_sent_by_keyboard_alone(phone: Page, post_office: PostOffice) -> None:
    words = f"Con la sola tastiera, {time.time():.0f}"
    phone.goto(addresses(phone, "it")["contactpage"])
    phone.locator("form.form .field").locator("input, textarea, select").first.focus()
    for _step in range(20):
        kind = phone.evaluate("(document.activeElement.type || '').toLowerCase()")
        if kind == "submit":
            break
        if kind == "checkbox":
            phone.keyboard.press("Space")
        else:
            phone.keyboard.type({"email": "giulia@example.it", "textarea": words}.get(kind, "Giulia Bianchi"))
        phone.keyboard.press("Tab")
        while phone.evaluate("document.activeElement.tagName") == "A":  # links of the privacy note
            phone.keyboard.press("Tab")
    phone.wait_for_timeout(2_500)  # nobody writes faster
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Grazie")
    assert words in post_office.letter_with(words, seconds=90).get_content()


def test_what_went_wrong_is_where_the_keyboard_is(desk: Page) -> None:
    desk.goto(addresses(desk, "it")["contactpage"])
    desk.wait_for_timeout(2_500)
    desk.get_by_role("button", name="Invia").click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("Non è ancora partito nulla")
    expect(alert).to_be_focused()


def test_without_javascript_the_words_come_back_and_another_way_is_shown(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="it-IT")
    page = context.new_page()
    page.goto(addresses(page, "it")["contactpage"])
    notice = page.locator("form.form .form__alert")
    expect(notice).to_contain_text("ha bisogno di JavaScript")
    expect(notice.get_by_role("link").first).to_have_attribute("href", "mailto:bottega@ronchello.example")
    page.locator("form.form textarea").fill("Non perdetelo")
    page.get_by_role("button", name="Invia").click()
    expect(page.locator("form.form textarea")).to_have_value("Non perdetelo")
    context.close()
