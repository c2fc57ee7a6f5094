"""What is filtered as CSV and as a workbook: all of it, in pieces, and nothing a spreadsheet would compute."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from logging_app.screens.requests import exports
from logging_app.screens.workbook import workbook

from .lines import line
from .reading import ingest

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

START = 1795368661.25
FORMULA = "=cmd|' /C calc'!A0\x01\x0b"


@pytest.fixture
def many(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "CHUNK", 10)
    lines = [line(request_uri=f"/keep/{n}?x=1", msec=START + n // 4, http_user_agent=FORMULA) for n in range(45)]
    ingest(tmp_path, settings, *lines, line(request_uri="/other", msec=START))


def downloaded(client: Client, form: str, **query: str) -> bytes:
    answer = client.get(reverse("requests:export", args=[form]), query)
    assert isinstance(answer, StreamingHttpResponse)
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer)


@pytest.mark.usefixtures("many")
def test_the_csv_holds_all_that_is_filtered_newest_first(admin_client: Client) -> None:
    text = downloaded(admin_client, "csv", path="/keep/").decode()
    heading, *rows = csv.reader(StringIO(text, newline=""))
    assert [row[heading.index("Percorso")] for row in rows] == [f"/keep/{n}" for n in reversed(range(45))]
    assert rows[-1][0] == "2026-11-22T17:31:01.250+00:00"
    assert rows[-1][1] == "2026-11-22 18:31:01"
    assert {row[heading.index("User agent")] for row in rows} == {"'" + FORMULA}


@pytest.mark.usefixtures("many")
def test_the_workbook_holds_the_same_with_numbers_and_moments(admin_client: Client) -> None:
    sheet = load_workbook(BytesIO(downloaded(admin_client, "xlsx", path="/keep/"))).worksheets[0]
    heading, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert [row[heading.index("Percorso")] for row in rows] == [f"/keep/{n}" for n in reversed(range(45))]
    assert rows[-1][1] == datetime(2026, 11, 22, 18, 31, 1)  # noqa: DTZ001 -- Excel's dates know no zone
    assert rows[-1][heading.index("Stato")] == 200
    assert {row[heading.index("User agent")] for row in rows} == {"'=cmd|' /C calc'!A0␁␋"}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}


def test_rows_that_a_sheet_cannot_hold_go_on_in_the_next() -> None:
    data = b"".join(workbook("Rows & more", ["Number"], ([n] for n in range(25)), most=11))
    sheets = load_workbook(BytesIO(data)).worksheets
    assert [sheet.title for sheet in sheets] == ["Rows & more", "Rows & more 2", "Rows & more 3"]
    assert [[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows(min_row=2)] == [
        [n] for n in range(25)
    ]
    assert {sheet.cell(1, 1).value for sheet in sheets} == {"Number"}


def test_an_empty_workbook_has_its_heading(admin_client: Client) -> None:
    sheet = load_workbook(BytesIO(downloaded(admin_client, "xlsx"))).worksheets[0]
    assert sheet.max_row == 1


def test_a_filter_that_is_wrong_is_answered_by_the_list_in_words(admin_client: Client) -> None:
    answer = admin_client.get(reverse("requests:export", args=["csv"]), {"ip": "nonsense"}, follow=True)
    assert "non è un indirizzo IP" in answer.content.decode()
