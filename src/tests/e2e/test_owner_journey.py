"""The owner's morning on a phone, in Italian: from the entrance to a row of a file, an alert, and the weekly letter."""

import os
import re
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from base.stack.environment import read
from tests.e2e.conftest import HOME
from tests.e2e.post_office import PostOffice

MONTHS = [
    "Gennaio", "Febbraio", "Marzo", "Aprile", "Maggio", "Giugno",
    "Luglio", "Agosto", "Settembre", "Ottobre", "Novembre", "Dicembre",
]  # fmt: skip


def this_month() -> str:
    return MONTHS[datetime.now(ZoneInfo("Europe/Rome")).month - 1]


def test_the_owner_reads_today_goes_down_to_a_row_and_has_the_week_sent(
    browser: Browser, site: str, post_office: PostOffice
) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": 390, "height": 844}, locale="it-IT", has_touch=True, accept_downloads=True
    )
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Nome utente").fill("admin")
    page.locator("input[name=password]").fill(
        os.environ.get("E2E_PASSWORD") or read(HOME / "environment")["DEMO_PASSWORD"]
    )
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")

    page.goto("/admin/figures/dashboards/today/")
    views = page.locator(".board__kpis > li", has_text="Pagine viste")
    expect(views.locator(".board__value")).to_have_text(re.compile(r"\d"))
    views.get_by_text("Come si calcola").click()
    expect(views.get_by_text("Dal flusso «pages».")).to_be_visible()

    for _ in range(60):  # the worker loads the till's file once the site is up
        page.goto("/admin/figures/dashboards/sales/?period=30-days")
        if page.locator(".board__empty").count() == 0:
            break
        page.wait_for_timeout(1_000)
    page.get_by_role("link", name="l’anno prima").click()
    expect(page).to_have_url(re.compile("compare=year_before"))
    page.get_by_role("link", name="Vedi le righe dietro queste cifre").click()
    row = page.locator(".gold-table__scroll tbody tr").first
    expect(row).to_contain_text(re.compile(r"cassa\.csv, riga \d"))
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/admin/figures/files/\d+/"))

    page.goto("/admin/figures/dashboards/sales/?period=30-days")
    with page.expect_download(timeout=60_000) as taken:
        page.get_by_role("button", name="Cartella Excel").click()
        page.get_by_role("link", name="Scarica").click(timeout=60_000)
    assert re.fullmatch(r"sales-[\d-]{21}\.xlsx", taken.value.suggested_filename)

    page.goto("/admin/figures/dashboards/sales/")
    page.get_by_role("link", name="Aggiungi un grafico tuo").click()
    page.locator("select[name=dataset]").select_option("products")
    by_product = page.locator("select[name=by] option[value=description]")
    expect(by_product).to_be_attached()  # the lists of these figures have come
    page.locator("select[name=by]").select_option("description")
    expect(page.get_by_role("heading", name="Fatturato per prodotto")).to_be_visible()
    page.locator("input[name=title]").fill("Che cosa va")
    page.get_by_role("button", name="Mettilo su «Vendite»").click()
    expect(page.get_by_role("heading", name="Che cosa va")).to_be_visible()

    page.goto("/admin/figures/dashboards/sales/")
    page.get_by_role("link", name=re.compile("Imposta un avviso.*Fatturato")).click()
    page.locator("select[name=condition]").select_option("below")
    page.locator("input[name=limit]").fill("900000")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Il limite è 900.000 €").first).to_be_visible()

    page.goto("/admin/figures/dashboards/sales/?period=month")
    target = page.locator(".board__kpis > li", has_text="Fatturato").get_by_text("dell’obiettivo di")
    of_the_file = target.text_content()
    page.get_by_role("link", name=re.compile("Cambia gli obiettivi.*Fatturato")).click()
    month = page.get_by_label(this_month())
    month.fill("molto")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("«molto» non è un importo")).to_be_visible()
    month.fill("1.250.000,50")
    page.get_by_role("button", name="Salva").click()
    for _ in range(60):  # the worker takes it into the figures
        page.goto("/admin/figures/dashboards/sales/?period=month")
        if target.text_content() != of_the_file:
            break
        page.wait_for_timeout(1_000)
    assert target.text_content() != of_the_file

    page.goto("/admin/figures/letter/")
    page.get_by_role("button", name="Salva, e mandamene una adesso").click()
    letter = post_office.letter_with("/admin/figures/dashboards/sales/", 60)
    assert "La tua settimana" in letter["subject"]
    attached = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    (pdf,) = (content for name, content in attached.items() if name and name.endswith(".pdf"))
    assert pdf.startswith(b"%PDF-")
    (book,) = (content for name, content in attached.items() if name and name.endswith(".xlsx"))
    assert "Vendite" in load_workbook(BytesIO(book)).sheetnames
    html = letter.get_body(("html",))
    assert html
    reading = context.new_page()
    reading.set_content(html.get_content())
    assert reading.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
