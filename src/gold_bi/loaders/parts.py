"""The rows of one file: put in, compared, replaced or taken away as a whole."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connections, models
from psycopg2 import sql

from .copying import copy

OWN = ("file_id", "line", "key_hash", "counted")  # what every fact of a file has besides the flow's own columns
FEW = 1_000  # products, say, that are added up by themselves and not with all the others of their month
KNOWN = 20  # pages that a table may have grown by without the planner hearing of it


def begin(facts: type[models.Model]) -> None:
    """The transaction's settings and temporary tables: keys that more than one row may have, facts that changed."""
    with connections["gold"].cursor() as cursor:
        # Rollups of a large file sort in memory; compiling a query takes longer than running one.
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        # Distinct orders of a product are few: sorted by themselves they take two thirds of what they take when all
        # rows are sorted by product and order at once. PostgreSQL 15 knows no other way, and no such setting.
        cursor.execute(
            "SELECT set_config(name, 'off', true) FROM pg_settings WHERE name = 'enable_presorted_aggregate'"
        )
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.shared;"
            " CREATE TEMPORARY TABLE shared (day date, key_hash bigint) ON COMMIT DROP"
        )
        changed = sql.SQL(
            "DROP TABLE IF EXISTS pg_temp.changed; CREATE TEMPORARY TABLE changed ON COMMIT DROP AS"
            " SELECT true AS came, * FROM {} WITH NO DATA"
        )
        cursor.execute(changed.format(sql.Identifier(facts._meta.db_table)))


def put(facts: type[models.Model], pieces: Iterable[tuple[list[str], bytes]]) -> None:
    """Add facts; `pieces` are columns, those of OWN among them, and CSV. They still have to be settled."""
    for columns, piece in pieces:
        copy(facts._meta.db_table, columns, piece)


def make_known(facts: type[models.Model]) -> None:
    """Tell the planner how large the table is, where it has grown much since it was told last.

    A table believed to be empty is read from end to end for each row that is looked up in it.
    """
    table = facts._meta.db_table
    with connections["gold"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size(oid) / current_setting('block_size')::int, relpages FROM pg_class"
            " WHERE oid = %s::regclass",
            [table],
        )
        pages, known = cursor.fetchone()
        if pages > KNOWN + known * 1.2:
            cursor.execute(sql.SQL("ANALYZE {} (file_id, line, day, key_hash)").format(sql.Identifier(table)))


def step_aside(facts: type[models.Model], file: int) -> int:
    """Give the facts of `file` another number, which is returned: those of the same file, read again, take theirs."""
    with connections["gold"].cursor() as cursor:
        statement = sql.SQL("UPDATE {} SET file_id = -file_id WHERE file_id = %s")
        cursor.execute(statement.format(sql.Identifier(facts._meta.db_table)), [file])
    return -file


def remove(facts: type[models.Model], file: int) -> set[date]:
    """Take away the facts of `file`; returns their days."""
    gone = sql.SQL("WITH gone AS (DELETE FROM {} WHERE file_id = %s RETURNING day) SELECT DISTINCT day FROM gone")
    with connections["gold"].cursor() as cursor:
        cursor.execute(gone.format(sql.Identifier(facts._meta.db_table)), [file])
        return {day for (day,) in cursor.fetchall()}


def share(facts: type[models.Model], file: int, but: Iterable[int] = ()) -> None:
    """Remember the keys that `file` shares with files other than those of `but`."""
    statement = sql.SQL(
        "INSERT INTO pg_temp.shared SELECT mine.day, mine.key_hash FROM {0} mine WHERE mine.file_id = %(mine)s"
        " AND EXISTS (SELECT 1 FROM {0} other WHERE other.day = mine.day AND other.key_hash = mine.key_hash"
        " AND other.file_id <> ALL(%(not_others)s))"
    ).format(sql.Identifier(facts._meta.db_table))
    with connections["gold"].cursor() as cursor:
        cursor.execute(statement, {"mine": file, "not_others": [file, *but]})


def repeat(days: list[date], keys: list[int]) -> None:
    """Remember keys that one file has more than once."""
    with connections["gold"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO pg_temp.shared SELECT * FROM unnest(%s::date[], %s::bigint[]) AS them", [days, keys]
        )


def settle(facts: type[models.Model], key: tuple[str, ...]) -> set[date]:
    """Of rows that say the same, count one: the first by file name and line. Returns the days on which that changed.

    Looks at the keys that were remembered, and at nothing else. Rows that count otherwise than before are `changed`.
    """
    statement = sql.SQL(
        """
        WITH settled AS (
            SELECT facts.file_id, facts.line, row_number() OVER (
                       PARTITION BY facts.day, facts.key_hash, {key} ORDER BY files.name, facts.line
                   ) = 1 AS counted
              FROM (SELECT DISTINCT day, key_hash FROM pg_temp.shared) shared
              JOIN {table} facts ON facts.day = shared.day AND facts.key_hash = shared.key_hash
              JOIN gold_bi_sourcefile files ON files.id = facts.file_id
        ), changed AS (
            UPDATE {table} facts SET counted = settled.counted FROM settled
             WHERE settled.file_id = facts.file_id AND settled.line = facts.line
               AND facts.counted <> settled.counted RETURNING facts.*
        ), noted AS (
            INSERT INTO pg_temp.changed SELECT true, changed.* FROM changed
        ) SELECT DISTINCT day FROM changed
        """
    ).format(
        table=sql.Identifier(facts._meta.db_table),
        key=sql.SQL(", ").join(sql.SQL("facts.{}").format(sql.Identifier(name)) for name in key),
    )
    with connections["gold"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_temp.shared)")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("ANALYZE pg_temp.shared")
        cursor.execute(statement)
        return {day for (day,) in cursor.fetchall()}


def changed_days() -> set[date]:
    with connections["gold"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT day FROM pg_temp.changed")
        return {day for (day,) in cursor.fetchall()}


def changed_values(column: str) -> list[Any] | None:
    """What the facts that changed have in `column`; None where there are too many for looking each of them up."""
    statement = sql.SQL("SELECT DISTINCT {} FROM pg_temp.changed LIMIT %s").format(sql.Identifier(column))
    with connections["gold"].cursor() as cursor:
        cursor.execute(statement, [FEW + 1])
        values = [value for (value,) in cursor.fetchall()]
    return values if len(values) <= FEW else None
