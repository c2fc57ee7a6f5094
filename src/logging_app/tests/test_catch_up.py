"""The catch-up stores what line by line stores: the same rows, texts, rollups and unparsable lines."""

from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from logging_app import models, rollup
from logging_app.batch import Batch
from logging_app.bulk.days import WholeDays, compute
from logging_app.bulk.store import ColumnBatch, ColumnStore
from logging_app.store import Store

from .lines import line

pytestmark = pytest.mark.django_db

START = 1_774_700_000  # 28 March 2026: the day after it has 23 hours in Rome


def ordinary(number: int = 0, **changes: str) -> bytes:
    """A line as our nginx format writes it; texts are put in as they are."""
    texts = {
        "msec": f"{START + number * 7_200}.125",
        "request_id": f"{number:032x}",
        "remote_addr": f"203.0.113.{number % 7}",
        "request_method": "GET",
        "request": "GET /it/?a=1 HTTP/1.1",
        "request_uri": f"/it/{number % 5}/?utm_source=Mail&n=1",
        "status": str((200, 304, 404, 502)[number % 4]),
        "body_bytes_sent": "5120",
        "request_time": f"{number % 9}.{number % 7}34",
        "upstream_response_time": ("", "0.033", "-")[number % 3],
        "http_referer": ("-", "https://www.google.com/", "")[number % 3],
        "http_user_agent": ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Googlebot/2.1")[number % 2],
        "host": "www.example.it",
        "server_protocol": "HTTP/1.1",
        "scheme": "https",
        "connection": str(number),
    } | changes
    numbers = ("msec", "status", "body_bytes_sent", "request_time", "connection")
    fields = [f'"{name}":{text}' if name in numbers else f'"{name}":"{text}"' for name, text in texts.items()]
    return ("{" + '"time":"2026-03-28T12:00:00+00:00",' + ",".join(fields) + "}\n").encode("utf-8", "surrogatepass")


ODD = [
    line(),  # other spacing
    line(http_user_agent='quoted " and \\ and \x00 and \ud800'),
    ordinary(status="000"),
    ordinary(status="009"),
    ordinary(status="1000"),
    ordinary(status='"200"'),
    ordinary(status="-1"),
    ordinary(status="2e2"),
    ordinary(msec='"1774700000.5"'),
    ordinary(msec="1774700000"),
    ordinary(msec="9999999999.999"),
    ordinary(msec="null"),
    ordinary(body_bytes_sent="99999999999999999999"),
    ordinary(body_bytes_sent="007"),
    ordinary(request_time="-0.001"),
    ordinary(request_time="999999.999"),
    ordinary(request_time="1000000000.000"),
    ordinary(upstream_response_time="0.000, 0.012 : 0.003"),
    ordinary(upstream_response_time="-, 0.001"),
    ordinary(upstream_response_time="0"),
    ordinary(upstream_response_time="٠.٠٠٠"),
    ordinary(request_method="", request_uri="", request="\x16\x03\x01"),
    ordinary(request_method="", request="PRI * HTTP/2.0"),
    ordinary(request_uri="?"),
    ordinary(request_uri="/a?b?c"),
    ordinary(request_uri="/tab\there"),
    ordinary(request_uri="/nul\0here"),
    ordinary(request_uri="/back\\u0000slash"),
    ordinary(request_uri="/bad\\xescape"),
    ordinary(request_uri="/surrogate\\ud800"),
    ordinary(request_uri="/raw\ud800"),
    ordinary(request_uri="/è/\u202e/\u2028/\x85/"),
    ordinary(request_uri="  /spaces  "),
    ordinary(request_uri="/" + "x" * 9_000),
    ordinary(http_user_agent=""),
    ordinary(http_user_agent="  "),
    ordinary(http_user_agent="null"),
    ordinary(http_user_agent="\\N"),
    ordinary(http_user_agent="a" * 9_000),
    ordinary(request_method="M" * 40),
    ordinary(host="h" * 300),
    ordinary(host="è" * 200),
    ordinary(scheme="s" * 20),
    ordinary(request_id="no id"),
    ordinary(request_id="ABCDEF" + "0" * 26),
    ordinary(request_id=""),
    ordinary(remote_addr="unix:"),
    ordinary(remote_addr="2001:0DB8::1"),
    ordinary(remote_addr="fe80::1%eth0"),
    ordinary(remote_addr="::ffff:1.2.3.4"),
    ordinary(remote_addr=""),
    ordinary(extra="more"),
    ordinary(scheme='https","host":"twice'),
    ordinary(scheme='https"}{"'),
    ordinary(connection="-5"),
    ordinary()[:-2] + b',"late":1}\n',
    ordinary().replace(b"Mozilla", b"Mozilla\xff\xfe").replace(b"Googlebot", b"\xc3("),
    ordinary().replace(b"/it/", b"/\xe2\x82/"),
    ordinary().replace(b"/it/", b"/\xed\xa0\x80/"),
    ordinary()[:-1] + b"\r\n",
    ordinary()[:-1] + b" \n",
    ordinary()[:-2] + b'}"}""}\n',
    b"\n",
    b"\r\n",
    b"   \n",
    b"{}\n",
    b"null\n",
    b"[1]\n",
    b"\x16\x03\x01\x02\n",
    b'"' * 60 + b"\n",
    b"x" * 300_000 + b"\n",
    ordinary()[:100] + b"\n",
]


@pytest.fixture(autouse=True)
def _no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same salts both ways, or no visitor's number would be the same."""
    monkeypatch.setattr("logging_app.enrichment.visitors.secrets.token_bytes", lambda count: b"s" * count)


def stored(store: Store, batch: Batch, fingerprint: str) -> dict[str, Any]:
    """Everything that the batch puts into the database, texts in place of their numbers; then it is gone again."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        log_file = models.LogFile.objects.create(
            pk=1, path="a", fingerprint=fingerprint, inode=1, bytes_read=batch.start
        )
        assert store.become_reader()
        try:
            if isinstance(store, ColumnStore):
                sum_up_in_passing(store, log_file, batch)
            else:
                store.save(log_file, batch)
                rollup.compute_dirty_days()
            return everything()
        finally:
            store.stop_reading()
            cursor.execute("ROLLBACK TO SAVEPOINT before")


def sum_up_in_passing(store: ColumnStore, log_file: models.LogFile, batch: Batch) -> None:
    days = WholeDays()
    rows = store.prepare(log_file.pk, batch)
    store.write(log_file, batch, rows)
    days.add(rows.facts, rows.addresses, rows.generation)
    for day in {localdate(moment) for moment in batch.moments()}:
        whole = days.take(day)
        assert whole
        compute(day, whole)


def everything() -> dict[str, Any]:
    texts: dict[Any, dict[Any, str]] = {
        model: {row.pk: str(row) for row in model.objects.all()}
        for model in (models.Path, models.Agent, models.Referrer, models.Campaign, models.Endpoint)
    }
    found: dict[str, Any] = {}
    for model, but in (
        (models.AccessLogEntry, ()),
        (models.TrafficHour, ("id", "revision")),
        (models.LogFile, ("first_read_at", "last_read_at")),
        (models.UnparsableLine, ("id", "read_at")),
        (models.Day, ("computed_at",)),
        (models.PathDay, ("id",)),
        (models.AgentDay, ("id",)),
        (models.ReferrerDay, ("id",)),
        (models.CampaignDay, ("id",)),
        (models.AddressDay, ("id",)),
    ):
        rows = []
        for entry in model.objects.all():
            row = {}
            for field in entry._meta.concrete_fields:
                value = getattr(entry, field.attname)
                known = texts.get(field.related_model)
                if isinstance(value, memoryview):
                    value = bytes(value)
                row[field.name] = known.get(value) if known and value is not None else value
            rows.append(sorted((name, repr(value)) for name, value in row.items() if name not in but))
        found[model.__name__] = sorted(rows)
    found["texts"] = [sorted(known.values()) for known in texts.values()]
    return found


def assert_both_ways_agree(data: bytes, start: int = 0) -> dict[str, Any]:
    by_line = stored(Store(), Batch.parse(start, data), "f")
    by_column = stored(ColumnStore(), ColumnBatch.of_columns(start, data), "f")
    for name, rows in by_line.items():
        assert by_column[name] == rows, name
    return by_line


def test_ordinary_lines_are_read_as_columns() -> None:
    batch = ColumnBatch.of_columns(0, b"".join(ordinary(number) for number in range(100)))
    assert batch.columns is not None
    assert (len(batch.columns), len(batch.records), len(batch.invalid)) == (100, 0, 0)


def test_ordinary_lines_become_the_same_rows_and_rollups() -> None:
    found = assert_both_ways_agree(b"".join(ordinary(number) for number in range(200)), start=12_345)
    assert len(found["AccessLogEntry"]) == 200
    assert len(found["Day"]) == 18


def test_all_odd_lines_together_and_a_torn_end() -> None:
    between = (ordinary(number) for number in range(len(ODD)))
    assert_both_ways_agree(ordinary(1) + b"".join(odd + next(between) for odd in ODD) + ordinary(2)[:80])


TEXT = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ["", "-", "/", "?", '"', "\\", "\t", "\\N", "\x00"]
)
LINES = st.one_of(
    st.builds(ordinary, st.integers(0, 50)),
    st.builds(
        lambda number, name, text: ordinary(number, **{name: text}),
        st.integers(0, 50),
        st.sampled_from(
            [
                "request_id",
                "remote_addr",
                "request_method",
                "request",
                "request_uri",
                "http_referer",
                "http_user_agent",
                "host",
                "server_protocol",
                "scheme",
                "upstream_response_time",
                "status",
                "request_time",
                "body_bytes_sent",
                "connection",
            ]
        ),
        TEXT,
    ),
    st.builds(
        lambda name, text: line(**{name: text}), st.sampled_from(["request_uri", "http_user_agent", "host"]), TEXT
    ),
    st.builds(
        lambda number, at, rest: ordinary(number)[:at] + rest + b"\n",
        st.integers(0, 9),
        st.integers(0, 700),
        st.binary(max_size=8),
    ),
    st.builds(lambda raw: raw + b"\n", st.binary(max_size=40)),
)


@given(st.lists(LINES, min_size=1, max_size=12))
@hypothesis_settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_log_both_ways_agree(lines: list[bytes]) -> None:
    assert_both_ways_agree(ordinary(3) + b"".join(lines))


def test_the_offices_requests_are_left_out_both_ways() -> None:
    models.LogPolicy.objects.create(pk=1, office_networks="203.0.113.0/30")
    found = assert_both_ways_agree(b"".join(ordinary(number) for number in range(20)))
    assert 0 < len(found["AccessLogEntry"]) < 20


@pytest.mark.parametrize("zone", ["Europe/Rome", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"])
def test_days_begin_where_the_site_is(settings: Settings, zone: str) -> None:
    settings.TIME_ZONE = zone
    assert_both_ways_agree(b"".join(ordinary(number, msec=f"{START + number * 900}.000") for number in range(120)))
