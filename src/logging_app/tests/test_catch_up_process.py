"""A large backlog is read by a process of its own, which ends; the waiting one stays small."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from logging_app.models import AccessLogEntry, Day, LogFile, TrafficHour
from logging_app.pipeline import BACKLOG_BYTES
from logging_app.store import READER_LOCK

from .lines import line
from .test_kill import wait_until

# Committed rows, which other processes see; afterwards only this app's tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["logging_app"])


def environment(log: Path) -> dict[str, str]:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return os.environ | {"DATABASE_URL": url, "ACCESS_LOG": str(log), "DJANGO_SETTINGS_MODULE": "base.settings.test"}


def python(*words: str, log: Path) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=settings.SRC_DIR,
        env=environment(log),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def backlog() -> bytes:
    """More than is read line by line."""
    data = b"".join(
        line(msec=1_790_812_800 + number * 60, request_uri=f"/{number % 50}/")
        .replace(b'": ', b'":')
        .replace(b', "', b',"')
        for number in range(BACKLOG_BYTES // 450)
    )
    assert len(data) > BACKLOG_BYTES
    return data


def test_a_backlog_is_read_once_indexed_and_rolled_up(tmp_path: Path) -> None:
    log, data = tmp_path / "access.log", backlog()
    lines = data.count(b"\n")
    log.write_bytes(data + b"no request\n")
    assert python("manage.py", "tail_access_log", "--once", log=log) == (
        f"Read {lines + 1} lines of 1 files, 1 unparsable."
    )
    assert AccessLogEntry.objects.count() == lines
    assert TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == lines
    assert Day.objects.aggregate(n=Sum("requests"))["n"] == lines
    assert not Day.objects.filter(dirty=True).exists()
    assert LogFile.objects.get().bytes_read == log.stat().st_size
    assert indexes() == 5
    assert python("manage.py", "tail_access_log", "--once", log=log) == "Read 0 lines of 0 files, 0 unparsable."


def test_a_catch_up_killed_between_rows_and_cursor_leaves_neither_and_its_parent_goes_on(tmp_path: Path) -> None:
    log, data = tmp_path / "access.log", backlog()
    first = data.index(b"\n") + 1
    log.write_bytes(data[:first])
    python("manage.py", "tail_access_log", "--once", log=log)
    log.write_bytes(data)
    parent = subprocess.Popen(
        [sys.executable, "manage.py", "tail_access_log", "--once"],
        cwd=settings.SRC_DIR, env=environment(log), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        with transaction.atomic():
            LogFile.objects.select_for_update().get()  # the child's rows go in, its cursor waits for us
            wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            parent.send_signal(signal.SIGSTOP)
            (child,) = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
            os.kill(int(child), signal.SIGKILL)
        wait_until(f"SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = {READER_LOCK}")
        assert AccessLogEntry.objects.count() == TrafficHour.objects.get().requests == 1
        assert LogFile.objects.get().bytes_read == first
        parent.send_signal(signal.SIGCONT)
        said, complained = parent.communicate(timeout=120)
    finally:
        parent.kill()
        parent.communicate()
    lines = data.count(b"\n")
    assert parent.returncode == 0, complained
    assert said.strip() == f"Read {lines - 1} lines of 1 files, 0 unparsable."
    assert AccessLogEntry.objects.count() == TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == lines
    assert indexes() == 5


# Either of the two ways in which a child learns of its parent's end is enough.
WAYS = {
    "the kernel tells it": "me = os.getpid(); parent.os = SimpleNamespace(getppid=lambda: me)",
    "it asks": "parent.have_a_signal_when_the_parent_dies = lambda: None",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_catch_up_whose_parent_is_killed_ends_after_the_batch_it_is_at(tmp_path: Path, way: str) -> None:
    log, data = tmp_path / "access.log", backlog()
    first = data.index(b"\n") + 1
    log.write_bytes(data[:first])
    python("manage.py", "tail_access_log", "--once", log=log)
    log.write_bytes(data)
    with transaction.atomic():
        LogFile.objects.select_for_update().get()  # the child's first rows go in, its cursor waits for us
        parent = subprocess.Popen(
            [sys.executable, "-c", TAIL.format(way=WAYS[way])], cwd=settings.SRC_DIR, env=environment(log)
        )
        try:
            wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        finally:
            parent.kill()
            parent.wait()
    wait_until(f"SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = {READER_LOCK}")
    read = LogFile.objects.get().bytes_read
    assert first < read < len(data)
    assert AccessLogEntry.objects.count() == data[:read].count(b"\n")
    python("manage.py", "tail_access_log", "--once", log=log)
    assert AccessLogEntry.objects.count() == TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == data.count(b"\n")
    assert indexes() == 5


TAIL = """
import os, django
from types import SimpleNamespace
django.setup()
from django.core.management import call_command
from logging_app import parent
{way}
call_command("tail_access_log", "--once")
"""


def indexes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'logging_app_accesslogentry_2026_10'")
        return int(cursor.fetchone()[0])


def test_the_waiting_ingester_does_not_load_polars(tmp_path: Path) -> None:
    look = "import django, sys; django.setup(); import logging_app.pipeline; print('polars' in sys.modules)"
    assert python("-c", look, log=tmp_path) == "False"
