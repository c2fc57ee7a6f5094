"""COPY: the way in for many rows."""

from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import connections
from psycopg2 import sql

if TYPE_CHECKING:
    from pandas import DataFrame

SENT_AT_ONCE = 1 << 20  # bytes; psycopg2's own 8 KB would ask for the interpreter's lock ten thousand times


def names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def as_csv(frame: "DataFrame", dates: Collection[str] = (), first: Mapping[str, Any] | None = None) -> bytes:
    """`frame` without its index as COPY reads it: nothing is NULL, empty text is "".

    Columns of `dates` may be midnights; they are written as days. `first` are columns to stand before the frame's.
    """
    import pyarrow as pa
    from pyarrow import compute, csv

    out = BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for place, column in enumerate(table.schema):
        if column.name in dates:
            table = table.set_column(place, column.name, table.column(place).cast(pa.date32()))
        elif pa.types.is_timestamp(column.type) and column.type.tz:
            # Arrow looks each moment's zone up while it writes it; they are UTC inside, whatever the zone.
            utc = table.column(place).cast(pa.timestamp(column.type.unit)).cast(pa.string())
            table = table.set_column(place, column.name, compute.binary_join_element_wise(utc, "Z", ""))
    for name, values in reversed(list((first or {}).items())):
        table = table.add_column(0, name, pa.array(values))
    csv.write_csv(table, out, csv.WriteOptions(include_header=False))
    return out.getvalue()


def copy(table: str, columns: Iterable[str], rows: bytes) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv)").format(sql.Identifier(table), names(columns))
    with connections["gold"].cursor() as cursor:
        cursor.cursor.copy_expert(statement, BytesIO(rows), SENT_AT_ONCE)


def stage(like: str, columns: Iterable[str]) -> None:
    """An empty temporary table `staging` with these columns of the table `like`, until the transaction ends."""
    statement = sql.SQL("CREATE TEMPORARY TABLE staging ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    with connections["gold"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staging")
        cursor.execute(statement.format(names(columns), sql.Identifier(like)))
