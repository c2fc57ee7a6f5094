"""The promise of the ingester: nginx writes, readers die, files rotate, and every request is stored once."""

import gzip
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from base.stack import nginx
from base.stack.postgres import free_port
from logging_app.models import AccessLogEntry, LogFile, TrafficHour, UnparsableLine
from logging_app.store import READER_LOCK

from .lines import line

KILLS = int(os.environ.get("KILLS", "20"))  # 200 in `./manager.sh kill_test`
MOST_REQUESTS = 600 * KILLS
BACKLOG = 12_000  # lines of an older file, so that readers also die in the middle of a large batch

CONFIG = """
{user}
worker_processes 2;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 64; }}
http {{
    include {includes}/log_format.conf;
    access_log access.log djangoforge;
    client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
    server {{
        listen 127.0.0.1:{port};
        keepalive_requests 1000000;
        location / {{ add_header X-Request-ID $request_id always; return 204; }}
    }}
}}
"""


# Committed rows, which other processes see; afterwards only this app's tables are emptied.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["logging_app"])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "access.log"


def environment(log: Path) -> dict[str, str]:
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "ACCESS_LOG": str(log),
        "ERROR_LOG": str(log.with_name("no-errors.log")),
        "DJANGO_SETTINGS_MODULE": "base.settings.test",
    }


class Traffic:
    """Requests to nginx, one after another, until stopped; `sent` are the ids nginx gave them."""

    def __init__(self, port: int) -> None:
        self.sent: list[str] = []
        self.pause = threading.Lock()
        self._port = port
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Traffic":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        client = http.client.HTTPConnection("127.0.0.1", self._port)
        while not self._over.is_set() and len(self.sent) < MOST_REQUESTS:
            with self.pause:
                client.request("GET", f"/{len(self.sent)}?q=%22", headers={"User-Agent": 'A "quoted" \\ agent'})
                answer = client.getresponse()
                answer.read()
                self.sent.append(answer.headers["X-Request-ID"])
            time.sleep(0.0005)
        client.close()


@contextmanager
def running_nginx(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    includes = settings.PROJECT_DIR / "nginx" / "includes"
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONFIG.format(user=user, includes=includes, port=port))
    command = [nginx.binary(), "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if (folder / "nginx.pid").exists() and (folder / "nginx.pid").read_text():
                break
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(10)


def rename_rotation(log: Path, server: "subprocess.Popen[bytes]") -> None:
    for number in range(KILLS, 0, -1):
        if log.with_name(f"access.log.{number}.gz").exists():
            log.with_name(f"access.log.{number}.gz").rename(log.with_name(f"access.log.{number + 1}.gz"))
        if log.with_name(f"access.log.{number}").exists():
            log.with_name(f"access.log.{number}").rename(log.with_name(f"access.log.{number + 1}"))
    if (older := log.with_name("access.log.2")).exists():  # as logrotate does with “delaycompress”
        packed = older.with_name("access.log.2.gz")
        packed.write_bytes(gzip.compress(older.read_bytes()))
        os.utime(packed, (time.time() - 86_400,) * 2)
        older.unlink()
    log.rename(log.with_name("access.log.1"))
    time.sleep(0.05)  # nginx goes on writing to the renamed file
    server.send_signal(signal.SIGUSR1)


def copytruncate_rotation(log: Path, traffic: Traffic, number: int) -> None:
    with traffic.pause:  # what is written between copy and truncation is lost to everybody
        time.sleep(0.2)
        shutil.copyfile(log, log.with_name(f"access.log-20261122-{number}"))
        os.truncate(log, 0)


def test_kills_rotations_and_torn_writes_lose_nothing_and_double_nothing(log: Path) -> None:
    log.with_name("access.log.1").write_bytes(b"".join(line(request_uri=f"/old/{n}") for n in range(BACKLOG)))
    port, chance = free_port(), random.Random(20)
    torn = [line(request_uri=f"/old/torn/{n}") for n in range(KILLS + 1)]
    starter = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "logging_app.tests.reader_process"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(log), cwd=settings.SRC_DIR,
    )  # fmt: skip
    assert starter.stdin
    assert starter.stdout
    try:
        assert starter.stdout.readline() == "ready\n"
        with running_nginx(log.parent, port) as server, Traffic(port) as traffic:
            for kill in range(KILLS):
                starter.stdin.write("\n")
                starter.stdin.flush()
                pid = int(starter.stdout.readline())
                time.sleep(chance.uniform(0.05, 0.7))
                with log.with_name("access.log-20261101").open("ab") as slow:  # never a whole line at once
                    slow.write(torn[kill][:90])
                    slow.flush()
                    time.sleep(0.02)
                    slow.write(torn[kill][90:] + torn[kill + 1][:50])
                    torn[kill + 1] = torn[kill + 1][50:]
                if kill % 10 in (2, 4):
                    rename_rotation(log, server)
                elif kill % 10 == 9:
                    copytruncate_rotation(log, traffic, kill)
                time.sleep(chance.uniform(0, 0.2))
                os.kill(pid, signal.SIGKILL)
                assert starter.stdout.readline() == f"{-signal.SIGKILL}\n"
    finally:
        starter.stdin.close()
        starter.wait(10)
        starter.stdout.close()
    with log.with_name("access.log-20261101").open("ab") as slow:
        slow.write(torn[KILLS])
    done = subprocess.run(
        [sys.executable, "manage.py", "tail_access_log", "--once"],
        env=environment(log), cwd=settings.SRC_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    stored = list(AccessLogEntry.objects.exclude(path__text__startswith="/old/").values_list("request_id", flat=True))
    assert len(traffic.sent) > 1_000
    assert sorted(each.hex for each in stored if each) == sorted(traffic.sent)
    assert (
        AccessLogEntry.objects.filter(path__text__startswith="/old/").values("path").distinct().count()
        == BACKLOG + KILLS + 1
    )
    total = BACKLOG + KILLS + 1 + len(traffic.sent)
    assert AccessLogEntry.objects.count() == total
    assert TrafficHour.objects.aggregate(n=Sum("requests"))["n"] == total
    assert LogFile.objects.count() >= KILLS // 10 * 3  # one for each rotation, but where nothing came between two
    assert LogFile.objects.aggregate(n=Sum("lines"))["n"] == total
    assert not UnparsableLine.objects.exists()


def test_a_reader_killed_between_its_rows_and_its_cursor_leaves_neither(log: Path) -> None:
    once = [sys.executable, "manage.py", "tail_access_log", "--once"]
    run = {"env": environment(log), "cwd": settings.SRC_DIR, "check": True, "stdout": subprocess.DEVNULL}
    log.write_bytes(line(request_uri="/first"))
    subprocess.run(once, **run)  # type: ignore[call-overload] # the keywords of subprocess.run
    with log.open("ab") as file:
        file.write(b"".join(line(request_uri=f"/{n}") for n in range(50)))
    with transaction.atomic():
        LogFile.objects.select_for_update().get()  # the reader's rows go in, its cursor waits for us
        reader = subprocess.Popen(once, env=run["env"], cwd=run["cwd"])  # type: ignore[call-overload] # as above
        wait_until("SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        reader.kill()
        reader.wait(10)
    wait_until(f"SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = {READER_LOCK}")
    assert AccessLogEntry.objects.count() == TrafficHour.objects.get().requests == 1
    assert LogFile.objects.get().bytes_read < log.stat().st_size

    subprocess.run(once, **run)  # type: ignore[call-overload] # as above
    assert AccessLogEntry.objects.count() == TrafficHour.objects.get().requests == 51
    assert LogFile.objects.get().bytes_read == log.stat().st_size


def wait_until(question: str) -> None:
    """Until PostgreSQL answers `question` about this database with yes."""
    deadline = time.monotonic() + 20
    here = " AND datname = current_database()" if "pg_stat_activity" in question else ""
    here = here or " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(question + here)
            if cursor.fetchone() == (True,):
                return
            assert time.monotonic() < deadline, question
            time.sleep(0.05)


def test_the_command_shows_new_lines_soon_outlives_its_connection_and_ends_when_asked(log: Path) -> None:
    log.write_bytes(line(request_uri="/before"))
    reader = subprocess.Popen(
        [sys.executable, "manage.py", "tail_access_log"],
        env=environment(log), cwd=settings.SRC_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        appears("/before")
        with log.open("ab") as file:
            file.write(line(request_uri="/after"))
        assert appears("/after") < 5  # within one on a quiet machine
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database"
                " WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()",
                [READER_LOCK],
            )
            assert cursor.fetchall() == [(True,)]
        with log.open("ab") as file:
            file.write(line(request_uri="/after-the-restart"))
        appears("/after-the-restart")
        reader.send_signal(signal.SIGTERM)
        said, complained = reader.communicate(timeout=5)
        assert reader.returncode == 0
        assert "Read 3 lines of 1 files, 0 unparsable." in said
        assert "PostgreSQL does not take the log's lines; waiting for it." in complained
        assert complained.strip().endswith("Reading the log again.")
    finally:
        reader.kill()
        reader.communicate()


def appears(path: str) -> float:
    """Seconds until the request for `path` is stored."""
    started = time.monotonic()
    while not AccessLogEntry.objects.filter(path__text=path).exists():
        assert time.monotonic() - started < 15, path
        time.sleep(0.05)
    return time.monotonic() - started
