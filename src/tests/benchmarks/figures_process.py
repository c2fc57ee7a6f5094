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


if __name__ == "__main__":
    import django

    django.setup()
    measured = {"load": load, "copy": plain_copy, "to_sql": to_sql}[sys.argv[1]]
    print(json.dumps(measured(*sys.argv[2:])))
