"""An evening of an editor, in Italian: a gallery, Christmas, the menu; and what a visitor then sees."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.addresses import addresses

WOODS = ["rovere", "noce", "ciliegio", "larice", "frassino", "olmo", "acero", "cedro", "pero", "faggio"]


def _photographs() -> list[FilePayload]:
    """Ten pictures of different colours, named as people name them."""
    photographs: list[FilePayload] = []
    for number, wood in enumerate(WOODS):
        file = BytesIO()
        Image.new("RGB", (900, 1100), (90 + 12 * number, 80, 60)).save(file, "JPEG")
        photographs.append({"name": f"tavolo-{wood}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()})
    return photographs


def _save(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="Salva", exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_an_editor_makes_a_gallery_closes_at_christmas_and_changes_the_menu(owner: Page, desk: Page) -> None:
    _make_a_gallery(owner, desk)
    _close_at_christmas(owner)
    _change_the_menu(owner)

    gallery = re.sub(r"[^/]+/$", "dieci-tavoli/", addresses(desk, "it")["gallerypage"])
    desk.goto(gallery)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Dieci tavoli")
    pictures = desk.locator("[data-gallery] img")
    expect(pictures).to_have_count(10)
    assert pictures.nth(0).get_attribute("alt") == "Tavolo rovere"
    expect(desk.get_by_role("banner").get_by_text("Mobili", exact=True)).to_be_visible()
    _christmas_is_decided(owner)


def _make_a_gallery(owner: Page, desk: Page) -> None:
    gallery_index = addresses(desk, "it")["galleryindexpage"]
    owner.goto("/admin/pages/")
    owner.goto(
        f"/admin/pages/search/?q={gallery_index.strip('/').rsplit('/')[-1]}&content_type=website.galleryindexpage"
    )
    row = owner.locator("tr", has=owner.locator(f"a[href$='{gallery_index}']"))
    number = re.search(r"/admin/pages/(\d+)/edit/", row.locator("a[href*='/edit/']").first.get_attribute("href") or "")
    assert number
    owner.goto(f"/admin/pages/{number[1]}/add_subpage/")
    owner.wait_for_load_state("networkidle")  # the address follows the title once the admin's scripts are there
    owner.locator("#id_title").fill("Dieci tavoli")
    owner.keyboard.press("Tab")
    expect(owner.locator("#id_slug")).to_have_value("dieci-tavoli")
    owner.locator("input[type=file]").set_input_files(_photographs())
    words = owner.locator("[id$='-alt_text']")
    expect(words).to_have_count(10)
    expect(words.nth(9)).to_have_value("Tavolo faggio")  # suggested from the file's name
    expect(owner.locator("footer").get_by_role("button", name="Altre azioni")).to_be_enabled()
    owner.locator("footer").get_by_role("button", name="Altre azioni").click()
    owner.get_by_role("button", name="Pubblica", exact=True).click()
    expect(owner.locator(".messages .success")).to_contain_text("pubblicata")


def _close_at_christmas(owner: Page) -> None:
    owner.goto("/admin/snippets/website/openinghours/?locale=it")
    owner.get_by_role("link", name="Bottega e sala mostra").click()
    decided = owner.locator("#panel-holiday_rules-section")
    decided.get_by_role("button", name="Inserisci un blocco").last.click()
    decided.locator("select[name$=holiday]").last.select_option(label="Natale")
    decided.locator("select[name$=decision]").last.select_option(label="chiuso")
    _save(owner)


def _christmas_is_decided(owner: Page) -> None:
    owner.goto("/admin/snippets/website/openinghours/?locale=it")
    owner.get_by_role("link", name="Bottega e sala mostra").click()
    chosen = owner.locator("#panel-holiday_rules-section select[name$=holiday] option:checked")
    expect(chosen.last).to_have_text("Natale")


def _change_the_menu(owner: Page) -> None:
    owner.goto("/admin/snippets/website/menus/?locale=it")
    arranged = owner.locator("table a[href*='/menus/edit/']")
    if arranged.count():
        arranged.first.click()
    else:
        owner.get_by_role("link", name="Aggiungi menu").first.click()
    words = owner.locator("input[name='header-0-value-words']")
    owner.locator("section", has=words).last.locator("[data-panel-toggle]").first.click()  # entries begin closed
    words.fill("Mobili")
    _save(owner)
