"""Lines that are no request can be opened as they are, and do nothing but stand there."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.models import LogFile, UnparsableLine

from .lines import line
from .reading import ingest

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

TLS = b"\x16\x03\x01\x02\x00\x01 <script>alert(1)</script> \xff\xfe \xe2\x80\xaegpj.exe"


@pytest.fixture
def torn(tmp_path: Path, settings: Settings) -> UnparsableLine:
    ingest(tmp_path, settings, line(), TLS + b"\n", b'{"time": "x"}\n')
    return UnparsableLine.objects.get(reason="not_json")


def test_the_list_says_why_and_where_and_shows_the_bytes_as_signs(admin_client: Client, torn: UnparsableLine) -> None:
    page = admin_client.get(reverse("unparsable:index"), {"file": torn.log_file_id}).content.decode()
    assert "Non è JSON" in page
    assert "Non ha un’ora leggibile" in page
    assert "␖␃␁␂␀␁ &lt;script&gt;" in page
    assert "\\xff\\xfe" in page
    assert "⟨U+202E⟩" in page
    assert "\u202e" not in page


def test_one_line_is_dumped_byte_by_byte_and_downloaded_as_it_is(admin_client: Client, torn: UnparsableLine) -> None:
    page = admin_client.get(reverse("unparsable:line", args=[torn.pk])).content.decode()
    assert "000000  16 03 01 02 00 01 20 3c 73 63 72 69 70 74 3e 61  ······ &lt;script&gt;a" in page
    answer = admin_client.get(reverse("unparsable:raw", args=[torn.pk]))
    assert answer.content == TLS
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("of_one_file", [True, False])
def test_older_lines_follow_page_by_page(
    admin_client: Client, tmp_path: Path, settings: Settings, of_one_file: bool
) -> None:
    ingest(tmp_path, settings, *(b"torn %d\n" % n for n in range(60)))
    query = {"file": str(LogFile.objects.get().pk)} if of_one_file else {}
    seen: list[str] = []
    while True:
        answer = admin_client.get(reverse("unparsable:index"), query)
        seen += [each["text"] for each in answer.context["lines"]]
        if not answer.context["before"]:
            break
        query["before"] = str(answer.context["before"])
    assert sorted(seen) == sorted(f"torn {n}" for n in range(60))


def test_the_log_files_lead_to_their_unparsable_lines(admin_client: Client, torn: UnparsableLine) -> None:
    page = admin_client.get("/admin/request-log/files/").content.decode()
    assert f"{reverse('unparsable:index')}?file={torn.log_file_id}" in page
    assert "log degli accessi" in page


def test_no_log_file_yet_is_said_in_words_with_what_to_do(admin_client: Client) -> None:
    assert "Non è stato ancora letto alcun log" in admin_client.get("/admin/request-log/files/").content.decode()
