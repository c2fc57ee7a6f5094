"""A run of the flow `traffic`, with its source replaced by a frame."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections
from django.db.models import Sum
from django.utils import timezone, translation

from gold_bi import runner
from gold_bi.flows import registry
from gold_bi.gold import GoldAway
from gold_bi.last_known.models import LastKnown
from gold_bi.loaders import rollups
from gold_bi.models import FactTrafficHour, FlowRun, FlowState, TrafficDay, TrafficHour
from gold_bi.sources import Rows

from .frames import at, hours

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

FIRST = ((at("2026-11-20T22:00"), 2, 5), (at("2026-11-20T23:00"), 2, 7), (at("2026-11-20T23:00"), 5, 1))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> "Log":
    log = Log()
    log.frame = hours(*FIRST)
    monkeypatch.setitem(
        registry._flows, "traffic", replace(registry.find("traffic"), source=Rows(log.read, "revision"))
    )
    return log


class Log:
    """The request log's hours, read like the real ones: by revision."""

    frame: pd.DataFrame
    asked: list[int]

    def __init__(self) -> None:
        self.asked = []

    def read(self, after: int) -> pd.DataFrame:
        self.asked.append(after)
        return self.frame[self.frame["revision"] > after]


def state_of_gold() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (FactTrafficHour, TrafficDay, TrafficHour)]


def test_rows_rollups_watermark_and_record_are_there_after_a_run(log: Log) -> None:
    run = runner.run("traffic", "anna")
    assert (run.state, run.rows_read, run.rows_changed, run.watermark_after) == (FlowRun.State.SUCCEEDED, 3, 3, 3)
    # 23:00 UTC is midnight in Rome: the next day's.
    days = TrafficDay.objects.order_by("day", "status_class").values_list("day", "status_class", "requests")
    assert list(days) == [(date(2026, 11, 20), 2, 5), (date(2026, 11, 21), 2, 7), (date(2026, 11, 21), 5, 1)]
    assert list(TrafficHour.objects.order_by("hour").values_list("requests", flat=True)) == [5, 8]
    assert FlowState.objects.get(name="traffic").watermark == 3
    assert FlowRun.objects.get().started_by == "anna"


def test_a_second_run_reads_nothing_and_changes_nothing(log: Log) -> None:
    runner.run("traffic", "anna")
    before = state_of_gold()
    again = runner.run("traffic", "anna")
    assert (log.asked, again.rows_read, again.rows_changed) == ([0, 3], 0, 0)
    assert state_of_gold() == before


def test_reading_everything_again_changes_nothing_either(log: Log) -> None:
    runner.run("traffic", "anna")
    before = state_of_gold()
    again = runner.run("traffic", "anna", from_start=True)
    assert (again.rows_read, again.rows_changed) == (3, 0)
    assert state_of_gold() == before


def test_a_late_change_of_an_old_hour_replaces_it_and_only_its_day_is_added_up(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.run("traffic", "anna")
    added: list[list[date]] = []
    real = rollups.add_up

    def watched(rollup: Any, facts: Any, days: Any, *more: Any) -> None:
        added.append(list(days))
        real(rollup, facts, days, *more)

    monkeypatch.setattr(rollups, "add_up", watched)
    log.frame = hours((FIRST[0][0], 2, 50), first_revision=9)
    run = runner.run("traffic", "anna")
    assert (run.rows_changed, run.watermark_after) == (1, 9)
    assert added == [[date(2026, 11, 20)]] * 2
    assert TrafficDay.objects.get(day=date(2026, 11, 20)).requests == 50
    assert TrafficDay.objects.aggregate(all=Sum("requests"))["all"] == 58


def test_a_broken_contract_loads_nothing_and_leaves_its_reason(log: Log) -> None:
    runner.run("traffic", "anna")
    before = state_of_gold()
    log.frame = hours((at("2026-11-21T09:00"), 2, 4), (at("2026-11-21T10:00"), 9, 4), first_revision=10)
    with translation.override("en"), pytest.raises(runner.FlowFailed, match="status_class"):
        runner.run("traffic", "anna")
    assert state_of_gold() == before
    assert FlowState.objects.get().watermark == 3
    failed = FlowRun.objects.failed().get()
    assert "“9”" in failed.reason
    assert failed.finished_at is not None


def test_a_fault_after_the_rows_were_written_takes_them_back(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError("a rollup went wrong")

    monkeypatch.setattr(rollups, "add_up", fail)
    with pytest.raises(runner.FlowFailed, match=r"ZeroDivisionError.*a rollup went wrong"):
        runner.run("traffic", "anna")
    assert state_of_gold() == [[], [], []]
    assert not FlowState.objects.exists()
    assert FlowRun.objects.failed().count() == 1


def test_a_source_that_does_not_answer_is_told_in_the_record(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(after: int) -> pd.DataFrame:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setitem(registry._flows, "traffic", replace(registry.find("traffic"), source=Rows(refuse, "revision")))
    with translation.override("en"), pytest.raises(runner.FlowFailed, match=r"did not answer: connection refused$"):
        runner.run("traffic", "anna")


def test_no_two_runs_of_a_flow_at_once(log: Log) -> None:
    with psycopg2.connect(**connections["gold"].get_connection_params()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext('traffic'))", [runner.FLOW_LOCKS])
        with pytest.raises(runner.AlreadyRunning, match="Traffico del sito"):
            runner.run("traffic", "anna")
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext('traffic'))", [runner.FLOW_LOCKS])
    other.close()
    assert not FlowRun.objects.exists()
    assert runner.run("traffic", "anna").rows_changed == 3


def test_a_run_that_was_killed_is_marked_by_the_next_one(log: Log) -> None:
    killed = FlowRun.objects.create(flow="traffic", started_by="schedule")
    runner.run("traffic", "anna")
    killed.refresh_from_db()
    assert (killed.state, bool(killed.reason)) == (FlowRun.State.FAILED, True)


def test_runs_older_than_ninety_days_are_forgotten(log: Log) -> None:
    FlowRun.objects.create(flow="traffic", started_at=timezone.now() - timedelta(days=91), state="succeeded")
    run = runner.run("traffic", "anna")
    assert list(FlowRun.objects.all()) == [run]


def test_what_was_loaded_is_remembered_outside_gold(log: Log) -> None:
    run = runner.run("traffic", "anna")
    assert LastKnown.objects.get(dashboard="traffic").as_of == run.finished_at


def test_a_load_stands_even_if_it_cannot_be_remembered(
    log: Log, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("the site's database is away")

    monkeypatch.setattr(LastKnown.objects, "update_or_create", fail)
    assert runner.run("traffic", "anna").state == FlowRun.State.SUCCEEDED
    assert "the site's database is away" in caplog.text


def test_a_dead_gold_is_said_plainly(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connections["gold"], "cursor", refuse)
    monkeypatch.setattr(connections["gold"], "close", lambda: None)
    with translation.override("en"), pytest.raises(GoldAway, match="GOLD, the database of the figures, does not"):
        runner.run("traffic", "anna")


def test_the_command_runs_a_flow_and_reports_one_sentence(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("flow", "run", "traffic")
    assert capsys.readouterr().out == "traffic: 3 rows read, 3 changed.\n"
    log.frame = hours((at("2026-11-21T10:00"), 9, 4), first_revision=10)
    with pytest.raises(CommandError, match="status_class"):
        call_command("flow", "run", "traffic")
