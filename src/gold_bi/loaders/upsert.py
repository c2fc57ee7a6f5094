"""Rows that are named by a key: new ones are inserted, different ones replaced, equal ones left alone."""

from collections.abc import Iterable
from datetime import date

from django.db import connections, models
from psycopg2 import sql

from .copying import copy, names, stage


def upsert(
    model: type[models.Model], key: tuple[str, ...], columns: list[str], rows: Iterable[bytes]
) -> tuple[int, set[date]]:
    """Insert or update `model`'s rows by `key`; returns how many are new or different, and their days, old and new.

    `rows` are pieces of CSV with `columns`, `day` among them. A row that is already there as it should be is not
    written, so a second run changes 0.
    """
    table = model._meta.db_table
    stage(table, columns)
    for piece in rows:
        copy("staging", columns, piece)
    same = sql.SQL(" AND ").join(sql.SQL("old.{0} = new.{0}").format(sql.Identifier(name)) for name in key)
    moved = sql.SQL("SELECT DISTINCT old.day FROM {} old JOIN pg_temp.staging new ON {} WHERE old.day <> new.day")
    insert = sql.SQL(
        "WITH written AS (INSERT INTO {} AS old ({}) SELECT {} FROM pg_temp.staging {} RETURNING day)"
        " SELECT day, count(*) FROM written GROUP BY day"
    ).format(
        sql.Identifier(table),
        names(columns),
        names(columns),
        on_conflict(key, [name for name in columns if name not in key]),
    )
    with connections["gold"].cursor() as cursor:
        cursor.execute(moved.format(sql.Identifier(table), same))
        left = {day for (day,) in cursor.fetchall()}
        cursor.execute(insert)
        written = dict(cursor.fetchall())
    return sum(written.values()), left | set(written)


def on_conflict(key: Iterable[str], others: list[str]) -> sql.Composed:
    """Update what differs, and only that."""
    return sql.SQL("ON CONFLICT ({}) DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})").format(
        names(key),
        sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in others),
        sql.SQL(", ").join(sql.SQL("old.{}").format(sql.Identifier(name)) for name in others),
        sql.SQL(", ").join(sql.SQL("EXCLUDED.{}").format(sql.Identifier(name)) for name in others),
    )
