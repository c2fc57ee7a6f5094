"""Rows into GOLD: COPY to a staging table, upsert from there, add up what changed.

Everything here runs inside the caller's transaction on `gold`.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connections, models
from psycopg2 import sql

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Rollup:
    """Sums of a fact table by some of its columns; recomputed for whole days, so `by` starts with `day`."""

    model: type[models.Model]
    by: tuple[str, ...]
    sums: tuple[str, ...]


def upsert(model: type[models.Model], key: tuple[str, ...], frame: "DataFrame") -> int:
    """Insert or update `model`'s rows by `key`; returns how many rows are new or different.

    A row that is already there as it should be is not written, so a second run changes 0.
    """
    if frame.empty:
        return 0
    columns = list(frame.columns)
    table, names = sql.Identifier(model._meta.db_table), _names(columns)
    stage = sql.SQL("CREATE TEMPORARY TABLE staging ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    with connections["gold"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staging")
        cursor.execute(stage.format(names, table))
        rows = io.StringIO(frame.to_csv(index=False, header=False))
        copy = sql.SQL("COPY pg_temp.staging ({}) FROM STDIN WITH (FORMAT csv)").format(names)
        cursor.cursor.copy_expert(copy, rows)
        cursor.execute(
            sql.SQL("INSERT INTO {} AS old ({}) SELECT {} FROM pg_temp.staging {}").format(
                table, names, names, _on_conflict(key, [name for name in columns if name not in key])
            )
        )
        return int(cursor.rowcount)


def add_up(rollup: Rollup, facts: type[models.Model], days: Iterable[date]) -> int:
    """Recompute `rollup` for `days` from `facts`; returns how many of its rows are new or different."""
    days = list(days)
    if not days:
        return 0
    # Doubles added in another order differ in the last digit; numerics do not. The insert casts them back.
    sums = (sql.SQL("sum({}::numeric)").format(sql.Identifier(name)) for name in rollup.sums)
    query = sql.SQL("INSERT INTO {} AS old ({}) SELECT {}, {} FROM {} WHERE day = ANY(%s) GROUP BY {} {}").format(
        sql.Identifier(rollup.model._meta.db_table),
        _names([*rollup.by, *rollup.sums]),
        _names(rollup.by),
        sql.SQL(", ").join(sums),
        sql.Identifier(facts._meta.db_table),
        _names(rollup.by),
        _on_conflict(rollup.by, list(rollup.sums)),
    )
    with connections["gold"].cursor() as cursor:
        cursor.execute(query, [days])
        return int(cursor.rowcount)


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _on_conflict(key: Iterable[str], others: list[str]) -> sql.Composed:
    """Update what differs, and only that."""
    return sql.SQL("ON CONFLICT ({}) DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})").format(
        _names(key),
        sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in others),
        sql.SQL(", ").join(sql.SQL("old.{}").format(sql.Identifier(name)) for name in others),
        sql.SQL(", ").join(sql.SQL("EXCLUDED.{}").format(sql.Identifier(name)) for name in others),
    )
