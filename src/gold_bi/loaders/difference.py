"""What a load changed, row by row: shown before anybody commits it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connections, models
from psycopg2 import sql

from .copying import names

EXAMPLES = 20  # rows of each kind that are shown


@dataclass(frozen=True)
class Difference:
    """Facts of a file beside those of the version it replaces.

    `sums` gives for each column of amounts what is counted before and after, as text; `examples` some rows that came
    or went, column by column as text.
    """

    before: int
    after: int
    added: int
    removed: int
    rejected: int
    repeated: int
    first_day: str = ""
    last_day: str = ""
    sums: dict[str, tuple[str, str]] = field(default_factory=dict)
    examples: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def count_of(facts: type[models.Model], file: int | None) -> int:
    return facts._default_manager.using("gold").filter(file=file).count() if file else 0


def between(
    facts: type[models.Model], columns: list[str], old: int, new: int
) -> tuple[int, int, dict[str, list[dict[str, str]]]]:
    """How many facts of file `new` file `old` has not, and the other way round, with some of each.

    A row that is there three times and was there twice counts as one added. Both files' facts must be there; those
    that are in one of them alone, or count in one of them alone, are `changed` (parts.begin) from now on.
    """
    one, told = sql.SQL("SELECT {1} FROM {0} WHERE file_id = {2}"), [*columns, "counted"]
    mine, other = (one.format(sql.Identifier(facts._meta.db_table), names(told), sql.Literal(pk)) for pk in (new, old))
    note = sql.SQL(
        "INSERT INTO pg_temp.changed (came, {0}) SELECT true, * FROM ({1} EXCEPT ALL {2}) came"
        " UNION ALL SELECT false, * FROM ({2} EXCEPT ALL {1}) went"
    ).format(names(told), mine, other)
    with connections["gold"].cursor() as cursor:
        cursor.execute(note)
    (added, came), (removed, went) = _except(columns, "came", "NOT came"), _except(columns, "NOT came", "came")
    return added, removed, {"added": came, "removed": went}


def _except(columns: list[str], mine: str, other: str) -> tuple[int, list[dict[str, str]]]:
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    query = sql.SQL(
        "WITH only_mine AS (SELECT {0} FROM pg_temp.changed WHERE {2} EXCEPT ALL"
        " SELECT {0} FROM pg_temp.changed WHERE {3})"
        " SELECT (SELECT count(*) FROM only_mine), {1} FROM only_mine ORDER BY day LIMIT {4}"
    ).format(names(columns), texts, sql.SQL(mine), sql.SQL(other), sql.Literal(EXAMPLES))
    with connections["gold"].cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    count = int(rows[0][0]) if rows else 0
    return count, [dict(zip(columns, (value or "" for value in row[1:]), strict=True)) for row in rows]


def sums(facts: type[models.Model], columns: list[str]) -> dict[str, str]:
    """What is counted of each column of amounts, over all files."""
    amounts = [
        name for name in columns if isinstance(facts._meta.get_field(name), models.DecimalField | models.FloatField)
    ]
    if not amounts:
        return {}
    counted = facts._default_manager.using("gold").filter(counted=True)
    totals = counted.aggregate(**{f"of_{name}": models.Sum(name) for name in amounts})
    return {name: str(totals[f"of_{name}"] or 0) for name in amounts}
