"""A large backlog is read by a process of its own, which ends; the waiting one stays small."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Sum

from logging_app.models import AccessLogEntry, Day, LogFile, TrafficHour
from logging_app.pipeline import BACKLOG_BYTES

from .lines import line

# Committed rows, which other processes see; afterwards only this app's tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["logging_app"])


def python(*words: str, log: Path) -> str:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    names = {"DATABASE_URL": url, "ACCESS_LOG": str(log), "DJANGO_SETTINGS_MODULE": "base.settings.test"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=settings.SRC_DIR,
        env=os.environ | names,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_backlog_is_read_once_indexed_and_rolled_up(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    data = b"".join(
        line(msec=1_790_812_800 + number * 60, request_uri=f"/{number % 50}/")
        .replace(b'": ', b'":')
        .replace(b', "', b',"')
        for number in range(BACKLOG_BYTES // 450)
    )
    assert len(data) > BACKLOG_BYTES
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'logging_app_accesslogentry_2026_10'")
        assert cursor.fetchone() == (5,)
    assert python("manage.py", "tail_access_log", "--once", log=log) == "Read 0 lines of 0 files, 0 unparsable."


def test_the_waiting_ingester_does_not_load_polars(tmp_path: Path) -> None:
    look = "import django, sys; django.setup(); import logging_app.pipeline; print('polars' in sys.modules)"
    assert python("-c", look, log=tmp_path) == "False"
