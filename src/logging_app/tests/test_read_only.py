"""PostgreSQL itself refuses to change what was recorded, to every session that is not the log's own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from logging_app import models, writing
from logging_app.partitions import Partitions

pytestmark = pytest.mark.django_db

# What people decide or order, and a list of their own: not what was recorded.
PEOPLES = {models.LogPolicy, models.SavedSearch, models.Erasure, models.Alert}
TABLES = sorted(
    model._meta.db_table for model in apps.get_app_config("logging_app").get_models() if model not in PEOPLES
)
MONTH = "logging_app_accesslogentry_2026_11"


@pytest.fixture
def as_the_web() -> Iterator[None]:
    with connection.cursor() as cursor:
        Partitions().ensure(cursor, [datetime(2026, 11, 22, tzinfo=UTC)])
        cursor.execute("SELECT set_config('logging_app.writer', 'off', false)")
    yield
    writing.become_writer()


@pytest.mark.usefixtures("as_the_web")
@pytest.mark.parametrize("table", [*TABLES, MONTH])
def test_no_session_without_leave_changes_a_row(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [table])
        (column,) = cursor.fetchone()
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        refused(statement)


@pytest.mark.usefixtures("as_the_web")
@pytest.mark.parametrize("table", [each for each in [*TABLES, MONTH] if each != "logging_app_exceptionreport"])
def test_no_session_without_leave_adds_a_row(table: str) -> None:
    refused(f"INSERT INTO {table} SELECT * FROM {table}")


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="the request log is read-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("as_the_web")
def test_leave_ends_with_the_transaction_it_was_given_for() -> None:
    with writing.writing():
        models.Day.objects.create(day="2026-11-22")
    # (In a test the transaction around it goes on, so it is ended here by hand.)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('logging_app.writer', 'off', false)")
    refused("DELETE FROM logging_app_day")
    assert models.Day.objects.count() == 1
