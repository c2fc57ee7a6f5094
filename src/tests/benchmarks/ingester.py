"""How fast the ingester stores a log, beside what this machine could do at best."""

import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, connections

django.setup()  # the benchmarks' own program needs no Django

from logging_app import store  # noqa: E402
from logging_app.parser import AccessLogRecord, parse_line  # noqa: E402
from logging_app.pipeline import Ingester  # noqa: E402

LINES = 100_000
SCRATCH = "djangoforge_bench_ingester"


def run() -> dict[str, float]:
    """Lines a second and megabytes, printed and returned; in a database of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, scratch_database():
        log = Path(folder) / "access.log"
        write_log(log, LINES)
        ingester = Ingester(log)
        figures = {"ingester": LINES / seconds(ingester.run_once)}
        figures |= {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024} | limits(log)
    print(f"ingester: {figures['ingester']:,.0f} lines/s stored, indexed and rolled up, one file of {LINES:,} lines")
    for name in ("json", "parse", "copy"):
        share = figures["ingester"] / figures[name]
        print(f"  {LIMITS[name]:<52} {figures[name]:>10,.0f} lines/s   the ingester is {share:.2f} of it")
    print(f"  {'peak memory of this process':<52} {figures['peak_mb']:>10,.0f} MB")
    return figures


LIMITS = {
    "json": "json.loads alone",
    "parse": "our parser alone",
    "copy": "COPY of the finished rows into a table without index",
}


def limits(log: Path) -> dict[str, float]:
    lines = log.read_bytes().splitlines()
    best = {"json": seconds(lambda: [json.loads(line) for line in lines])}
    records: list[AccessLogRecord] = []
    best["parse"] = seconds(lambda: records.extend(r for r in map(parse_line, lines) if isinstance(r, AccessLogRecord)))
    rows = StringIO("".join(store._row(1, number, record) for number, record in enumerate(records)))
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE bare AS SELECT * FROM logging_app_accesslogentry LIMIT 0")
        copy = store._COPY.replace("logging_app_accesslogentry", "bare")
        best["copy"] = seconds(lambda: cursor.copy_expert(copy, rows))
    return {name: LINES / taken for name, taken in best.items()}


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def scratch_database() -> Iterator[None]:
    """`default` is a new, migrated database meanwhile, so that a bench never touches anybody's rows."""
    settings = connections["default"].settings_dict
    before = settings["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
        cursor.execute(f"CREATE DATABASE {SCRATCH}")
    connection.close()
    settings["NAME"] = SCRATCH
    try:
        call_command("migrate", "logging_app", verbosity=0)
        yield
    finally:
        connection.close()
        settings["NAME"] = before
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {SCRATCH}")


def write_log(log: Path, count: int) -> None:
    """A month of a busy site: 400 paths, 60 agents, 5,000 addresses; the same lines every time."""
    chance = random.Random(1)
    paths = [f"/it/{'collezione' if n % 3 else 'progetti'}/pezzo-{n}/" for n in range(400)]
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
    agents = [f"{windows} Chrome/{90 + n}.0 Safari/537.36" for n in range(60)]
    with log.open("w") as file:
        for number in range(count):
            at = 1_790_000_000 + number * 25.9
            path = chance.choice(paths)
            iso = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(at))
            seconds_taken = chance.random() / 5
            file.write(
                f'{{"time":"{iso}","msec":{at:.3f},"request_id":"{chance.getrandbits(128):032x}",'
                f'"remote_addr":"198.51.{chance.randrange(20)}.{chance.randrange(250)}","request_method":"GET",'
                f'"request":"GET {path} HTTP/2.0","request_uri":"{path}",'
                f'"status":{chance.choice((200, 200, 304, 404))},'
                f'"body_bytes_sent":{chance.randrange(60_000)},"request_time":{seconds_taken:.3f},'
                f'"upstream_response_time":"{seconds_taken:.3f}","http_referer":"https://www.google.com/",'
                f'"http_user_agent":"{chance.choice(agents)}","host":"www.example.it","server_protocol":"HTTP/2.0",'
                f'"scheme":"https"}}\n'
            )
