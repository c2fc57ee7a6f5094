"""A file behind an address, fetched by a flow's runs."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from gold_bi import intake, runner
from gold_bi.flows import registry
from gold_bi.models import FactSale, FlowRun, SourceFile
from gold_bi.sources import Files, SourceAway
from gold_bi.sources.published import published
from gold_bi.sources.secret import FromEnvironment

from .outside import Answer, Server, serving

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

HEAD = "InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country\n"
FIRST = HEAD + "536365;85123A;HOLDER;6;2026-11-20 08:26;2,55;17850;Italy\n"
SECOND = FIRST + "536366;71053;LANTERN;2;2026-11-21 09:00;3,39;17850;Italy\n"


class Sheet:
    """Answers as a published sheet does, with an ETag."""

    def __init__(self) -> None:
        self.text, self.loaded = FIRST, 0

    def __call__(self, path: str, headers: dict[str, str]) -> Answer:
        etag = f'"{hash(self.text)}"'
        if headers.get("if-none-match") == etag:
            return 304, {"ETag": etag}, b""
        self.loaded += 1
        return 200, {"ETag": etag, "Content-Type": "text/csv"}, self.text.encode()


@pytest.fixture
def sheet(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Server]:
    settings.FLOW_ALLOWED_HOSTS, settings.FLOW_FILES_DIR = ["127.0.0.1"], tmp_path
    with translation.override("en"), serving(Sheet()) as server:
        monkeypatch.setenv("SHEET_ADDRESS", f"{server.url}/d/s3cret/pub?output=csv")
        source = Files(fetch=published(FromEnvironment("SHEET_ADDRESS"), "sheet.csv"))
        monkeypatch.setitem(registry._flows, "sales", replace(registry.find("sales"), source=source))
        yield server


def test_a_published_sheet_is_loaded_once_and_again_only_when_it_changed(sheet: Server) -> None:
    flow = registry.find("sales")
    run = intake.take_up(flow, "test")
    assert run
    assert (run.rows_changed, FactSale.objects.count()) == (1, 1)
    assert intake.take_up(flow, "test") is None
    assert sheet.answer.loaded == 1  # type: ignore[attr-defined]
    sheet.answer.text = SECOND  # type: ignore[attr-defined]
    run = intake.take_up(flow, "test")
    assert run
    assert (run.rows_changed, FactSale.objects.count()) == (1, 2)
    assert SourceFile.objects.loaded().get().name == "sheet.csv"


def test_what_gold_does_not_have_is_fetched_again_although_the_server_has_nothing_new(sheet: Server) -> None:
    flow = registry.find("sales")
    intake.take_up(flow, "test")
    FlowRun.objects.all().delete()
    FactSale.objects.all().delete()
    SourceFile.objects.all().delete()  # a GOLD that began anew
    run = intake.take_up(flow, "test")
    assert run
    assert run.rows_changed == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, {"Content-Type": "text/csv"}, b"\xef\xbb\xbf\n<!DOCTYPE html><title>Sign in</title>"), "one to sign in"),
        ((200, {}, b" \n"), "is empty"),
        ((403, {}, b"s3cret"), r"does not give the file to everybody \(403\)"),
        ((404, {}, b""), r"knows nothing at that address \(404\)"),
        ((500, {}, b""), r"a fault of its own \(500\)"),
        ((200, {"Content-Encoding": "br"}, b"x"), "packs its answer"),
    ],
)
def test_anything_but_a_file_fails_the_run_with_a_sentence_and_shows_no_address(
    sheet: Server, answer: Answer, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    sheet.answer = lambda *_: answer
    with pytest.raises(runner.FlowFailed, match=why):
        intake.take_up(registry.find("sales"), "test")
    failed = FlowRun.objects.failed().get()
    assert "127.0.0.1" in failed.reason
    assert not SourceFile.objects.exists()
    assert "s3cret" not in failed.reason + failed.log + caplog.text


def test_the_command_says_the_same_sentence(sheet: Server) -> None:
    sheet.answer = lambda *_: (404, {}, b"")
    with pytest.raises(Exception, match="knows nothing at that address"):
        call_command("flow", "run", "sales")


def test_a_host_that_is_not_public_is_not_asked(sheet: Server, settings: Any) -> None:
    settings.FLOW_ALLOWED_HOSTS = []
    with pytest.raises(runner.FlowFailed, match="no public one"):
        intake.take_up(registry.find("sales"), "test")
    assert sheet.asked == []


def test_a_key_that_is_not_accepted_is_named_by_its_variable(
    sheet: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EXPORT_KEY", "Bearer s3cret")
    sheet.answer = lambda *_: (401, {}, b"")
    fetch = published(f"{sheet.url}/export", "export.csv", key=FromEnvironment("EXPORT_KEY"))
    with pytest.raises(SourceAway, match=r"key in EXPORT_KEY \(401\)"):
        list(fetch(tmp_path))
    assert sheet.headers[-1]["authorization"] == "Bearer s3cret"
