"""What every screen lists, as CSV and as a workbook: all of it, numbers as numbers, nothing a spreadsheet computes."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from logging_app.models import ErrorLogEntry, ExceptionReport
from logging_app.screens import downloads

from .stored import GOOGLEBOT, IPHONE, asked, store

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

FORMULA = "=HYPERLINK(1)"
# Each screen, and the tables it offers.
FILES = [
    ("sources", "sites"),
    ("sources", "campaigns"),
    ("not_found", ""),
    ("bots", ""),
    ("browsers", ""),
    ("probes", "sign-ins"),
    ("probes", "rules"),
    ("probes", "addresses"),
    ("addresses", ""),
    ("errors", ""),
    ("slow", ""),
    ("bandwidth", ""),
    ("pages", ""),
]


def fetched(client: Client, screen: str, form: str = "csv", table: str = "", **query: Any) -> StreamingHttpResponse:
    tables = {"table": table} if table else {}
    answer = client.get(reverse(f"request_log_{screen}"), {"export": form, **tables, **query})
    assert isinstance(answer, StreamingHttpResponse)
    return answer


def lines_of(client: Client, screen: str, table: str = "", **query: Any) -> list[list[str]]:
    text = fetched(client, screen, "csv", table, **query).getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def cells_of(client: Client, screen: str, table: str = "", **query: Any) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(fetched(client, screen, "xlsx", table, **query).getvalue())).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    """A little of everything, some of it beginning as a formula does."""
    campaign = "utm_source=%3DHYPERLINK(1)&utm_medium=@mail&utm_campaign=-1%2B2"
    store(
        tmp_path,
        settings,
        asked(f"/it/?{campaign}", times=2),
        asked("/it/", times=3, referrer="https://www.google.com/", request_time=0.25),
        asked("/it/", referrer="https://partner.example/", agent=IPHONE, ip="192.0.2.7"),
        asked("=HYPERLINK(1)/it/", times=12),
        asked("/it/via/", status=404, times=2, referrer=FORMULA),
        asked("/wp-login.php", status=404, times=7, ip="192.0.2.66"),
        asked("/admin/login/", ip="192.0.2.9", request_method="POST", request="POST /admin/login/ HTTP/1.1"),
        asked("/it/", times=4, agent=GOOGLEBOT),
        asked("/it/", times=2, agent=f"{FORMULA} bot"),
    )
    now = downloads.timezone.now()
    ErrorLogEntry.objects.bulk_create(
        [ErrorLogEntry(id=n, time=now - timedelta(minutes=n), level="error", message=FORMULA) for n in range(70)]
    )
    ExceptionReport.objects.create(time=now, exception="builtins.KeyError", message="@x", path="/it/", method="GET")


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(("screen", "table"), FILES)
def test_both_files_hold_the_same_and_no_live_cell(owner: Client, screen: str, table: str) -> None:
    lines, cells = (read(owner, screen, table, period="today") for read in (lines_of, cells_of))
    assert len(lines) > 1
    assert cells[0] == lines[0]
    assert len(cells) == len(lines)
    assert {len(line) for line in lines} == {len(lines[0])}
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    book = load_workbook(BytesIO(fetched(owner, screen, "xlsx", table, period="today").getvalue()))
    assert "f" not in {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(("screen", "table"), FILES)
def test_each_screen_offers_its_files_under_one_button(owner: Client, screen: str, table: str) -> None:
    page = owner.get(reverse(f"request_log_{screen}"), {"period": "today"}).content.decode()
    query = f"export=csv&amp;table={table}" if table else "export=csv"
    assert f"?period=today&amp;{query}" in page
    assert "Scarica CSV" in page
    answer = fetched(owner, screen, "csv", table)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("some")
def test_numbers_days_and_moments_are_what_they_are(owner: Client) -> None:
    heading, first, *_rest = cells_of(owner, "addresses", period="today")
    row = dict(zip(heading, first, strict=True))
    assert row["Richieste"] == 25
    assert isinstance(row["Ultima volta"], datetime | date)
    heading, *rows = cells_of(owner, "pages", period="today")
    assert isinstance(dict(zip(heading, rows[0], strict=True))["p95 (ms)"], int | float)
    heading, *rows = cells_of(owner, "errors")
    assert isinstance(rows[0][0], datetime)
    assert heading[0] == "Quando (Europe/Rome)"


@pytest.mark.usefixtures("some")
def test_errors_are_one_by_one_and_as_filtered(owner: Client) -> None:
    assert len(lines_of(owner, "errors")) == 1 + 71
    assert len(lines_of(owner, "errors", kind="exception")) == 1 + 1
    assert len(lines_of(owner, "errors", text="HYPER")) == 1 + 70


def test_a_file_is_not_cut_where_the_screen_ends(owner: Client, tmp_path: Path, settings: Settings) -> None:
    pages = [asked(f"/it/{n}/", ip=f"192.0.2.{n}", referrer=f"https://s{n}.example/") for n in range(60)]
    missed = [asked(f"/it/no-{n}/", status=404) for n in range(60)]
    store(tmp_path, settings, *pages, *missed)
    whole = {("pages", ""): 120, ("addresses", ""): 61, ("sources", "sites"): 60, ("not_found", ""): 60}
    for (screen, table), most in whole.items():
        assert len(lines_of(owner, screen, table, period="today")) == 1 + most, screen


@pytest.mark.usefixtures("some")
def test_the_last_line_says_that_more_would_not_fit(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads.Download.lines, "__defaults__", (5,))
    lines = lines_of(owner, "errors")
    assert len(lines) == 1 + 5 + 1
    assert lines[-1] == ["Qui stanno solo le prime 5 righe: scegliere meno giorni o un filtro più stretto."]
    assert len(lines_of(owner, "pages", period="today")) < 1 + 5 + 1


@pytest.mark.usefixtures("some")
def test_the_files_name_says_what_it_is_and_of_which_days(owner: Client) -> None:
    today = localdate()
    first = today - timedelta(days=6)
    assert f'"indirizzi-ip-{first}-{today}.csv"' in fetched(owner, "addresses")["Content-Disposition"]
    assert (
        f'"campagne-{today}-{today}.xlsx"'
        in fetched(owner, "sources", "xlsx", "campaigns", period="today")["Content-Disposition"]
    )


@pytest.mark.usefixtures("some")
def test_what_is_searched_for_is_what_the_file_holds(owner: Client) -> None:
    lines = lines_of(owner, "bandwidth", period="today", q="via")
    assert [line[0] for line in lines] == ["Percorso", "/it/via/"]


def test_other_links_of_a_screen_lead_back_to_the_screen(owner: Client) -> None:
    answer = owner.get(reverse("request_log_pages"), {"export": "csv", "period": "custom", "from": "2026-02-02"})
    assert (answer.status_code, answer["Location"]) == (
        302, f"{reverse('request_log_pages')}?period=custom&from=2026-02-02",
    )  # fmt: skip


def test_a_file_that_is_not_there_is_not_made_up(owner: Client) -> None:
    for query in ({"export": "pdf"}, {"export": "csv", "table": "nonsense"}, {"export": ""}):
        assert owner.get(reverse("request_log_pages"), query, follow=True).status_code == 404
    assert owner.get(reverse("request_log_overview"), {"export": "csv"}, follow=True).status_code == 404


@pytest.mark.parametrize(("screen", "table"), FILES)
def test_who_may_not_see_the_screen_gets_no_file_of_it(client: Client, screen: str, table: str) -> None:
    user: Any = get_user_model().objects.create_user("anna", "anna@example.it", "x")
    editors = Group.objects.create(name="No log")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(editors)
    client.force_login(user)
    assert client.get(reverse(f"request_log_{screen}"), {"export": "csv", "table": table}).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename="view_accesslogentry"))
    client.force_login(get_user_model().objects.get(pk=user.pk))
    assert lines_of(client, screen, table)


def test_no_more_rows_are_read_than_are_sent() -> None:
    read = []

    def numbers(limit: int) -> Iterator[int]:
        for number in range(limit):
            read.append(number)
            yield number

    answer = downloads.answer("csv", "Numbers", "", downloads.Download("n", [("n", "real")], numbers).lines())
    pieces = iter(answer)
    assert next(pieces).decode() == "\ufeff"
    assert next(pieces).decode().startswith("n\r\n0\r\n1\r\n")
    assert len(read) < 1_000
