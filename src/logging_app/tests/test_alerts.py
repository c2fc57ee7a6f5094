"""When the log is behind, has a hole, or tells of a failing site, somebody hears of it: once."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from logging_app.alerts import watch
from logging_app.models import Alert, Gap, LogFile, LogPolicy

from .lines import line

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    LogPolicy(pk=1, alert_recipients="owner@example.it\ntech@example.it").save()
    return settings.ACCESS_LOG


def ingest(log: Path, *lines: bytes) -> LogFile:
    with log.open("ab") as file:
        file.writelines(lines)
    call_command("tail_access_log", "--once", stdout=StringIO())
    LogFile.objects.update(last_seen_at=timezone.now())
    return LogFile.objects.get()


def home() -> str:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(f"owner{timezone.now()}", "o@example.it", "secret"))
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_nothing_is_said_while_all_is_well(log: Path) -> None:
    ingest(log, line(), line(status=500))
    assert watch() == 0
    assert mail.outbox == []
    assert "request-log-completeness" not in home()


def test_a_log_that_nobody_reads_is_told_once_and_once_that_it_is_over(log: Path) -> None:
    ingest(log, line())
    LogFile.objects.update(last_seen_at=timezone.now() - timedelta(minutes=3))
    assert watch() == 1
    assert watch() == 1
    assert [message.to for message in mail.outbox] == [["owner@example.it", "tech@example.it"]]
    assert "3 minuti" in mail.outbox[0].body
    assert "request-log-completeness" in home()
    LogFile.objects.update(last_seen_at=timezone.now())
    assert watch() == 0
    assert Alert.objects.get().closed_at is not None
    assert len(mail.outbox) == 1  # it may come back
    Alert.objects.update(closed_at=timezone.now() - timedelta(minutes=5))
    assert watch() == 0
    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject.split("] ")[1].startswith("Finito")
    assert watch() == 0
    assert len(mail.outbox) == 2


class Clock:
    """Minutes pass, each with its look at the log, which is behind or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def pass_minutes(self, minutes: int, *, behind: bool) -> None:
        for _ in range(minutes):
            self.now += timedelta(minutes=1)
            LogFile.objects.update(last_seen_at=self.now - timedelta(minutes=3 * behind))
            assert watch() == behind


@pytest.fixture
def clock(log: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    ingest(log, line())
    return Clock(monkeypatch)


def subjects() -> list[str]:
    return [message.subject.split("] ")[1] for message in mail.outbox]


def test_what_comes_and_goes_every_few_minutes_is_told_once_until_it_has_been_calm_for_five(clock: Clock) -> None:
    for _ in range(20):
        clock.pass_minutes(2, behind=True)
        clock.pass_minutes(4, behind=False)
    assert subjects() == ["Il log è in ritardo"]
    clock.pass_minutes(5, behind=False)
    assert subjects() == ["Il log è in ritardo", "Finito: Il log è in ritardo"]
    assert Alert.objects.count() == 1


def test_what_comes_back_after_a_calm_is_told_again_an_hour_after_the_last_time_with_how_often(clock: Clock) -> None:
    for _ in range(6):  # 54 minutes
        clock.pass_minutes(2, behind=True)
        clock.pass_minutes(7, behind=False)
    assert subjects() == ["Il log è in ritardo", "Finito: Il log è in ritardo"]
    clock.pass_minutes(6, behind=True)
    assert len(mail.outbox) == 2
    clock.pass_minutes(1, behind=True)
    assert subjects()[2:] == ["Il log è in ritardo"]
    assert "altre 5 volte" in mail.outbox[2].body
    clock.pass_minutes(7, behind=False)
    assert len(mail.outbox) == 4
    assert not Alert.objects.filter(closed_at=None).exists()


def test_one_trouble_does_not_keep_another_from_being_told(clock: Clock) -> None:
    clock.pass_minutes(2, behind=True)
    Gap.objects.create(log_file=LogFile.objects.get(), offset=10, missing=1234)
    LogFile.objects.update(last_seen_at=clock.now)
    watch()
    assert subjects() == ["Il log è in ritardo", "Manca una parte del log"]


def test_a_log_whose_newest_bytes_wait_for_more_than_a_minute_is_behind(log: Path) -> None:
    ingest(log, line())
    with log.open("ab") as file:
        file.write(line())
    LogFile.objects.update(last_read_at=timezone.now() - timedelta(seconds=59))
    assert watch() == 0
    LogFile.objects.update(last_read_at=timezone.now() - timedelta(seconds=90))
    assert watch() == 1
    assert Alert.objects.get().kind == Alert.Kind.LAG


def test_a_hole_in_a_log_is_told(log: Path) -> None:
    file = ingest(log, line())
    Gap.objects.create(log_file=file, offset=10, missing=1234)
    assert watch() == 1
    assert "1.234" in mail.outbox[0].body


def test_a_burst_of_failures_is_told_and_a_lonely_one_is_not(log: Path) -> None:
    now = timezone.now().timestamp()
    ingest(log, *(line(msec=now, status=502) for _ in range(4)))
    assert watch() == 0
    ingest(log, line(msec=now, status=500))
    assert watch() == 1
    assert Alert.objects.get().kind == Alert.Kind.ERRORS


def test_some_failures_among_very_many_answers_are_no_burst(log: Path) -> None:
    now = timezone.now().timestamp()
    ingest(log, *(line(msec=now, status=500) for _ in range(6)), *(line(msec=now) for _ in range(200)))
    assert watch() == 0


def test_a_mail_server_that_is_away_loses_no_alert(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ingest(log, line())
    Gap.objects.create(log_file=file, offset=10, missing=5)

    def away(*args: object, **kwargs: object) -> int:
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr("base.lib.alerts.send_mail", away)
        watch()
    assert mail.outbox == []
    watch()
    assert len(mail.outbox) == 1
