"""What `figures` measures, each in a process of its own: `python -m tests.benchmarks.figures_process WHAT FILE…`."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

HEADINGS = {
    "InvoiceNo": "order", "StockCode": "product", "Description": "description", "Quantity": "quantity",
    "InvoiceDate": "sold_at", "UnitPrice": "unit_price", "CustomerID": "customer", "Country": "country",
}  # fmt: skip
WAYS = {"quantity": "decimal point", "unit_price": "decimal point", "sold_at": "year first"}


def given(path: Path, name: str) -> Any:
    """A file as somebody gave it, its reading confirmed."""
    from gold_bi.files import store
    from gold_bi.models import SourceFile
    from gold_bi.reading import ColumnReading, Reading

    with path.open("rb") as file:
        sha256, size = store.keep(file)
    columns = [ColumnReading(heading, column, WAYS.get(column, "text")) for heading, column in HEADINGS.items()]
    reading = Reading(tuple(columns)).as_json()
    return SourceFile.objects.create(flow="sales", name=name, sha256=sha256, size=size, reading=reading)


def load(*files: str) -> dict[str, float]:
    """Seconds of the last of `files` (PATH or PATH=NAME), and the most memory this process ever had."""
    import pandera.pandas  # noqa: F401 # a worker has it already

    from gold_bi import runner

    seconds = 0.0
    for each in files:
        path, _sign, name = each.partition("=")
        started = time.perf_counter()
        run = runner.load_file(given(Path(path), name or Path(path).name).pk, "benchmark")
        seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "rows": run.rows_read,
        "changed": run.rows_changed,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def plain_copy() -> dict[str, float]:
    """The facts that are there, by COPY alone into a table with the same columns and indexes."""
    from io import BytesIO

    from django.db import connections

    with connections["gold"].cursor() as cursor:
        cursor.execute("CREATE TABLE copied (LIKE gold_bi_factsale INCLUDING ALL)")
        rows = BytesIO()
        cursor.cursor.copy_expert("COPY (SELECT * FROM gold_bi_factsale ORDER BY file_id, line) TO STDOUT", rows)
        rows.seek(0)
        started = time.perf_counter()
        cursor.cursor.copy_expert("COPY copied FROM STDIN", rows)
        return {"seconds": time.perf_counter() - started}


def to_sql() -> dict[str, float]:
    """The frame of the facts that are there, by pandas' own way in, with nothing said about how."""
    import pandas as pd
    import sqlalchemy

    engine = sqlalchemy.create_engine(os.environ["GOLD_DATABASE_URL"].replace("postgres://", "postgresql+psycopg2://"))
    frame = pd.read_sql("SELECT * FROM gold_bi_factsale ORDER BY file_id, line", engine)
    started = time.perf_counter()
    frame.to_sql("by_pandas", engine)
    return {"seconds": time.perf_counter() - started}


OWN_CHARTS = (("sales", "revenue", "weekday"), ("countries", "revenue", "country"), ("products", "quantity", "month"))
# What the eight charts and the figures above them show, of the lines themselves: of a period and of the one before.
QUESTIONS = (
    "SELECT day, sum(amount) FROM lines GROUP BY day",
    "SELECT extract(isodow FROM day), hour, sum(amount) FROM lines GROUP BY 1, 2",
    "SELECT country, sum(amount) FROM lines GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
    "SELECT product, max(description), sum(quantity), sum(amount) FROM lines GROUP BY 1 ORDER BY 4 DESC LIMIT 20",
    "SELECT date_trunc('month', day), sum(amount), count(DISTINCT \"order\") FROM lines GROUP BY 1",
    "SELECT date_trunc('month', day), sum(quantity) FROM lines GROUP BY 1",
    'SELECT country, count(DISTINCT "order") FROM lines GROUP BY 1',
    "SELECT sum(amount), count(DISTINCT \"order\"), count(DISTINCT customer) FROM lines WHERE kind = 'goods'",
)


def visit() -> dict[str, float]:
    """The sales dashboard with three charts of the owner's own, of forty periods of ninety days, caches empty and not.

    Milliseconds of the server's time; the memory of this process, in MB, once it has drawn.
    """
    from datetime import date, timedelta

    from django.contrib.auth import get_user_model
    from django.core.cache import caches
    from django.db import connections
    from django.test import Client
    from django.urls import reverse

    from gold_bi.models import SalesDay
    from gold_bi.own.models import OwnChart

    from .log_visits import Sql

    owner = get_user_model()._default_manager.create_superuser("owner", "owner@example.it", "bench")
    for dataset, measure, by in OWN_CHARTS:
        OwnChart.objects.create(user=owner, board="sales", title=by, dataset=dataset, measure=measure, by=by)
    client = Client(headers={"host": "127.0.0.1", "accept-language": "it"})
    client.force_login(owner)
    last: date = SalesDay.objects.order_by("-day").values_list("day", flat=True)[0]

    def frame() -> float:
        """Milliseconds of a page of the same admin with nothing on it: the alerts of somebody who has none."""
        started = time.perf_counter()
        client.get(reverse("gold_bi:alerts"))
        return (time.perf_counter() - started) * 1000

    def asked(back: int) -> tuple[float, float]:
        to = last - timedelta(days=back)
        query = {"from": (to - timedelta(days=89)).isoformat(), "to": to.isoformat()}
        sql = Sql()
        with connections["gold"].execute_wrapper(sql):
            started = time.perf_counter()
            answer = client.get(reverse("gold_bi:board", args=["sales"]), query)
            took = time.perf_counter() - started
        if answer.status_code != 200 or answer.content.count(b'class="board__part') != 8:
            raise SystemExit(f"The dashboard has no eight charts ({answer.status_code}).")
        return took * 1000, sql.seconds * 1000

    asked(0)  # templates are compiled once in a worker's life
    uncached, cached, questions, bare = [], [], [], []
    for back in range(40):
        for cache in caches.all(initialized_only=True):
            cache.clear()
        took, sql = asked(back)
        uncached.append(took)
        questions.append(sql)
        cached.append(asked(back)[0])
        bare.append(frame())
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
    raw = 0.0
    with connections["gold"].cursor() as cursor:
        for first, to in ((89, 0), (179, 90)):
            days = [last - timedelta(days=first), last - timedelta(days=to)]
            for question in QUESTIONS:
                started = time.perf_counter()
                lines = "WITH lines AS (SELECT * FROM gold_bi_factsale WHERE counted AND day BETWEEN %s AND %s) "
                cursor.execute(lines + question, days)
                cursor.fetchall()
                raw += time.perf_counter() - started
    ranked = sorted(uncached)
    return {
        "middle": ranked[20], "uncached": ranked[37], "cached": sorted(cached)[37],
        "cached_middle": sorted(cached)[20], "frame": sorted(bare)[37], "frame_middle": sorted(bare)[20],
        "sql": sorted(questions)[20], "raw": raw * 1000, "memory": memory,
    }  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    measured = {"load": load, "copy": plain_copy, "to_sql": to_sql, "visit": visit}[sys.argv[1]]
    print(json.dumps(measured(*sys.argv[2:])))
