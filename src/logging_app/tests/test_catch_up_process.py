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

from logging_app import rollup
from logging_app.models import (
    AccessLogEntry,
    AddressDay,
    AgentDay,
    CampaignDay,
    Day,
    LogFile,
    PathDay,
    ReferrerDay,
    TrafficHour,
)
from logging_app.pipeline import BACKLOG_BYTES
from logging_app.store import READER_LOCK
from logging_app.writing import writing

from .lines import line
from .test_kill import wait_until

# Committed rows, which other processes see; afterwards only this app's tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["logging_app"])


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def runs(pid: int) -> bool:
    """Not merely waiting for somebody to hear that it has ended."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


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
    assert indexes() == 6
    assert python("manage.py", "tail_access_log", "--once", log=log) == "Read 0 lines of 0 files, 0 unparsable."


def rollups() -> dict[str, list[object]]:
    models = (AddressDay, AgentDay, CampaignDay, PathDay, ReferrerDay)
    found = {model.__name__: list(model.objects.order_by("day", "pk").values()) for model in models}
    for rows in found.values():
        for row in rows:
            row.pop("id")  # type: ignore[misc] # figures, not their place
        rows.sort(key=str)
    figures = [field.name for field in Day._meta.fields if field.name != "computed_at"]
    return {**found, "Day": list(Day.objects.order_by("day").values(*figures))}


def varied() -> bytes:
    """More than is read line by line, of people and bots, from everywhere, with lines that are not ordinary."""
    agents = ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Googlebot/2.1", "")
    paths = ("/it/", "/it/us/?utm_source=Mail&utm_medium=x", "/wp-login.php", "/a.css", "/admin/login/", "/it/?q=1")
    referrers = ("", "-", "https://www.google.com/", "https://www.instagram.com/", "http://testserver/it/")
    addresses = ("203.0.113.9", "2001:db8::7", "198.51.100.3", "unix:", "203.0.113.77")
    data = b"".join(
        line(
            msec=1_790_812_800 + number * 5 + 0.25,
            remote_addr=addresses[number % 5],
            request_uri=paths[number % 6] + ("è" if number % 41 == 0 else ""),
            request_method=("GET", "POST")[number % 7 == 0],
            http_user_agent=agents[number % 11 % 3] + ('"' if number % 53 == 0 else ""),
            http_referer=referrers[number % 13 % 5],
            status=(200, 304, 404, 410, 503, 700)[number % 17 % 6],
            request_time=number % 4_000 / 1000,
        ).replace(b'": ', b'":').replace(b', "', b',"')
        for number in range(BACKLOG_BYTES // 350)
    )  # fmt: skip
    assert len(data) > BACKLOG_BYTES
    return data


def test_what_is_summed_up_in_passing_is_what_the_requests_say(tmp_path: Path) -> None:
    log, data = tmp_path / "access.log", varied()
    log.write_bytes(data)
    said = python("manage.py", "tail_access_log", "--once", log=log)
    assert said == f"Read {data.count(10)} lines of 1 files, 0 unparsable."
    in_passing = rollups()
    with writing():
        Day.objects.update(dirty=True)
        rollup.compute_dirty_days()
    assert in_passing == rollups()
    assert len(in_passing["Day"]) >= 3
    assert all(in_passing.values())


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
            (child,) = children(parent.pid)
            (reading_ahead,) = children(child)
            os.kill(child, signal.SIGKILL)
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
    assert not runs(reading_ahead)
    assert said.strip() == f"Read {lines - 1} lines of 1 files, 0 unparsable."
    assert AccessLogEntry.objects.count() == TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == lines
    assert indexes() == 6


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
    assert indexes() == 6


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


def test_the_waiting_ingester_does_not_load_numpy(tmp_path: Path) -> None:
    look = "import django, sys; django.setup(); import logging_app.pipeline; print('numpy' in sys.modules)"
    assert python("-c", look, log=tmp_path) == "False"
