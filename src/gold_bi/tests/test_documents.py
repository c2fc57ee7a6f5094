"""Dashboards as files: a workbook whose cells are the screen's and never computed, a PDF, for their asker alone."""

import csv
import re
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gold_bi.board_words import amount
from gold_bi.dashboards import BOARDS
from gold_bi.dashboards.board import Unit
from gold_bi.models import FlowState, SalesCountryMonth
from gold_bi.sending import alerting, digest, making
from gold_bi.sending.models import Alert, Digest, Document

from .sales_files import EXCERPT, loaded
from .sending import MONDAY, aside, found, gold_away, owner, sheets  # noqa: F401 -- fixtures among them

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


# How a spreadsheet would be told to compute something: beginnings, each before several bodies (OWASP, "CSV Injection").
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "==",
    "=+",
    "-+",
    "@@",
    "\n=",
    " =",
    "'=",
    '"=',
    "＝",
    "|",
    "%",
    "=@",
    "+@",
    ";=",
]


LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


BODIES = [
    "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://evil.example\",\"x\")", "SUM(A1:A9)", "IMPORTXML(\"http://e\",\"//a\")",
    "WEBSERVICE(\"http://e\")", "DDE(\"cmd\";\"/C calc\";\"x\")", "1;2", "A1", "-2+3+cmd|' /C notepad'!A0",
]  # fmt: skip


def taken(client: Client, board: str, kind: str, **asked: str) -> Document:
    """A document as one asks for it on the dashboard's page, when the worker has made it."""
    answer = client.post(f"/admin/figures/dashboards/{board}/document/", {"kind": kind, **asked})
    assert answer.status_code == 302
    document = Document.objects.latest("pk")
    assert answer["Location"] == f"/admin/figures/documents/{document.pk}/"
    assert "The worker is making it" in client.get(answer["Location"]).content.decode()
    making.make(document.pk)
    document.refresh_from_db()
    return document


def as_on_the_screen(cell: Any, unit: Unit) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    return amount(cell.isoformat() if isinstance(cell, date) else cell, unit.value)


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_the_workbook_has_the_cells_of_the_screen(client: Client, board: Any) -> None:
    owner(client)
    for path in sorted(EXCERPT.glob("*.csv")):
        loaded(path.name, path.read_bytes())
    asked = {"from": "2011-01-01", "to": "2011-08-31"}
    html = BeautifulSoup(client.get(f"/admin/figures/dashboards/{board.name}/", asked).content, "html.parser")
    document = taken(client, board.name, "xlsx", **asked)
    assert document.state == Document.State.READY, document.reason
    answer = client.get(f"/admin/figures/documents/{document.pk}/file/")
    assert f'filename="{board.name}-2011-01-01-2011-08-31.xlsx"' in answer["Content-Disposition"]
    book = sheets(answer.content)
    figures, *tables = book.values()
    rows = {row[0]: row for row in figures if len(row) > 1}
    for item, kpi in zip(html.select(".board__kpis > li"), board.kpis, strict=True):
        value = rows[str(kpi.title)][1]
        assert amount(value, kpi.unit.value, short=True) == item.select_one(".board__value").get_text(strip=True)  # type: ignore[union-attr]
    for section, part, table in zip(html.select(".board__part"), board.parts, tables, strict=True):
        shown = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in section.select("tbody tr")]
        if part.kind.name == "HEAT":  # shortened on the screen, whole in the workbook
            assert len(shown) == len(table) - 1
            continue
        units = [Unit(unit) for _title, unit in headings_of(board, part.name, asked)]
        cells = [[as_on_the_screen(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in table[1:]]
        assert cells == shown, part.name


def headings_of(board: Any, part: str, asked: dict[str, str]) -> list[list[str]]:
    from gold_bi.dashboards.asking import understood
    from gold_bi.documents import printed

    wanted = understood(asked, board)
    headings: list[list[str]] = printed(board, wanted.selection, wanted.compared).data["parts"][part]["headings"]
    return headings


def test_two_hundred_formulas_stay_texts_in_the_workbook_and_the_csv(client: Client) -> None:
    owner(client)
    FlowState.objects.create(name="sales", loaded_at=timezone.now())
    payloads = [start + body for start in STARTS for body in BODIES]
    assert len(payloads) == 200
    for place in range(0, 200, 10):  # the table has ten countries at most
        SalesCountryMonth.objects.all().delete()
        cache.clear()
        for number, payload in enumerate(payloads[place : place + 10]):
            SalesCountryMonth.objects.create(
                month=date(2026, 1, 1), country=payload[:60], revenue=100 - number, quantity=1, orders=1, credited=0,
                customers=1,
                lines=1,
            )  # fmt: skip
        asked = {"from": "2026-01-01", "to": "2026-01-31"}
        book = sheets(bytes(taken(client, "sales", "xlsx", **asked).content or b""))
        names = [row[0] for row in book["Countries"][1:]]
        assert len(names) == 10
        text = client.get("/admin/figures/dashboards/sales/countries.csv", asked).content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text, newline="")))[1:]
        assert len(rows) == 10
        assert [name for name, _revenue in rows if name.startswith(LIVE)] == []


def test_the_pdf_has_the_figures_of_every_dashboard(client: Client) -> None:
    owner(client)
    for path in sorted(EXCERPT.glob("*.csv")):
        loaded(path.name, path.read_bytes())
    for board in BOARDS:
        document = taken(client, board.name, "pdf", **{"from": "2010-12-01", "to": "2011-08-31"})
        assert document.state == Document.State.READY, document.reason
        content = bytes(document.content or b"")
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert len(content) < 300_000


def test_a_chart_is_printed_by_itself_from_its_button_on_the_page(client: Client) -> None:
    owner(client)
    for path in sorted(EXCERPT.glob("*.csv")):
        loaded(path.name, path.read_bytes())
    asked = {"from": "2010-12-01", "to": "2011-08-31"}
    page = client.get("/admin/figures/dashboards/sales/", asked).content.decode()
    charts = re.findall(r'<button type="submit" form="take" name="part" value="([^"]+)">PDF', page)
    assert "countries" in charts
    whole = bytes(taken(client, "sales", "pdf", **asked).content or b"")
    for name in charts:
        document = taken(client, "sales", "", part=name, **asked)
        assert document.state == Document.State.READY, document.reason
        assert document.name == f"sales-{name}-2010-12-01-2011-08-31.pdf"
        alone = bytes(document.content or b"")
        assert len(re.findall(rb"/Type /Page\b", alone)) == 1 < len(re.findall(rb"/Type /Page\b", whole))
    before = Document.objects.count()
    client.post("/admin/figures/dashboards/sales/document/", asked | {"part": "own-1"})
    assert Document.objects.count() == before


def test_a_document_is_for_its_asker_alone_and_for_a_week(client: Client) -> None:
    user = owner(client)
    document = taken(client, "sales", "xlsx")
    other = get_user_model().objects.create_superuser("x", "x@example.it", "x")
    stranger = Client()
    stranger.force_login(other)
    assert not found(stranger, f"/admin/figures/documents/{document.pk}/file/")
    user.user_permissions.remove(Permission.objects.get(codename="view_sales"))
    assert not found(client, f"/admin/figures/documents/{document.pk}/")
    Document.objects.update(asked_at=timezone.now() - timedelta(days=8))
    taken(client, "leads", "pdf")
    assert Document.objects.count() == 1


@pytest.mark.usefixtures("gold_away")
def test_without_gold_a_document_says_so_and_an_alert_and_a_letter_wait(client: Client) -> None:
    user = owner(client)
    document = taken(client, "sales", "xlsx")
    assert document.state == Document.State.FAILED
    assert "does not answer" in client.get(f"/admin/figures/documents/{document.pk}/").content.decode()
    Alert.objects.create(user=user, board="sales", kpi="revenue", condition="below", limit=1)
    assert alerting.check_all() == 0
    letter = Digest.objects.create(user=user, boards=["sales"], since=MONDAY - timedelta(days=30))
    assert digest.send_due(MONDAY) == 0
    letter.refresh_from_db()
    assert "does not answer" in letter.problem
    assert letter.sent_for is None
    assert mail.outbox == []
