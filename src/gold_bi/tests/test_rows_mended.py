"""Rows set aside, decided on and loaded: what stands in GOLD afterwards."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gold_bi import intake, mending, open_rows, runner, tasks
from gold_bi.flows import registry
from gold_bi.flows.registry import find
from gold_bi.models import FactSale, RejectedRow, SalesMonth, SourceFile
from gold_bi.sources import Rows

from .frames import at, hours
from .sales_files import given, loaded, state, text

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
State = RejectedRow.State


@pytest.fixture(autouse=True)
def _files_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))


def line(order: int, price: str = "2.50", quantity: str = "4", month: int = 3) -> str:
    return f"{order},85123A,LANTERN,{quantity},2011-{month:02}-01 10:00:00,{price},17850.0,France"


MANY = [line(order) for order in range(100, 140)]  # so that a fault is below the threshold


def revenue() -> dict[int, Decimal]:
    return {one.month.month: one.revenue for one in SalesMonth.objects.order_by("month")}


def rows(**wanted: Any) -> Any:
    return RejectedRow.objects.filter(**wanted)


def replay() -> dict[str, Any]:
    answer: dict[str, Any] = tasks.load_corrected.call("sales", "anna")
    return answer


def test_totals_rise_by_exactly_the_corrected_rows_in_the_months_they_belong_to() -> None:
    loaded("a.csv", text([*MANY, line(900, quantity="4 pz"), line(901, quantity="4 pz", month=4), line(902, "x")]))
    assert revenue() == {3: Decimal("400.00")}
    assert mending.replace(rows(value="4 pz"), "quantity", "4", "anna") == 2
    assert replay() == {"came_in": 2, "taken_out": 0, "wrong": 0, "changed": 2, "failed": []}
    assert revenue() == {3: Decimal("410.00"), 4: Decimal("10.00")}
    assert rows(state=State.OPEN).get().value == "x"  # the same record, not one more
    assert rows().count() == 3
    assert mending.due() == []
    assert replay()["changed"] == 0


def test_a_correction_that_is_taken_back_leaves_the_figures_with_the_next_load() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    mending.replace(rows(), "unit_price", "2.50", "anna")
    replay()
    assert revenue() == {3: Decimal("410.00")}
    assert mending.reopen(rows(), "bea") == 1
    assert [(one.corrected, one.taken_out) for one in mending.due()] == [(0, 1)]
    assert replay()["taken_out"] == 1
    assert revenue() == {3: Decimal("400.00")}
    row = rows().get()
    assert (row.state, row.value, row.loaded, row.decided_by) == (State.OPEN, "x", None, "bea")
    assert mending.due() == []


def test_a_correction_that_was_not_loaded_yet_is_taken_back_without_a_trace() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    mending.replace(rows(), "unit_price", "2.50", "anna")
    mending.reopen(rows(), "anna")
    assert mending.due() == []
    assert replay()["changed"] == 0


def test_a_corrected_value_that_is_changed_once_more_takes_the_place_of_the_first() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    mending.replace(rows(), "unit_price", "2.50", "anna")
    replay()
    row = rows().get()
    mending.mend(row, {**row.row, "unit_price": "5.00"}, "anna")
    assert replay()["came_in"] == 1
    assert revenue() == {3: Decimal("420.00")}


def test_a_correction_that_is_wrong_too_is_open_again_and_says_why() -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(901, "x")]))
    first, second = rows().order_by("line")
    mending.mend(first, {**first.row, "unit_price": "2,,5"}, "anna")
    mending.mend(second, {**second.row, "unit_price": "2.50", "sold_at": "someday"}, "anna")
    assert tasks.check_corrections.call("sales") == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.value, first.column) == (State.OPEN, "2,,5", "unit_price")
    assert (second.state, second.value, second.column) == (State.OPEN, "someday", "sold_at")
    assert second.mended["unit_price"] == "2.50"  # what was right of it is not typed twice
    mending.replace(rows(column="sold_at"), "sold_at", "2011-03-02 10:00", "anna")
    assert replay()["came_in"] == 1
    assert revenue() == {3: Decimal("410.00")}
    first.refresh_from_db()
    assert (first.state, first.value) == (State.OPEN, "2,,5")


def test_the_load_opens_a_wrong_correction_that_nobody_looked_at() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    row = rows().get()
    mending.mend(row, {**row.row, "unit_price": "y"}, "anna")
    assert replay() == {"came_in": 0, "taken_out": 0, "wrong": 1, "changed": 0, "failed": []}
    row.refresh_from_db()
    assert (row.state, row.value) == (State.OPEN, "y")
    assert mending.due() == []


def test_a_row_left_out_is_not_set_aside_again_and_can_be_taken_up_again() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    assert mending.leave_out(rows(), "a test of the till", "anna") == 1
    loaded("a.csv", text([*MANY, line(900, "x"), line(901)]))
    assert (state("a.csv").rows_rejected, rows().get().state) == (0, State.LEFT_OUT)
    mending.reopen(rows(), "anna")
    assert (rows().get().state, rows().get().why) == (State.OPEN, "")
    loaded("a.csv", text([*MANY, line(900, "x"), line(901), line(902)]))
    assert state("a.csv").rows_rejected == 1


def test_a_refused_file_is_loaded_once_enough_of_it_is_decided_on() -> None:
    faults = [line(number, "x") for number in range(900, 920)]
    file = given("a.csv", text([*MANY, *faults]))
    assert intake.compare(file).state == SourceFile.State.REFUSED
    assert rows(file=file).count() == 20
    mending.mend(rows().order_by("line")[0], {**rows().order_by("line")[0].row, "unit_price": "2.50"}, "anna")
    outcome = replay()
    assert outcome["came_in"] == 0
    assert outcome["failed"][0][0] == "a.csv"
    assert rows(state=State.MENDED).count() == 1  # a second refusal forgets nothing
    lines = list(rows(state=State.OPEN).order_by("line").values_list("pk", flat=True))
    mending.replace(rows(pk__in=lines[:9]), "unit_price", "2.50", "anna")
    mending.leave_out(rows(pk__in=lines[9:17]), "tests", "anna")
    assert replay() == {"came_in": 10, "taken_out": 0, "wrong": 0, "changed": 50, "failed": []}
    assert (state("a.csv").pk, state("a.csv").rows_rejected) == (file.pk, 2)
    assert revenue() == {3: Decimal("500.00")}
    assert rows(state=State.OPEN).count() == 2


def test_rows_that_say_the_same_are_decided_on_together_in_all_files() -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(900, "x")]))
    loaded("b.csv", text([*MANY, line(900, "x"), line(901)]))
    row = rows(file__name="a.csv").order_by("line")[0]
    assert mending.mend(row, {**row.row, "unit_price": "2.50"}, "anna") == 3
    assert replay()["came_in"] == 3
    assert FactSale.objects.filter(order="900").count() == 3
    assert revenue() == {3: Decimal("420.00")}  # once


def test_a_row_that_its_file_lost_is_no_longer_open_and_undoing_the_file_brings_it_back() -> None:
    loaded("a.csv", text([*MANY, line(900, "x")]))
    loaded("a.csv", text(MANY))
    assert rows().get().state == State.GONE
    runner.undo(state("a.csv").pk, "anna")
    assert rows(state=State.OPEN).get().file == state("a.csv")


def test_while_another_run_is_under_way_the_corrected_rows_are_loaded_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django_tasks import task_backends

    backend: Any = task_backends["db"]
    loaded("a.csv", text([*MANY, line(900, "x")]))
    backend.clear()
    mending.replace(rows(), "unit_price", "2.50", "anna")

    def busy(*_: object) -> None:
        raise runner.AlreadyRunning("It is running already.")

    monkeypatch.setattr(mending.runner, "load_file", busy)
    assert replay() == {"later": True}
    assert [result.kwargs for result in backend.results] == [{"name": "sales", "started_by": "anna"}]


def test_the_number_of_open_rows_is_known_without_gold() -> None:
    loaded("a.csv", text([*MANY, line(900, "x"), line(901, "x")]))
    assert open_rows.known() == 2
    with pytest.raises(runner.FlowFailed):
        loaded("b.csv", text([line(n, "y") for n in range(5)]))
    assert open_rows.known() == 7
    mending.replace(rows(value="x"), "unit_price", "2", "anna")
    tasks.check_corrections.call("sales")
    assert open_rows.known() == 5
    assert find("sales").reads_files


def test_a_row_that_its_source_mended_is_taken_off_the_list_by_the_run_that_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give(*requests: int, first_revision: int = 1) -> None:
        frame = hours(*((at(f"2026-11-20T{n:02}:00"), 2, count) for n, count in enumerate(requests)),
                      first_revision=first_revision)  # fmt: skip
        source = Rows(lambda after: frame[frame["revision"] > after], "revision")
        flow = replace(find("traffic"), source=source, threshold=0.5)
        monkeypatch.setitem(registry._flows, "traffic", flow)

    give(5, -7, 3)
    assert runner.run("traffic", "anna").rows_rejected == 1
    assert runner.run("traffic", "anna", from_start=True).rows_rejected == 1
    row = rows().get()  # one record, however often it is read
    assert (row.file, row.column, row.state) == (None, "requests", State.OPEN)
    give(5, 7, 3, first_revision=10)
    runner.run("traffic", "anna")
    assert rows().get().state == State.GONE
