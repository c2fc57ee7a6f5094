"""The owner gives a messy workbook, answers, loads, corrects three rows, and takes it all back; in Italian."""

import re
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.soundness import assert_sound

SLOW = 60_000  # until the worker has been at it, in milliseconds
HEADINGS = ["Fattura", "Codice", "Descrizione", "Quantità", "Data", "Prezzo", "Cliente", "Paese"]
# The prices are text, as a till writes them; 03/04/2026 may be in March or in April, 1.250 a thousand or one.
GOOD = [
    ["9001", "L-01", "Lampada da tavolo", "2", "03/04/2026", "1.250", "C-7", "Italia"],
    ["9002", "L-02", "Lampada da terra", "1", "05/04/2026", "2.480", "", "Italia"],
    *(["9003", f"S-{number:02}", "Sedia", "4", "07/04/2026", "1.100", "C-8", "Italia"] for number in range(30)),
]
BAD = [
    ["9010", "T-01", "Tavolo", "due", "08/04/2026", "1.900", "C-9", "Italia"],
    ["9010", "T-02", "Tavolo", "due", "08/04/2026", "1.900", "C-9", "Italia"],
    ["9010", "T-03", "Tavolo", "due", "08/04/2026", "1.900", "C-9", "Italia"],
]
LOADED, CORRECTED = 136_980, 11_400  # 2 × 1.250 + 2.480 + 30 × 4 × 1.100, and 3 × 2 × 1.900


@pytest.fixture
def workbook() -> FilePayload:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Vendite"
    sheet.append(["Esportazione della cassa, aprile 2026"])
    sheet.append([])
    for row in [HEADINGS, *GOOD, *BAD]:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "aprile.xlsx", "mimeType": mime, "buffer": content.getvalue()}


def revenue_of_april(page: Page) -> int:
    table = page.request.get("/admin/figures/charts/sales/table.csv").text().splitlines()
    return next((int(float(line.split(",")[1])) for line in table if line.startswith("2026-04")), 0)


def test_a_messy_workbook_is_asked_about_loaded_corrected_and_taken_back(owner: Page, workbook: FilePayload) -> None:
    page, before = owner, revenue_of_april(owner)
    page.goto("/admin/figures/files/give/")
    assert_sound(page, context="main")
    page.get_by_label("Vendite").check()
    page.locator("input[name=chosen]").set_input_files(workbook)
    page.get_by_role("button", name="Consegna i file").click()

    expect(page.get_by_role("heading", name="domande prima di poterlo leggere")).to_be_visible(timeout=SLOW)
    assert_sound(page, context="main")
    address = page.url
    page.get_by_label("3 aprile 2026").check()
    page.get_by_label("1.250", exact=True).check()
    page.get_by_role("button", name="Invia le risposte").click()

    expect(page.get_by_role("heading", name="Che cosa cambia caricandolo")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("In sospeso, da correggere").locator("xpath=following-sibling::dd")).to_have_text("3")
    assert revenue_of_april(page) == before
    assert_sound(page, context="main")
    page.get_by_role("button", name="Caricalo").click()

    expect(page.get_by_role("heading", name="È nelle cifre")).to_be_visible(timeout=SLOW)
    assert revenue_of_april(page) == before + LOADED
    page.get_by_role("link", name="Correggi le righe in sospeso").click()
    assert_sound(page, context="main")
    page.get_by_text("Decidi per tutte insieme").click()
    page.get_by_label(re.compile("^con, nella colonna")).fill("2")
    page.get_by_role("button", name="In tutte le 3 righe").click()
    page.get_by_role("button", name=re.compile("Carica .*3 righe")).click()
    expect(page.get_by_text("3 righe corrette sono entrate.")).to_be_visible(timeout=SLOW)
    assert_sound(page, context="main")

    assert revenue_of_april(page) == before + LOADED + CORRECTED
    page.goto(address)
    expect(page.get_by_text("Righe caricate").locator("xpath=following-sibling::dd")).to_have_text(str(len(GOOD + BAD)))
    page.get_by_role("link", name="Ritiralo").click()
    assert_sound(page, context="main")
    page.get_by_role("button", name="Ritiralo").click()
    expect(page.get_by_text("È stato ritirato")).to_be_visible(timeout=SLOW)
    assert revenue_of_april(page) == before
