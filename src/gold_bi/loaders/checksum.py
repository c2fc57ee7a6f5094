"""One number for all that a flow has in GOLD: equal where the figures are, however and in whatever order they came."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import connections, models
from psycopg2 import sql

from gold_bi.models import FactOfFile


def checksum(name: str, facts: type[models.Model], rollups: Iterable[type[models.Model]]) -> str:
    """Of the facts, the rollups, the watermark and the loaded files of the flow `name`.

    Rows are told apart by what they say and, facts of files, by the file's name and the line: never by an id.
    """
    said = [_of(facts), *(_of(model) for model in rollups)]
    with connections["gold"].cursor() as cursor:
        cursor.execute("SELECT watermark FROM gold_bi_flowstate WHERE name = %s", [name])
        said.append(str(cursor.fetchone() or (0,)))
        cursor.execute(
            "SELECT name, sha256, rows_read, rows_loaded, rows_rejected FROM gold_bi_sourcefile"
            " WHERE flow = %s AND state = 'loaded' ORDER BY name",
            [name],
        )
        said.append(str(cursor.fetchall()))
    return sha256("\n".join(said).encode()).hexdigest()


def _of(model: type[models.Model]) -> str:
    """How many rows there are, and the sum of their hashes."""
    columns = [str(field.column) for field in model._meta.concrete_fields if field.name not in ("id", "file")]
    listed = [sql.SQL("it.{}").format(sql.Identifier(name)) for name in sorted(columns)]
    where = sql.SQL("{} it").format(sql.Identifier(model._meta.db_table))
    if issubclass(model, FactOfFile):
        listed.append(sql.SQL("files.name"))
        where += sql.SQL(" JOIN gold_bi_sourcefile files ON files.id = it.file_id")
    query = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(ROW({})::text, 0)::numeric), 0) FROM {}")
    with connections["gold"].cursor() as cursor:
        cursor.execute(query.format(sql.SQL(", ").join(listed), where))
        count, total = cursor.fetchone()
    return f"{model._meta.db_table} {count} {total}"
