from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from base.lib.schedule import registry
from base.lib.schedule.models import Schedule
from base.lib.schedule.scheduler import next_due, tick

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@task(backend="db")
def count_sheep(flock: str) -> str:
    return flock


@pytest.fixture
def sheep(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """One scheduled task, on the real database backend."""
    settings.TASKS = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
        "db": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
    }
    monkeypatch.setattr(registry, "_registered", {})
    registry.register("sheep", "0 * * * *", count_sheep, flock="merino")


@pytest.mark.usefixtures("sheep")
def test_a_new_task_runs_at_the_tick_after_it_is_seen_and_then_by_its_cron() -> None:
    assert tick(NOON) == []
    assert tick(NOON + timedelta(seconds=5)) == ["sheep"]
    assert tick(NOON + timedelta(minutes=59)) == []
    assert tick(NOON + timedelta(minutes=60)) == ["sheep"]
    queued = DBTaskResult.objects.all()
    assert [result.args_kwargs["kwargs"] for result in queued] == [{"flock": "merino"}] * 2


@pytest.mark.usefixtures("sheep")
def test_runs_missed_while_no_worker_ran_are_made_up_for_by_one() -> None:
    Schedule.objects.create(name="sheep", cron="0 * * * *", next_due_at=NOON - timedelta(days=3))
    assert tick(NOON) == ["sheep"]
    assert tick(NOON + timedelta(minutes=1)) == []


@pytest.mark.usefixtures("sheep")
def test_a_disabled_schedule_stays_quiet() -> None:
    Schedule.objects.create(name="sheep", cron="0 * * * *", next_due_at=NOON, enabled=False)
    assert tick(NOON + timedelta(days=1)) == []


def test_a_name_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    registry.register("sheep", "0 * * * *", count_sheep, flock="merino")
    with pytest.raises(ValueError, match="'sheep' is registered already"):
        registry.register("sheep", "0 0 * * *", count_sheep, flock="other")


def test_five_in_the_morning_stays_five_when_the_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)  # Italy leaves summer time on the 25th
    sunday = next_due("0 5 * * *", saturday)
    monday = next_due("0 5 * * *", sunday)
    assert [timezone.localtime(due).hour for due in (sunday, monday)] == [5, 5]
    assert sunday - saturday > timedelta(hours=15)
    assert (sunday.astimezone(UTC).hour, monday.astimezone(UTC).hour) == (4, 4)
