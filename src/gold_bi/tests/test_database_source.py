"""Another database, read and never written: proved against PostgreSQL by an account that may write."""

import sqlite3
import traceback
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import psycopg2
import pytest
from django.db import connections
from django.utils import translation

from gold_bi import runner
from gold_bi.flows import registry
from gold_bi.models import FlowRun
from gold_bi.sources import SourceAway, guard, postgresql, watermarks
from gold_bi.sources.database import Database, database
from gold_bi.sources.secret import FromEnvironment

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

SCHEMA = """
    CREATE SCHEMA outside;
    CREATE TABLE outside.sale (id int PRIMARY KEY, day date, amount numeric(10, 2), changed timestamptz, note text);
    CREATE SEQUENCE outside.counter;
    CREATE FUNCTION outside.sneak() RETURNS int LANGUAGE plpgsql AS
        $$ BEGIN DELETE FROM outside.sale; RETURN 1; END $$;
    CREATE FUNCTION outside.commits() RETURNS int LANGUAGE plpgsql AS
        $$ BEGIN COMMIT; DELETE FROM outside.sale; RETURN 1; END $$;
    CREATE FUNCTION outside.unlocks() RETURNS int LANGUAGE plpgsql AS
        $$ BEGIN SET LOCAL transaction_read_only = off; DELETE FROM outside.sale; RETURN 1; END $$;
    INSERT INTO outside.sale
        SELECT n, date '2026-11-01' + n / 10, n / 4.0, timestamptz '2026-11-01 00:00Z' + n * interval '1 hour', '100%'
          FROM generate_series(1, 100) n;
"""
WRITES = [
    "INSERT INTO outside.sale VALUES (999)",
    "INSERT INTO outside.sale VALUES (999) RETURNING id",
    "UPDATE outside.sale SET amount = 0",
    "UPDATE outside.sale SET amount = 0 RETURNING id",
    "DELETE FROM outside.sale",
    "DELETE FROM outside.sale RETURNING *",
    "TRUNCATE outside.sale",
    "CREATE TABLE outside.mine (n int)",
    "CREATE TABLE outside.mine AS SELECT 1",
    "SELECT * INTO outside.mine FROM outside.sale",
    "DROP TABLE outside.sale",
    "ALTER TABLE outside.sale ADD mine int",
    "WITH gone AS (DELETE FROM outside.sale RETURNING id) SELECT * FROM gone",
    "SELECT nextval('outside.counter')",
    "SELECT setval('outside.counter', 50)",
    "SELECT * FROM outside.sale FOR UPDATE",
    "COPY outside.sale TO PROGRAM 'cat'",
    "COPY outside.sale FROM PROGRAM 'echo 1'",
    "COPY (SELECT 1) TO STDOUT",
    "COMMIT",
    "COMMIT; DROP TABLE outside.sale",
    "SELECT 1; COMMIT; DROP TABLE outside.sale",
    "SELECT 1; DROP TABLE outside.sale",
    "COMMIT; BEGIN READ WRITE; DELETE FROM outside.sale; COMMIT",
    "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM outside.sale; COMMIT; SELECT 1",
    "ROLLBACK; DELETE FROM outside.sale",
    "SET TRANSACTION READ WRITE",
    "SET transaction_read_only = off",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION DEFAULT",
    "RESET ALL",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('transaction_read_only', 'off', true), outside.sneak()",
    "SELECT set_config('role', 'postgres', false), outside.sneak()",
    "SELECT set_config('default_transaction_read_only', 'off', false), outside.sneak()",
    "SELECT outside.sneak()",
    "SELECT outside.commits()",
    "SELECT outside.unlocks()",
    "DO $$ BEGIN DELETE FROM outside.sale; END $$",
    "CALL outside.sneak()",
    "PREPARE mine AS DELETE FROM outside.sale",
    "LOCK TABLE outside.sale",
    "VACUUM outside.sale",
    "NOTIFY mine",
    "EXPLAIN ANALYZE DELETE FROM outside.sale",
    "SELECT 1 $do$; END; DELETE FROM outside.sale; BEGIN",
    "SELECT lo_from_bytea(0, 'x'), outside.sneak()",
]


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Generator[Any]:
    """An outside database: a schema of its own in that of the tests, committed, by the account that owns it."""
    with django_db_blocker.unblock():
        parameters = {
            name: value
            for name, value in connections["gold"].get_connection_params().items()
            if name in ("host", "port", "user", "password", "dbname")
        }
    line = psycopg2.connect(**parameters)
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS outside CASCADE")
        cursor.execute(SCHEMA)
    yield line
    with line.cursor() as cursor:
        cursor.execute("DROP SCHEMA outside CASCADE")
    line.close()


@pytest.fixture
def address(server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Generator[FromEnvironment]:
    its = server.info
    password = quote(its.password or "unused-s3cret", safe="")
    settings.FLOW_ALLOWED_HOSTS = [its.host]
    monkeypatch.setenv("ERP_DATABASE_URL", f"postgresql://{its.user}:{password}@{its.host}:{its.port}/{its.dbname}")
    with translation.override("en"):
        yield FromEnvironment("ERP_DATABASE_URL")


def state(server: Any) -> list[Any]:
    with server.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(s::text, ' ' ORDER BY id)), count(*) FROM outside.sale s")
        found = cursor.fetchall()
        cursor.execute("SELECT last_value, is_called FROM outside.counter")
        found += cursor.fetchall()
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'outside'::regnamespace ORDER BY 1")
        return found + cursor.fetchall()


@pytest.mark.parametrize("statement", WRITES)
def test_postgresql_refuses_to_write_for_a_source(server: Any, address: FromEnvironment, statement: str) -> None:
    before = state(server)
    with pytest.raises(SourceAway, match="refused or did not answer"):
        database(Database(address, statement)).read(0)
    assert state(server) == before


def test_the_account_that_is_refused_may_write_so_that_the_refusals_mean_something(server: Any) -> None:
    before = state(server)
    with server.cursor() as cursor:
        cursor.execute("BEGIN; SELECT outside.sneak(); SELECT nextval('outside.counter')")
    assert state(server) != before
    with server.cursor() as cursor:
        cursor.execute("ROLLBACK; ALTER SEQUENCE outside.counter RESTART")
    assert state(server) == before


def test_rows_come_in_batches_with_numbers_and_days(
    server: Any, address: FromEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gold_bi.sources import database as module

    monkeypatch.setattr(module, "BATCH", 30)
    query = "SELECT id, day, amount FROM outside.sale WHERE note LIKE '100%%' AND id > %(after)s ORDER BY id;"
    source = database(Database(address, query, watermark="id"))
    rows = source.read(0)
    assert (len(rows), rows["amount"].sum(), rows["day"].iloc[0]) == (100, 1262.5, date(2026, 11, 1))
    assert int(rows[source.watermark].max()) == 100
    assert source.read(98)["id"].tolist() == [99, 100]
    assert len(source.read(100)) == 0


def test_a_moment_may_be_the_watermark(address: FromEnvironment) -> None:
    query = "SELECT id, changed FROM outside.sale WHERE changed >= %(after_moment)s ORDER BY id"
    source = database(Database(address, query, watermark="changed"))
    highest = int(source.read(0)[source.watermark].max())
    assert watermarks.moment(highest) == datetime(2026, 11, 5, 4, tzinfo=UTC)
    assert source.read(highest)["id"].tolist() == [100]


def test_days_are_read_again(address: FromEnvironment) -> None:
    days = "SELECT id FROM outside.sale WHERE day BETWEEN %(first)s AND %(last)s"
    source = database(Database(address, "SELECT 1 AS id", days_query=days))
    assert source.read_days
    assert len(source.read_days(date(2026, 11, 2), date(2026, 11, 3))) == 20


def test_a_question_without_end_is_given_up(address: FromEnvironment) -> None:
    with pytest.raises(SourceAway, match="took longer than"):
        database(Database(address, "SELECT pg_sleep(60)", seconds=0.2)).read(0)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT nothing FROM outside.sale", 'column "nothing" does not exist'),
        ("SELECT 1 AS a, 2 AS a", "Two columns of the question have one name"),
        ("SELECT '100%'", "a percent sign twice"),
        ("SELECT %(before)s", "a percent sign twice"),
        ("SELECT 1 AS a", "gives no column “id”"),
        ("SELECT date '20000-01-01' AS id", "gives a value that cannot be read"),
        ("SELECT 'x' AS id", "neither whole numbers nor moments"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_in_a_sentence(
    address: FromEnvironment, query: str, why: str
) -> None:
    with pytest.raises(SourceAway, match=why):
        database(Database(address, query, watermark="id")).read(0)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://anna:s3cret@10.0.0.9/erp", r"“10\.0\.0\.9” is no public one"),
        ("postgresql://anna:s3cret@0x7f000001/erp", "no public one"),
        ("postgresql://anna:s3cret@[::ffff:127.0.0.1]/erp", "no public one"),
        ("postgresql://anna:s3cret@%2Fvar%2Frun%2Fpostgresql/erp", "names no single host"),
        ("postgresql:///erp?host=127.0.0.1", "names no single host"),
        ("postgresql://anna:s3cret@93.184.216.34,127.0.0.1/erp", "names no single host|cannot be read"),
        ("postgresql://anna:s3cret@93.184.216.34/erp?hostaddr=127.0.0.1", "an option that is not known: hostaddr"),
        ("postgresql://anna:s3cret@93.184.216.34/erp?service=x", "an option that is not known: service"),
        ("postgresql://anna:s3cret@93.184.216.34:x/erp", "cannot be read"),
        ("mysql://anna:s3cret@db.example.com/erp", "no driver for them is installed"),
        ("oracle://anna:s3cret@db.example.com/erp", "looks like postgresql://"),
        ("sqlite:////nowhere/erp.sqlite3", "no file “erp.sqlite3”"),
        ("sqlite://host/erp.sqlite3", "looks like sqlite:////"),
    ],
)
def test_the_guard_stands_before_databases_too(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(psycopg2, "connect", lambda **_: pytest.fail("a connection was tried"))
    monkeypatch.setenv("ERP_DATABASE_URL", url)
    with translation.override("en"), pytest.raises(SourceAway, match=why) as refused:
        database(Database(FromEnvironment("ERP_DATABASE_URL"), "SELECT 1 AS n")).read(0)
    assert "s3cret" not in str(refused.value)


def test_a_name_that_changes_its_mind_leads_libpq_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was looked at is the one libpq is given; the name is there for the certificate alone."""
    asked: list[dict[str, Any]] = []

    def connect(**parameters: Any) -> None:
        asked.append(parameters)
        raise psycopg2.OperationalError("no route")

    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(psycopg2, "connect", connect)
    monkeypatch.setattr(
        guard.socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (one, port)) for one in next(answers)]
    )
    for _attempt in range(2):
        with pytest.raises(SourceAway):
            database(Database("postgresql://anna:s3cret@erp.example.com/erp", "SELECT 1")).read(0)
    assert [(one["host"], one["hostaddr"], one["sslmode"]) for one in asked] == [
        ("erp.example.com", "93.184.216.34", "require")
    ]


def test_a_password_is_in_no_message_record_or_log(
    address: FromEnvironment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def connect(**parameters: Any) -> None:
        raise psycopg2.OperationalError(f"the password {parameters['password']} is wrong")

    monkeypatch.setattr(postgresql, "CONNECT", 1)
    monkeypatch.setattr(psycopg2, "connect", connect)
    monkeypatch.setenv("ERP_DATABASE_URL", "postgresql://anna:s3cret%40@127.0.0.1/erp")
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    source = database(Database(address, "SELECT 1 AS revision", watermark="revision"))
    monkeypatch.setitem(registry._flows, "traffic", replace(registry.find("traffic"), source=source))
    with pytest.raises(runner.FlowFailed) as failed:
        runner.run("traffic", "test")
    record = FlowRun.objects.failed().get()
    assert "“127.0.0.1” refused or did not answer: the password … is wrong" in record.reason
    traced = "".join(traceback.format_exception(failed.value))
    for text in (str(failed.value), record.reason, record.log, caplog.text, traced):
        assert "s3cret" not in text


def test_a_flow_goes_on_where_it_was(server: Any, address: FromEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    query = """
        SELECT id AS revision, date_trunc('hour', changed) AS hour, 'example.it' AS host, 2 AS status_class,
               id AS requests, 0 AS bytes_sent, amount AS request_seconds
          FROM outside.sale WHERE id > %(after)s
    """
    source = database(Database(address, query, watermark="revision"))
    monkeypatch.setitem(registry._flows, "traffic", replace(registry.find("traffic"), source=source))
    first = runner.run("traffic", "test")
    assert (first.rows_read, first.rows_changed, first.watermark_after) == (100, 100, 100)
    with server.cursor() as cursor:
        cursor.execute("INSERT INTO outside.sale VALUES (101, '2026-11-20', 1, '2026-11-20 10:00Z', '')")
    try:
        second = runner.run("traffic", "test")
    finally:
        with server.cursor() as cursor:
            cursor.execute("DELETE FROM outside.sale WHERE id = 101")
    assert (second.rows_read, second.rows_changed, second.watermark_after) == (1, 1, 101)


# --- SQLite ------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Generator[Path]:
    path = tmp_path / "till 1.sqlite3"
    line = sqlite3.connect(path)
    line.execute("CREATE TABLE sale (id int, day text, amount real, changed text)")
    line.executemany(
        "INSERT INTO sale VALUES (?, ?, ?, ?)",
        [(n, f"2026-11-{n:02}", n / 4, f"2026-11-{n:02} 10:00:00") for n in range(1, 21)],
    )
    line.commit()
    line.close()
    with translation.override("en"):
        yield path


def test_an_sqlite_file_is_read(file: Path) -> None:
    query = "SELECT id, amount, changed, '5%%' AS note FROM sale WHERE changed > %(after_moment)s"
    days = "SELECT id FROM sale WHERE day BETWEEN %(first)s AND %(last)s"
    source = database(Database(f"sqlite:///{quote(str(file))}", query, watermark="changed", days_query=days))
    rows = source.read(0)
    assert (len(rows), rows["amount"].sum(), rows["note"].iloc[0]) == (20, 52.5, "5%")
    highest = int(rows[source.watermark].max())
    assert watermarks.moment(highest) == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert len(source.read(highest)) == 0
    assert source.read_days
    assert source.read_days(date(2026, 11, 3), date(2026, 11, 4))["id"].tolist() == [3, 4]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sale VALUES (999, '', 0, '')", "UPDATE sale SET amount = 0", "DELETE FROM sale", "DROP TABLE sale",
        "CREATE TABLE mine (n)", "CREATE TEMP TABLE mine (n)", "ATTACH ':memory:' AS other", "PRAGMA user_version = 7",
        "PRAGMA query_only = 0", "VACUUM", "VACUUM INTO 'copy'", "BEGIN IMMEDIATE", "COMMIT", "REINDEX",
        "COMMIT; DROP TABLE sale", "SELECT 1; DROP TABLE sale", "SELECT load_extension('x')",
        "SELECT nothing FROM sale",
    ],
)  # fmt: skip
def test_sqlite_refuses_to_write_for_a_source(file: Path, statement: str) -> None:
    before = (file.read_bytes(), sorted(file.parent.iterdir()))
    with pytest.raises(SourceAway, match=r"“till 1\.sqlite3” refused"):
        database(Database(f"sqlite:///{file}", statement)).read(0)
    assert (file.read_bytes(), sorted(file.parent.iterdir())) == before


def test_an_sqlite_question_without_end_is_given_up(file: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS i FROM n"
    with pytest.raises(SourceAway, match="took longer than"):
        database(Database(f"sqlite:///{file}", endless, seconds=0.1)).read(0)


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of the kind " * 100)
    with translation.override("en"), pytest.raises(SourceAway, match=r"“notes\.txt” refused or cannot be read"):
        database(Database(f"sqlite:///{tmp_path / 'notes.txt'}", "SELECT 1 AS n")).read(0)


def test_more_rows_than_meant_are_not_held(file: Path) -> None:
    with pytest.raises(SourceAway, match="more than 10 rows"):
        database(Database(f"sqlite:///{file}", "SELECT id FROM sale", most=10)).read(0)


def test_the_frames_keep_their_columns_when_there_is_no_row(file: Path) -> None:
    rows = database(Database(f"sqlite:///{file}", "SELECT id, day FROM sale WHERE id > %(after)s")).read(99)
    pd.testing.assert_index_equal(rows.columns, pd.Index(["id", "day"]))
