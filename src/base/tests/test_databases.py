"""Which table is where, and who may write it."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.test.utils import CaptureQueriesContext

# What a session would say that wants to write after all.
READ_WRITE = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; SET transaction_read_only = off;"
BOTH = ["default", "gold", "site_readonly"]


@pytest.mark.django_db(databases=BOTH)
def test_each_database_holds_the_tables_of_its_own_apps_and_no_other() -> None:
    for alias in ("default", "gold"):
        with connections[alias].cursor() as cursor:
            tables = set(connections[alias].introspection.table_names(cursor))
        for model in apps.get_models():
            at_home = (model._meta.app_label == "gold_bi") == (alias == "gold")
            assert (model._meta.db_table in tables) == at_home, f"{model._meta.db_table} in {alias}"


@pytest.mark.django_db(databases=BOTH)
def test_gold_is_migrated_whatever_the_state_of_the_other_database() -> None:
    """It may be the first of the two, when the other has no tables yet."""
    with CaptureQueriesContext(connections["default"]) as asked:
        call_command("migrate", database="gold", verbosity=0)
    assert [one["sql"] for one in asked] == []


def test_no_foreign_key_crosses_the_databases() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            related = field.related_model
            if field.concrete and isinstance(related, type):
                inside = model._meta.app_label == "gold_bi"
                assert inside == (related._meta.app_label == "gold_bi"), field


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO schedule_schedule (name, cron, enabled, next_due_at) VALUES ('x', '* * * * *', true, now())",
        "UPDATE website_user SET is_superuser = true",
        "DELETE FROM website_user",
        "TRUNCATE website_user",
        "DROP TABLE website_user",
        "CREATE TABLE planted (id int)",
        "SELECT * FROM website_user FOR UPDATE",
        "SELECT setval('website_user_id_seq', 1)",
    ],
)
@pytest.mark.parametrize("first", ["", READ_WRITE])
def test_postgresql_refuses_every_write_through_the_readonly_alias(statement: str, first: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"read-only|permission denied|must be owner")
    with refused, connections["site_readonly"].cursor() as cursor:
        cursor.execute(first + statement)


@pytest.mark.django_db(databases=BOTH)
def test_the_readonly_alias_reads_the_site() -> None:
    assert get_user_model().objects.using("site_readonly").count() == 0
