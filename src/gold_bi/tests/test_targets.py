"""Targets on a screen: typed as the reader writes numbers, kept as a file of the budget, taken back when emptied."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django_tasks import task_backends

from gold_bi import intake, tasks
from gold_bi.flows.registry import find
from gold_bi.models import FlowRun, SourceFile, TargetMonth

from .people import signed_in
from .sending import sold
from .test_files_admin import work

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
REVENUE = "/admin/figures/targets/revenue/2026/"


@pytest.fixture(autouse=True)
def _aside(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FLOW_FILES_DIR = tmp_path
    task_backends["db"].clear()  # type: ignore[attr-defined]
    with translation.override("en"):
        yield


@pytest.fixture
def anna(client: Client) -> Client:
    return signed_in(client, "upload_file", "view_figures")


def wanted() -> dict[tuple[int, str], Decimal]:
    return {(one.month.month, one.measure): one.target for one in TargetMonth.objects.all()}


def given(folder: Path, name: str, content: bytes) -> None:
    (folder / "budget").mkdir(exist_ok=True)
    (folder / "budget" / name).write_bytes(content)
    intake.take_up(find("budget"), "berta")


def save(anna: Client, address: str = REVENUE, **months: str) -> Any:
    answer = anna.post(address, {name.replace("_", "-"): value for name, value in months.items()})
    work()
    return answer


def test_targets_reach_the_figures_with_a_file_a_run_and_who_set_them(anna: Client) -> None:
    assert save(anna, month_1="12,500.50", month_8="6000").status_code == 302
    save(anna, "/admin/figures/targets/leads/2026/", month_1="14")
    assert wanted() == {
        (1, "revenue"): Decimal("12500.50"), (8, "revenue"): Decimal(6000), (1, "leads"): Decimal(14),
    }  # fmt: skip
    file = SourceFile.objects.loaded().get(flow="budget")
    assert (file.given_by, file.rows_loaded) == ("anna", 3)
    assert FlowRun.objects.filter(flow="budget", started_by="anna", state=FlowRun.State.SUCCEEDED).count() == 2
    page = anna.get(REVENUE).content.decode()
    assert 'value="12,500.50"' in page
    assert 'value="6,000"' in page
    assert "Targets of the year, added up: <strong>€18,500</strong>" in page


def test_a_year_and_a_measure_leave_the_others_as_they_are(anna: Client) -> None:
    save(anna, month_1="100", month_2="200")
    save(anna, "/admin/figures/targets/revenue/2027/", month_1="300")
    save(anna, month_2="250")
    months = {one.month: one.target for one in TargetMonth.objects.all()}
    assert months == {date(2026, 2, 1): 250, date(2027, 1, 1): 300}


def test_numbers_are_read_as_the_reader_writes_them(anna: Client) -> None:
    anna.defaults["HTTP_ACCEPT_LANGUAGE"] = "it"
    with translation.override("it"):
        save(anna, month_1="12.500", month_2="1.250,5", month_3=" 7,25 €")
        assert {month: value for (month, _), value in wanted().items()} == {
            1: 12500, 2: Decimal("1250.5"), 3: Decimal("7.25"),
        }  # fmt: skip


@pytest.mark.parametrize("typed", ["12.5000", "1,25", "many", "-5", "1e5", "NaN", "٣", "99999999999"])
def test_what_is_no_amount_is_said_and_nothing_is_lost(anna: Client, typed: str) -> None:
    answer = save(anna, month_1="100", month_2=typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{typed}"' in page
    assert 'value="100"' in page
    assert ("no amount" in page) or ("more than can be kept" in page)
    assert wanted() == {}
    assert not SourceFile.objects.exists()


def test_what_is_set_here_comes_before_a_file_and_an_empty_month_keeps_the_files(anna: Client, tmp_path: Path) -> None:
    given(tmp_path, "budget.csv", b"Mese;Misura;Obiettivo\n31/01/2026;Fatturato;500,00\n28/02/2026;Fatturato;600,00\n")
    assert "A file says: €500" in anna.get(REVENUE).content.decode()
    save(anna, month_1="900", month_2="0")
    assert wanted() == {(1, "revenue"): 900, (2, "revenue"): 0}
    save(anna, month_1="")
    assert wanted() == {(1, "revenue"): 500, (2, "revenue"): 600}


def test_all_emptied_takes_back_what_was_set_and_nothing_older_comes_back(anna: Client) -> None:
    save(anna, month_1="100")
    save(anna, month_1="200")
    save(anna)
    assert wanted() == {}
    assert 'value="200"' not in anna.get(REVENUE).content.decode()
    save(anna, month_1="300")
    assert wanted() == {(1, "revenue"): 300}


def test_the_file_of_what_was_set_can_be_taken_back(anna: Client) -> None:
    save(anna, month_1="100")
    save(anna, month_1="200")
    file = SourceFile.objects.loaded().get(flow="budget")
    anna.post(f"/admin/figures/files/{file.pk}/undo/")
    work()
    assert wanted() == {(1, "revenue"): 100}
    assert 'value="100"' in anna.get(REVENUE).content.decode()


def test_of_two_savings_before_the_worker_comes_the_second_holds_both(anna: Client) -> None:
    anna.post(REVENUE, {"month-1": "100"})
    assert "on its way into the figures" in anna.get(REVENUE).content.decode()
    anna.post("/admin/figures/targets/leads/2026/", {"month-1": "5"})
    work()
    assert wanted() == {(1, "revenue"): 100, (1, "leads"): 5}
    assert "on its way into the figures" not in anna.get(REVENUE).content.decode()


def test_saving_what_stands_there_asks_nothing_of_the_worker(anna: Client) -> None:
    save(anna, month_1="100")
    runs = FlowRun.objects.count()
    anna.post(REVENUE, {"month-1": "100.00"})
    assert not task_backends["db"].results  # type: ignore[attr-defined]
    assert FlowRun.objects.count() == runs


def test_the_worker_busy_with_the_flow_comes_back_to_it(anna: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    anna.post(REVENUE, {"month-1": "100"})
    with monkeypatch.context() as busy:

        def refuse(pk: int) -> None:
            raise tasks.runner.AlreadyRunning(find("budget"))

        busy.setattr(intake, "look", refuse)
        asked = task_backends["db"].results.pop(0)  # type: ignore[attr-defined]
        asked.task.call(*asked.args, **asked.kwargs)
    work()
    assert wanted() == {(1, "revenue"): 100}


def test_the_screen_shows_what_the_year_before_brought(anna: Client) -> None:
    sold(date(2025, 3, 4), 4321)
    assert "The year before: €4,321" in anna.get(REVENUE).content.decode()
    assert anna.get("/admin/figures/targets/").status_code == 200


def test_a_dashboard_leads_to_the_targets_and_says_how_much_is_reached(client: Client) -> None:
    boss = signed_in(client, superuser=True)
    sold(date(2026, 3, 4), 500)
    march = "/admin/figures/dashboards/sales/?from=2026-03-01&to=2026-03-31"
    assert f'href="{REVENUE}">Set targets' in boss.get(march).content.decode()
    save(boss, month_3="2,000")
    page = boss.get(march).content.decode()
    assert "25% of the target of €2,000" in page
    assert f'href="{REVENUE}">Change the targets' in page


def test_there_are_no_targets_of_what_is_not_measured_or_of_years_far_away(anna: Client) -> None:
    assert anna.get("/admin/figures/targets/happiness/2026/", follow=True).status_code == 404
    assert anna.get("/admin/figures/targets/revenue/1492/", follow=True).status_code == 404
