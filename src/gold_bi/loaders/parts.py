"""The rows of one file: put in, compared, replaced or taken away as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connections, models
from psycopg2 import sql

from .copying import copy

OWN = ("file_id", "line", "key_hash", "counted")  # what every fact of a file has besides the flow's own columns


@dataclass
class Touched:
    """The days of which a fact came, went or changed, and the keys that other files may share."""

    days: set[date] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)


def put(facts: type[models.Model], columns: list[str], pieces: Iterable[bytes]) -> None:
    """Add facts; `pieces` are CSV with `columns`, those of OWN among them. They still have to be settled."""
    for piece in pieces:
        copy(facts._meta.db_table, columns, piece)


def days_of(facts: type[models.Model], file: int) -> set[date]:
    return set(facts._default_manager.using("gold").filter(file=file).values_list("day", flat=True).distinct())


def remove(facts: type[models.Model], file: int) -> Touched:
    """Take away the facts of `file`."""
    table = sql.Identifier(facts._meta.db_table)
    shared = sql.SQL(
        "SELECT DISTINCT mine.key_hash FROM {0} mine WHERE mine.file_id = %s AND EXISTS"
        " (SELECT 1 FROM {0} other WHERE other.key_hash = mine.key_hash AND other.file_id <> mine.file_id)"
    ).format(table)
    gone = sql.SQL("WITH gone AS (DELETE FROM {} WHERE file_id = %s RETURNING day) SELECT DISTINCT day FROM gone")
    with connections["gold"].cursor() as cursor:
        cursor.execute(shared, [file])
        keys = {key for (key,) in cursor.fetchall()}
        cursor.execute(gone.format(table), [file])
        return Touched({day for (day,) in cursor.fetchall()}, keys)


def settle(facts: type[models.Model], key: tuple[str, ...], file: int | None, keys: set[int]) -> set[date]:
    """Of rows that say the same, count one: the first by file name and line. Returns the days on which that changed.

    Looks at `keys`, and at what a row of `file` shares with another row, and at nothing else.
    """
    table = sql.Identifier(facts._meta.db_table)
    same = sql.SQL(" AND ").join(
        sql.SQL("a.{0} IS NOT DISTINCT FROM b.{0}").format(sql.Identifier(name)) for name in key
    )
    statement = sql.SQL(
        """
        WITH shared AS (
            SELECT unnest(%(keys)s::bigint[]) AS key_hash
            UNION
            SELECT key_hash FROM {table} WHERE file_id = %(file)s GROUP BY key_hash HAVING count(*) > 1
            UNION
            SELECT mine.key_hash FROM {table} mine WHERE mine.file_id = %(file)s AND EXISTS
                (SELECT 1 FROM {table} other WHERE other.key_hash = mine.key_hash AND other.file_id <> %(file)s)
        ), alike AS MATERIALIZED (
            SELECT facts.*, files.name AS file_name
              FROM {table} facts JOIN gold_bi_sourcefile files ON files.id = facts.file_id
             WHERE facts.key_hash IN (SELECT key_hash FROM shared)
        ), settled AS (
            SELECT a.id, NOT EXISTS (
                SELECT 1 FROM alike b
                 WHERE b.key_hash = a.key_hash AND {same} AND (b.file_name, b.line) < (a.file_name, a.line)
            ) AS counted FROM alike a
        ), changed AS (
            UPDATE {table} facts SET counted = settled.counted FROM settled
             WHERE settled.id = facts.id AND facts.counted <> settled.counted RETURNING facts.day
        ) SELECT DISTINCT day FROM changed
        """
    ).format(table=table, same=same)
    with connections["gold"].cursor() as cursor:
        cursor.execute(statement, {"file": file, "keys": sorted(keys)})
        return {day for (day,) in cursor.fetchall()}
