"""The real source: committed rows of the request log, through the connection that cannot write."""

import re

import pytest
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Sum

from gold_bi import runner
from gold_bi.models import TrafficDay

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold", "site_readonly"])

WRITES = [
    "INSERT INTO logging_app_traffic_hour (hour, host, status) VALUES (now(), 'x', 200)",
    "UPDATE logging_app_traffic_hour SET requests = 0",
    "DELETE FROM logging_app_traffic_hour",
    "TRUNCATE logging_app_traffic_hour",
    "CREATE TABLE mine (n int)",
    "DROP TABLE logging_app_traffic_hour",
    "SELECT 1; COMMIT; DROP TABLE logging_app_traffic_hour",
    "WITH gone AS (DELETE FROM logging_app_traffic_hour RETURNING hour) SELECT * FROM gone",
]
# What the mode of the session alone does not keep from anybody: there the account's rights do.
ESCAPES = [
    "BEGIN READ WRITE; DELETE FROM logging_app_traffic_hour; COMMIT",
    "COMMIT; BEGIN READ WRITE; DROP TABLE logging_app_traffic_hour; COMMIT",
    "COPY logging_app_traffic_hour TO PROGRAM 'cat'",
    "COPY logging_app_traffic_hour FROM PROGRAM 'echo'",
    "SELECT nextval('logging_app_rollup_revision')",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
]


def record(hour: str, status_class: int, requests: int, revision: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO logging_app_traffic_hour"
            " (hour, host, status, is_bot, requests, bytes_sent, request_ms, latency, revision)"
            " VALUES (%s, 'example.it', %s, false, %s, 10, 500, '{0}', %s)"
            " ON CONFLICT (hour, host, status, is_bot) DO UPDATE"
            " SET requests = EXCLUDED.requests, revision = EXCLUDED.revision",
            [hour, status_class * 100, requests, revision],
        )


def test_the_request_logs_hours_reach_the_day_they_belong_to() -> None:
    record("2026-10-24 22:00Z", 2, 10, 1)  # midnight in Rome, the first of 25 hours
    record("2026-10-25 22:00Z", 4, 3, 2)  # 23:00, the last of them
    record("2026-10-25 23:00Z", 2, 99, 3)
    assert runner.run("traffic", "test").rows_changed == 3
    record("2026-10-24 22:00Z", 2, 11, 4)  # a late line of an old hour
    assert runner.run("traffic", "test").rows_changed == 1
    day = TrafficDay.objects.filter(day="2026-10-25").aggregate(all=Sum("requests"))
    assert day["all"] == 14


def test_a_site_restored_from_a_backup_is_read_again_from_its_start() -> None:
    record("2026-11-20 10:00Z", 2, 10, 500)
    runner.run("traffic", "test")
    record("2026-11-20 10:00Z", 2, 8, 40)  # the sequence went back in time with the rest
    record("2026-11-20 11:00Z", 2, 1, 41)
    run = runner.run("traffic", "test")
    assert (run.rows_changed, run.watermark_after) == (2, 41)
    assert runner.run("traffic", "test").rows_read == 0


def refusals() -> list[str]:
    """What PostgreSQL says to each of WRITES."""
    said = []
    for statement in WRITES:
        with connections["site_readonly"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
            cursor.execute(statement)
        said.append(str(refused.value))
    return said


def test_postgresql_refuses_every_write() -> None:
    record("2026-11-20 10:00Z", 2, 10, 1)
    assert all("read-only transaction" in said for said in refusals())


def test_postgresql_refuses_every_write_also_to_one_who_switches_the_mode_off() -> None:
    if settings.DATABASES["site_readonly"]["USER"] == settings.DATABASES["default"]["USER"]:
        pytest.skip("READONLY_DATABASE_URL names no role of its own here")
    with connections["site_readonly"].cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        cursor.execute("SET transaction_read_only = off")
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)
    try:
        assert all("permission denied" in said or "must be owner" in said for said in refusals())
    finally:
        connections["site_readonly"].close()


def test_the_account_of_the_sources_gets_no_further_by_roles_programs_or_transactions_of_its_own() -> None:
    owner = settings.DATABASES["default"]["USER"]
    if settings.DATABASES["site_readonly"]["USER"] == owner:
        pytest.skip("READONLY_DATABASE_URL names no role of its own here")
    record("2026-11-20 10:00Z", 2, 10, 1)
    for statement in ESCAPES:
        try:
            with connections["site_readonly"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
                cursor.execute(statement.format(owner=owner))
        finally:
            connections["site_readonly"].close()
        assert re.search(r"permission denied|must be owner", str(refused.value)), statement
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT sum(requests) FROM logging_app_traffic_hour")
        assert cursor.fetchone() == (10,)
