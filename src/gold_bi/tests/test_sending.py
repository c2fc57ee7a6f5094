"""What figures send: documents whose cells are the screen's, the weekly letter, alerts that say why they fired."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from base.lib.actions.registry import ActionFailed, Asked, find
from gold_bi.board_words import amount
from gold_bi.dashboards import BOARDS
from gold_bi.dashboards.board import Unit
from gold_bi.models import FlowState, LeadDay, SalesCountryMonth, SalesDay
from gold_bi.sending import alerting, digest, making
from gold_bi.sending.models import Alert, Digest, Document, Firing

from .people import signed_in
from .sales_files import EXCERPT, loaded

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
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


@pytest.fixture(autouse=True)
def _aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    cache.clear()
    with translation.override("en"):
        yield


def owner(client: Client, *boards: str) -> Any:
    signed_in(client, "view_figures")
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    names = [board.permission.split(".")[1] for board in BOARDS if not boards or board.name in boards]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    UserProfile.objects.create(user=user, preferred_language="en")
    return get_user_model().objects.get(pk=user.pk)


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


def found(client: Client, address: str) -> bool:
    """What is not there is looked for among the site's pages of one's language, and is not there either."""
    return client.get(address, follow=True).status_code != 404


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


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
        units = [Unit(unit) for _title, unit in making_headings(board, part.name, asked)]
        cells = [[as_on_the_screen(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in table[1:]]
        assert cells == shown, part.name


def making_headings(board: Any, part: str, asked: dict[str, str]) -> list[list[str]]:
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


@pytest.fixture
def _gold_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*arguments: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(connections["gold"], "cursor", away)


@pytest.mark.usefixtures("_gold_away")
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


def sold(day: date, revenue: int) -> None:
    SalesDay.objects.create(
        day=day, kind="goods", revenue=revenue, credited=0, quantity=3, lines=2, orders=1, customers=1
    )


def test_the_weekly_letter_has_the_week_that_is_over_once(client: Client) -> None:
    user = owner(client)
    user.first_name, user.email = "Anna", "anna@example.it"
    user.save()
    today = timezone.localdate(MONDAY)
    FlowState.objects.create(name="sales", loaded_at=MONDAY)
    sold(today, 5000)  # of the week that has begun
    sold(today - timedelta(days=1), 1200)
    sold(today - timedelta(days=7), 34)
    sold(today - timedelta(days=8), 617)
    Digest.objects.create(user=user, boards=["sales", "leads"], weekday=1, hour=8, since=MONDAY - timedelta(days=3))
    assert digest.send_due(MONDAY - timedelta(hours=3)) == 0
    assert digest.send_due(MONDAY) == 1
    assert digest.send_due(MONDAY + timedelta(days=5)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["anna@example.it"]
    assert "€1,234" in letter.subject
    html = letter.alternatives[0][0]  # type: ignore[attr-defined]
    assert "16 November 2026 to 22 November 2026" in letter.body
    for text in (letter.body, html):
        assert "+100% than before (€617.00)" in text
        assert "/admin/figures/dashboards/sales/?from=2026-11-16" in text
    assert "<script" not in html
    attached = {name: (content, kind) for name, content, kind in letter.attachments}
    assert set(attached) == {"2026-11-16-2026-11-22.pdf", "2026-11-16-2026-11-22.xlsx"}
    book = sheets(attached["2026-11-16-2026-11-22.xlsx"][0])
    assert next(row for row in book["Sales"] if row[0] == "Revenue")[:3] == ["Revenue", 1234, 617]
    assert {"Leads", "Sales"} <= set(book)


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({}, 1),
        ({"active": False}, 0),
        ({"paused_from": date(2026, 11, 20), "paused_to": date(2026, 11, 30)}, 0),
        ({"paused_from": date(2026, 8, 1), "paused_to": date(2026, 8, 31)}, 1),
        ({"sent_for": date(2026, 11, 23)}, 0),
        ({"hour": 23}, 1),  # that of the Monday before is owed
        ({"weekday": 3, "since": datetime(2026, 11, 19, tzinfo=UTC)}, 0),
    ],
)
def test_a_letter_goes_out_when_it_is_due(client: Client, change: dict[str, Any], sent: int) -> None:
    user = owner(client)
    FlowState.objects.create(name="leads", loaded_at=MONDAY)
    wanted = {"boards": ["leads"], "weekday": 1, "hour": 8, "since": MONDAY - timedelta(days=10)} | change
    Digest.objects.create(user=user, **wanted)
    assert digest.send_due(MONDAY) == sent
    assert len(mail.outbox) == sent


def test_a_letter_the_mail_server_refuses_is_sent_later(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = owner(client)
    FlowState.objects.create(name="leads", loaded_at=MONDAY)
    Digest.objects.create(user=user, boards=["leads"], since=MONDAY - timedelta(days=10))
    with monkeypatch.context() as broken:
        broken.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        broken.setattr(settings, "EMAIL_PORT", 1)
        assert digest.send_due(MONDAY) == 0
    page = client.get("/admin/figures/letter/").content.decode()
    assert "The last letter was not sent" in page
    assert digest.send_due(MONDAY) == 1
    assert "The last letter was not sent" not in client.get("/admin/figures/letter/").content.decode()


def test_one_chooses_ones_letter(client: Client) -> None:
    user = owner(client, "sales", "leads")
    page = client.get("/admin/figures/letter/").content.decode()
    assert 'value="sales"' in page
    assert 'value="visitors"' not in page
    given = {"active": "on", "boards": ["sales"], "weekday": "5", "hour": "7", "paused_from": "", "paused_to": ""}
    wrong = client.post("/admin/figures/letter/", given | {"paused_from": "2026-08-31", "paused_to": "2026-08-01"})
    assert wrong.status_code == 422
    assert "It ends before it begins." in wrong.content.decode()
    assert not Digest.objects.exists()
    assert client.post("/admin/figures/letter/", given | {"boards": ["visitors"]}).status_code == 422
    assert "The next letter goes out on" in client.post("/admin/figures/letter/", given, follow=True).content.decode()
    mine = Digest.objects.get(user=user)
    assert (mine.boards, mine.weekday, mine.hour, mine.active) == (["sales"], 5, 7, True)


def test_it_is_sent_at_once_as_a_special_action(client: Client) -> None:
    user = owner(client, "leads")
    FlowState.objects.create(name="leads", loaded_at=timezone.now())
    action = find("send-letter")
    assert action
    assert (
        action.do(Asked("", user.get_username(), user.email), lambda done, total: None) == f"It went to {user.email}."
    )
    assert len(mail.outbox) == 1
    user.email = ""
    user.save()
    with pytest.raises(ActionFailed, match="no e-mail address"):
        action.do(Asked("", user.get_username(), ""), lambda done, total: None)
    assert not Digest.objects.exists()


# A week's leads, the week's before, the condition, its limit, and whether it fires.
CASES = [
    (3, 10, "below", 5, True),
    (5, 10, "below", 5, False),
    (6, 10, "above", 5, True),
    (5, 10, "above", 5, False),
    (7, 10, "falls", 25, True),
    (8, 10, "falls", 25, False),
    (13, 10, "rises", 25, True),
    (12, 10, "rises", 25, False),
    (0, 10, "falls", 50, True),
    (5, 0, "rises", 50, False),
]


def leads(week: int, before: int, today: date) -> None:
    FlowState.objects.update_or_create(name="leads", defaults={"loaded_at": timezone.now()})
    for day, count in ((today - timedelta(days=1), week), (today - timedelta(days=8), before)):
        LeadDay.objects.update_or_create(
            day=day, defaults={"leads": count, "answered": 0, "spam": 0, "answered_minutes": 0, "timed": 0}
        )
    cache.clear()


@pytest.mark.parametrize(("week", "before", "condition", "limit", "fires"), CASES)
def test_an_alert_fires_beyond_its_limit(
    client: Client, week: int, before: int, condition: str, limit: int, fires: bool
) -> None:
    user = owner(client)
    leads(week, before, timezone.localdate())
    alert = Alert.objects.create(user=user, board="leads", kpi="leads", condition=condition, limit=limit)
    assert alerting.check_all() == fires
    alert.refresh_from_db()
    assert alert.fires is fires
    assert f": {week}" in alert.said
    assert len(mail.outbox) == fires


def test_an_alert_tells_once_why_and_again_when_it_comes_back(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    alert = Alert.objects.create(user=user, board="leads", kpi="leads", condition="falls", limit=Decimal(30))
    leads(4, 10, today)
    alerting.check_all()
    alerting.check_all()
    (letter,) = mail.outbox
    assert letter.subject.endswith("Leads: Leads has fallen, in percent, by more than 30%")
    assert "4, −60% against 10 in the period before. The limit is 30%." in letter.body
    assert f"/admin/figures/alerts/{alert.pk}/" in letter.body
    leads(9, 10, today)
    alerting.check_all()
    leads(2, 10, today)
    alerting.check_all()
    assert len(mail.outbox) == Firing.objects.count() == 2
    page = client.get("/admin/figures/alerts/").content.decode()
    assert "Beyond the limit" in page
    assert page.count("−80% against 10") == 2


def test_an_alert_is_silent_in_august_and_speaks_after(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    leads(0, 10, today)
    alert = Alert.objects.create(
        user=user, board="leads", kpi="leads", condition="below", limit=3,
        paused_from=today - timedelta(days=5), paused_to=today,
    )  # fmt: skip
    assert alerting.check_all() == 0
    assert "Silent until" in client.get("/admin/figures/alerts/").content.decode()
    Alert.objects.update(paused_to=today - timedelta(days=1))
    assert alerting.check_all() == 1
    assert alert.firings.count() == len(mail.outbox) == 1


def test_an_alert_waits_for_figures_that_have_not_come(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    sold(today - timedelta(days=3), 10)
    FlowState.objects.create(name="sales", loaded_at=timezone.now() - timedelta(days=2))
    alert = Alert.objects.create(user=user, board="sales", kpi="revenue", condition="below", limit=5000)
    assert alerting.check_all() == 0
    alert.refresh_from_db()
    assert "It waits for the figures of" in alert.said
    FlowState.objects.update(loaded_at=timezone.now())  # the day before was a holiday
    cache.clear()
    assert alerting.check_all() == 1


def test_an_alert_is_made_changed_and_deleted(client: Client) -> None:
    owner(client, "leads")
    leads(4, 10, timezone.localdate())
    link = re.search(
        r'href="(/admin/figures/alerts/new/[^"]*)"', client.get("/admin/figures/dashboards/leads/").content.decode()
    )
    assert link
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert '<option value="leads leads" selected>' in form
    assert "sales revenue" not in form
    given = {"figure": "leads leads", "period": "7", "condition": "below", "limit": "-1", "against": "before"}
    assert client.post("/admin/figures/alerts/new/", given).status_code == 422
    assert (
        client.post("/admin/figures/alerts/new/", given | {"limit": "2", "figure": "sales revenue"}).status_code == 422
    )
    said = client.post(
        "/admin/figures/alerts/new/", given | {"limit": "2", "active": "on"}, follow=True
    ).content.decode()
    assert "Saved. Leads, " in said
    alert = Alert.objects.get()
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("x", "x@example.it", "x"))
    assert not found(other, f"/admin/figures/alerts/{alert.pk}/")
    client.post(f"/admin/figures/alerts/{alert.pk}/", given | {"limit": "7", "active": "on"})
    alert.refresh_from_db()
    assert alert.limit == 7
    client.post(f"/admin/figures/alerts/{alert.pk}/", {"delete": "1"})
    assert not Alert.objects.exists()


def test_who_may_see_no_figures_has_no_letter_and_no_alert(client: Client) -> None:
    signed_in(client)
    for path in ("letter/", "alerts/", "alerts/new/"):
        assert client.get(f"/admin/figures/{path}").status_code in (302, 403)
    assert client.post("/admin/figures/dashboards/sales/document/", {"kind": "pdf"}).status_code in (302, 403)
