"""Runs that fail are tried again, then told of: once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from django_tasks import task_backends

from base.lib import alerts as letters
from base.lib.schedule.models import Schedule
from gold_bi import tasks
from gold_bi.flows import registry
from gold_bi.last_known.models import Trouble
from gold_bi.models import FlowRun, FlowState
from gold_bi.runner import FlowFailed
from gold_bi.sources import Rows, SourceAway

from .frames import at, hours
from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


class Source:
    fault: Exception | None = None
    wait: float = 0

    def read(self, after: int) -> pd.DataFrame:
        if self.fault:
            raise self.fault
        return hours((at("2026-11-20T22:00"), 2, 5))


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    one = Source()
    flow = replace(registry.find("traffic"), source=Rows(one.read, "revision"))
    monkeypatch.setitem(registry._flows, "traffic", flow)
    monkeypatch.setattr(letters, "_named_by", [lambda: ["owner@example.it"]])
    task_backends["db"].clear()  # type: ignore[attr-defined]
    with translation.override("en"):
        yield one


def queued() -> list[tuple[int, float]]:
    """Attempts that wait, and for how many minutes."""
    return [
        (result.kwargs["attempt"], (result.task.run_after - timezone.now()).total_seconds() / 60)
        for result in task_backends["db"].results  # type: ignore[attr-defined]
    ]


def test_a_source_that_is_away_is_asked_again_after_one_five_and_twenty_five_minutes(source: Source) -> None:
    source.fault = SourceAway("the shop does not answer")
    for _attempt in range(3):
        assert "the shop does not answer" in tasks.run_flow.call("traffic", "schedule")
        tasks.watch_flows.call()
    assert [attempt for attempt, _wait in queued()] == [2, 3, 4]
    for (_attempt, wait), shortest in zip(queued(), (1, 5, 25), strict=True):
        assert shortest * 0.95 < wait <= shortest * 1.2
    assert mail.outbox == []
    with pytest.raises(FlowFailed):
        tasks.run_flow.call("traffic", "schedule", 4)
    assert len(queued()) == 3
    assert list(FlowRun.objects.order_by("pk").values_list("attempt", flat=True)) == [1, 2, 3, 4]


def test_a_broken_contract_is_not_tried_again(source: Source) -> None:
    source.fault = ValueError("a bug")
    with pytest.raises(FlowFailed):
        tasks.run_flow.call("traffic", "schedule")
    assert queued() == []


def test_what_the_schedule_does_sooner_is_left_to_it(source: Source) -> None:
    due = timezone.now() + timedelta(seconds=30)
    Schedule.objects.create(name="flow traffic", cron="*/5 * * * *", next_due_at=due)
    source.fault = SourceAway("away")
    with pytest.raises(FlowFailed):
        tasks.run_flow.call("traffic", "schedule")
    assert queued() == []
    assert Trouble.objects.get().next_attempt_at == due


def test_an_attempt_that_another_run_made_needless_does_nothing(source: Source) -> None:
    source.fault = SourceAway("away")
    tasks.run_flow.call("traffic", "schedule")
    source.fault = None
    tasks.run_flow.call("traffic", "anna")
    assert "another run came before" in tasks.run_flow.call("traffic", "schedule", 2)


def test_a_run_past_its_time_limit_is_ended_and_says_so(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = replace(registry.find("traffic"), time_limit=timedelta(0))
    monkeypatch.setitem(registry._flows, "traffic", flow)
    with pytest.raises(FlowFailed, match="longer than its time limit"):
        tasks.run_flow.call("traffic", "anna")
    assert queued() == []
    assert not FlowState.objects.exists()


def test_a_failure_is_told_once_by_letter_and_on_the_home_page_and_so_is_its_end(
    source: Source, client: Client
) -> None:
    source.fault = ValueError("a bug")
    for _again in range(3):
        with pytest.raises(FlowFailed):
            tasks.run_flow.call("traffic", "schedule")
        tasks.watch_flows.call()
    assert [letter.to for letter in mail.outbox] == [["owner@example.it"]]
    assert "a bug" in mail.outbox[0].body
    signed_in(client, "view_figures")
    assert "a bug" in client.get("/admin/").content.decode()
    source.fault = None
    for _again in range(3):
        tasks.run_flow.call("traffic", "schedule")
        tasks.watch_flows.call()
    assert len(mail.outbox) == 2
    assert "a bug" in mail.outbox[1].body
    assert "a bug" not in client.get("/admin/").content.decode()


def test_what_comes_and_goes_is_not_told_every_five_minutes(source: Source) -> None:
    for _time in range(4):
        source.fault = ValueError("a bug")
        with pytest.raises(FlowFailed):
            tasks.run_flow.call("traffic", "schedule")
        tasks.watch_flows.call()
        source.fault = None
        tasks.run_flow.call("traffic", "schedule")
        tasks.watch_flows.call()
    assert len(mail.outbox) == 2


def test_figures_that_are_late_by_twice_their_schedule_are_told_once(source: Source) -> None:
    tasks.run_flow.call("traffic", "schedule")
    Schedule.objects.create(name="flow traffic", cron="0 * * * *", next_due_at=timezone.now())
    for age, letters_by_then in ((timedelta(minutes=110), 0), (timedelta(minutes=130), 1), (timedelta(hours=4), 1)):
        FlowState.objects.update(loaded_at=timezone.now() - age)
        tasks.watch_flows.call()
        assert len(mail.outbox) == letters_by_then, age
    Schedule.objects.update(enabled=False)  # paused on purpose: not late
    tasks.watch_flows.call()
    assert not Trouble.objects.under_way().exists()
