"""Rows of PostgreSQL by the names of their columns: at once for a screen, piece by piece for a file."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

_AT_ONCE = 500
Row = dict[str, Any]


def rows_of(sql: str, given: dict[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return _named(cursor, cursor.fetchall())


def streamed(sql: str, given: dict[str, Any]) -> Iterator[Row]:
    """However many they are, a few are held at a time. They are those of one moment, and hold up no transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, given)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from _named(cursor, rows)  # its columns are known from the first piece on


def _named(cursor: Any, rows: list[tuple[Any, ...]]) -> list[Row]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in rows]
