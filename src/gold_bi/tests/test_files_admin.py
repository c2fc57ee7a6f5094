"""Files in the back office: given, asked about, compared, loaded, taken back."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from gold_bi import tasks
from gold_bi.models import SalesMonth, SourceFile

from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

FILES, GIVE = "/admin/figures/files/", "/admin/figures/files/give/"
State = SourceFile.State
HEADINGS = "Fattura;Codice;Descrizione;Quantità;Data;Prezzo;Cliente;Paese"
CLEAR = [
    "536365;85123A;Lampada;6;15/12/2025 10:30;1.250,50;17850;Italia",
    "536366;71053;Lanterna;2;31/12/2025 18:00;3,39;13047;Italia",
]
# 03/04/2025 may be March or April; 1.250 may be a thousand or one and a quarter.
OPEN = ["536365;85123A;Lampada;6;03/04/2025;1.250;17850;Italia"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_queue(settings: Any, tmp_path: Path) -> None:
    settings.FLOW_FILES_DIR = tmp_path
    task_backends["db"].clear()  # type: ignore[attr-defined]


def csv(*lines: str, name: str = "dicembre.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([HEADINGS, *lines]).encode())


def give(client: Client, *files: SimpleUploadedFile, flow: str = "sales") -> Any:
    return client.post(GIVE, {"flow": flow, "chosen": list(files)})


def work() -> None:
    """What the worker would do with all that is asked of it, one after the other."""
    queue = task_backends["db"]
    while queue.results:  # type: ignore[attr-defined]
        for asked in [queue.results.pop(0)]:  # type: ignore[attr-defined]
            asked.task.call(*asked.args, **asked.kwargs)


def page_of(client: Client, name: str = "dicembre.csv") -> tuple[SourceFile, str]:
    file = SourceFile.objects.filter(name=name).latest("pk")
    return file, client.get(f"{FILES}{file.pk}/").content.decode()


def press(client: Client, file: SourceFile, what: str, **words: str) -> Any:
    return client.post(f"{FILES}{file.pk}/{what}/", words)


def revenue() -> float:
    return float(sum(month.revenue for month in SalesMonth.objects.all()))


def test_a_file_is_looked_at_compared_and_loaded_at_somebodys_word(client: Client) -> None:
    signed_in(client, "upload_file")
    answer = give(client, csv(*CLEAR))
    file, page = page_of(client)
    assert answer["Location"] == f"{FILES}{file.pk}/"
    work()
    file, page = page_of(client)
    assert file.state == State.READY
    assert "What loading it changes" in page
    assert "7,509.78" in page  # 6 × 1,250.50 + 2 × 3.39
    assert "numbers with a decimal comma: 1.234,56" in page
    assert revenue() == 0
    press(client, file, "load")
    work()
    file, page = page_of(client)
    assert file.state == State.LOADED
    assert "It is in the figures" in page
    assert revenue() == pytest.approx(7509.78)


def test_what_the_file_leaves_open_is_asked_and_remembered(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*OPEN))
    work()
    file, page = page_of(client)
    assert file.state == State.ASKING
    assert "2 questions before it can be read" in page
    assert "<code>03/04/2025</code>" in page
    assert "3 April 2025" in page
    assert "4 March 2025" in page
    press(client, file, "reading", **{"how-sold_at": "day first", "how-unit_price": "decimal comma"})
    work()
    file, page = page_of(client)
    assert file.state == State.READY
    assert "3 April 2025" in page
    assert "7,500" in page
    give(client, csv(*OPEN, OPEN[0].replace("71053", "1"), name="gennaio.csv"))
    work()
    assert page_of(client, "gennaio.csv")[0].state == State.READY


def test_an_answer_that_was_not_offered_or_is_missing_changes_nothing(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*OPEN))
    work()
    file, _page = page_of(client)
    answer = client.post(f"{FILES}{file.pk}/reading/", {"how-sold_at": "day first"}, follow=True).content.decode()
    assert "Say how “Prezzo” is to be read." in answer
    wrong = {"how-sold_at": "year first", "how-unit_price": "decimal comma"}
    answer = client.post(f"{FILES}{file.pk}/reading/", wrong, follow=True).content.decode()
    assert "“Data” cannot be read like that." in answer
    assert page_of(client)[0].state == State.ASKING


def test_before_it_is_loaded_a_file_can_be_read_in_another_way(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv("1;A;x;1;15/12/2025;1.250,50;;Italia", "2;A;x;1;16/12/2025;3,39;;Italia"))
    work()
    file, page = page_of(client)
    assert 'name="how-unit_price"' in page
    press(client, file, "reading", **{"how-unit_price": "decimal point"})
    work()
    file, page = page_of(client)
    assert file.state == State.REFUSED  # “1.250,50” is no number with a decimal point
    assert "1.250,50" in page


def test_a_newer_version_shows_what_comes_and_goes_and_can_be_taken_back(client: Client) -> None:
    signed_in(client, "upload_file")
    for lines in (CLEAR, [CLEAR[0], CLEAR[1].replace("3,39", "4,39")]):
        give(client, csv(*lines))
        work()
        file, page = page_of(client)
        press(client, file, "load")
        work()
    assert "Some of the rows that go" in page
    assert "4.39" in page
    assert revenue() == pytest.approx(7511.78)
    question = client.get(f"{FILES}{file.pk}/undo/").content.decode()
    assert "Its 2 rows leave the figures." in question
    assert "In their place the version of" in question
    assert revenue() == pytest.approx(7511.78)
    press(client, file, "undo")
    work()
    assert revenue() == pytest.approx(7509.78)
    assert page_of(client)[0].state == State.UNDONE


def test_the_first_version_is_taken_back_to_nothing(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*CLEAR))
    work()
    file, _page = page_of(client)
    press(client, file, "load")
    work()
    press(client, file, "undo")
    work()
    assert revenue() == 0


def test_the_same_again_changes_nothing_and_says_so(client: Client) -> None:
    signed_in(client, "upload_file")
    for _again in range(2):
        give(client, csv(*CLEAR))
        work()
        file, page = page_of(client)
        press(client, file, "load")
        work()
    assert "Loading it would change nothing" in page
    assert "the same as what is loaded already" in page_of(client)[1]
    assert revenue() == pytest.approx(7509.78)


def test_a_file_that_cannot_be_read_says_why_and_how_to_go_on(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, SimpleUploadedFile("foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(500)))
    work()
    file, page = page_of(client, "foto.csv")
    assert file.state == State.REFUSED
    assert "This is a picture, not a table. Give a CSV or XLSX file." in page
    assert f'href="{GIVE}"' in page


def test_of_several_files_the_good_ones_go_on(client: Client) -> None:
    signed_in(client, "upload_file")
    locked = SimpleUploadedFile("due.zip", zipped({"a.csv": b"x", "b.exe": b"MZ"}))
    answer = give(client, csv(*CLEAR), locked)
    page = answer.content.decode()
    assert "due.zip: " in page
    assert "These are being looked at:" in page
    assert [file.name for file in SourceFile.objects.all()] == ["dicembre.csv"]


def test_a_zip_is_taken_apart(client: Client) -> None:
    signed_in(client, "upload_file")
    inside = {f"{month}.csv": csv(*CLEAR).read() for month in ("11", "12")}
    answer = give(client, SimpleUploadedFile("2025.zip", zipped(inside)))
    assert answer["Location"] == FILES
    work()
    page = client.get(FILES).content.decode()
    assert "11.csv" in page
    assert "12.csv" in page
    assert {file.state for file in SourceFile.objects.all()} == {State.READY}


def zipped(members: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_two_who_press_load_load_once(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*CLEAR))
    work()
    file, _page = page_of(client)
    press(client, file, "load")
    press(client, file, "load")
    assert len(task_backends["db"].results) == 1  # type: ignore[attr-defined]


def test_a_file_can_be_put_away_before_it_is_loaded_and_not_after(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*CLEAR))
    work()
    file, _page = page_of(client)
    press(client, file, "discard")
    assert page_of(client)[0].state == State.DISCARDED
    press(client, file, "load")
    assert task_backends["db"].results == []  # type: ignore[attr-defined]


def test_a_file_whose_worker_was_stopped_can_be_gone_on_with(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*CLEAR))
    task_backends["db"].clear()  # type: ignore[attr-defined]
    file, page = page_of(client)
    assert "The worker was stopped before it was done with this file." in page
    press(client, file, "again")
    work()
    assert page_of(client)[0].state == State.READY


def test_a_file_that_waits_for_the_worker_says_for_how_long(client: Client) -> None:
    signed_in(client, "upload_file")
    give(client, csv(*CLEAR))
    file, _page = page_of(client)
    DBTaskResult.objects.create(
        task_path=tasks.look_at_file.module_path, backend_name="db", queue_name="default",
        args_kwargs={"args": [], "kwargs": {"pk": file.pk}}, run_after=file.given_at,
        exception_class_path="", traceback="",
    )  # fmt: skip
    _file, page = page_of(client)
    assert "It has waited for the worker for" in page
    assert "data-follow" in page


def test_a_form_without_a_file_or_with_too_much_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(client, "upload_file")
    assert "Choose one file at least." in client.post(GIVE, {"flow": "sales"}).content.decode()
    monkeypatch.setattr("gold_bi.views.files.give.LARGEST", 10)
    assert "Together the files are larger than 10" in give(client, csv(*CLEAR)).content.decode()
    assert not SourceFile.objects.exists()


def test_nobody_gives_a_file_to_a_flow_that_asks_for_rows(client: Client) -> None:
    signed_in(client, "upload_file")
    assert "Select a valid choice" in give(client, csv(*CLEAR), flow="traffic").content.decode()


@pytest.mark.parametrize("path", [FILES, GIVE])
def test_who_may_not_give_files_is_turned_away(client: Client, path: str) -> None:
    signed_in(client, "view_figures")
    assert client.get(path)["Location"] == "/admin/"
    assert client.post(path)["Location"] == "/admin/"
    file = SourceFile.objects.create(flow="sales", name="a.csv", sha256="0", size=1, given_by="anna")
    for what in ("", "reading/", "load/", "discard/", "again/", "undo/"):
        assert client.post(f"{FILES}{file.pk}/{what}").status_code in (302, 405)
    assert SourceFile.objects.get().state == State.GIVEN


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    page = signed_in(client, "upload_file").get(FILES).content.decode()
    assert "Give the first file" in page


def test_a_dropped_file_is_loaded_once_and_again_when_it_changes(settings: Any) -> None:
    dropped = Path(settings.FLOW_FILES_DIR) / "sales" / "dicembre.csv"
    dropped.parent.mkdir()
    dropped.write_bytes(csv(*CLEAR).read())
    for _again in range(2):
        tasks.run_flow.call("sales", "schedule")
    assert [file.state for file in SourceFile.objects.all()] == [State.LOADED]
    dropped.write_bytes(csv(CLEAR[0]).read())
    tasks.run_flow.call("sales", "schedule")
    assert revenue() == pytest.approx(7503)


def test_a_dropped_zip_is_taken_once(settings: Any) -> None:
    dropped = Path(settings.FLOW_FILES_DIR) / "sales" / "2025.zip"
    dropped.parent.mkdir()
    dropped.write_bytes(zipped({"a.csv": csv(CLEAR[0]).read(), "b.csv": csv(CLEAR[1]).read()}))
    for _again in range(2):
        tasks.run_flow.call("sales", "schedule")
    assert sorted(file.name for file in SourceFile.objects.all()) == ["a.csv", "b.csv"]
    assert revenue() == pytest.approx(7509.78)


def test_a_dropped_file_whose_load_failed_is_tried_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped = Path(settings.FLOW_FILES_DIR) / "sales" / "dicembre.csv"
    dropped.parent.mkdir()
    dropped.write_bytes(csv(*CLEAR).read())
    load = tasks.runner.load_file

    def away(*_: object) -> None:
        raise tasks.runner.FlowFailed("GOLD is away", may_pass=True)

    monkeypatch.setattr(tasks.runner, "load_file", away)
    assert "GOLD is away" in tasks.run_flow.call("sales", "schedule")
    monkeypatch.setattr(tasks.runner, "load_file", load)
    tasks.run_flow.call("sales", "schedule")
    assert revenue() == pytest.approx(7509.78)


def test_a_dropped_file_with_a_question_waits_for_its_answer(settings: Any) -> None:
    dropped = Path(settings.FLOW_FILES_DIR) / "sales" / "aprile.csv"
    dropped.parent.mkdir()
    dropped.write_bytes(csv(*OPEN).read())
    for _again in range(2):
        tasks.run_flow.call("sales", "schedule")
    assert [file.state for file in SourceFile.objects.all()] == [State.ASKING]
