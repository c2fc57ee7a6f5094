"""What the parser makes of nginx's error log."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logging_app.error_log import Clock, ErrorLogRecord, parse_error_line
from logging_app.parser import InvalidLine, Reason

FULL = (
    b'2026/11/22 23:00:01 [error] 123#124: *456 open() "/x/foo" failed (2: No such file or directory),'
    b' client: 203.0.113.9, server: _, request: "GET /foo?a=1 HTTP/1.1", upstream: "http://unix:/run/x.sock:/foo",'
    b' host: "www.example.it", referrer: "https://example.org/"'
)
TAIL = b', client: 203.0.113.9, server: _, request: "GET /foo HTTP/1.1", host: "www.example.it"'


def read(line: bytes, clock: Clock | None = None) -> ErrorLogRecord:
    record = parse_error_line(line, clock or Clock())
    assert isinstance(record, ErrorLogRecord), record
    return record


def test_it_reads_every_field_of_a_message() -> None:
    assert read(FULL) == ErrorLogRecord(
        datetime(2026, 11, 22, 23, 0, 1, tzinfo=UTC), "error", 123, 456,
        'open() "/x/foo" failed (2: No such file or directory)', "203.0.113.9", "_", "www.example.it", "GET", "/foo",
        "a=1", "http://unix:/run/x.sock:/foo", "https://example.org/",
    )  # fmt: skip


def test_it_reads_a_message_about_no_request() -> None:
    record = read(b"2026/11/22 23:00:01 [notice] 7#7: signal process started\n")
    assert (record.level, record.message) == ("notice", "signal process started")
    assert (record.connection, record.remote_addr, record.path) == (None, None, "")


@pytest.mark.parametrize("level", ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"])
def test_it_knows_every_level(level: str) -> None:
    assert read(f"2026/11/22 23:00:01 [{level}] 7#7: x".encode()).level == level


def test_it_reads_the_address_of_a_connection_that_asked_for_nothing() -> None:
    record = read(
        b"2026/11/22 23:00:01 [crit] 7#7: *3 SSL_do_handshake() failed, client: 2001:db8::1, server: 0.0.0.0:443"
    )
    assert (record.remote_addr, record.server) == ("2001:db8::1", "0.0.0.0:443")
    assert record.message == "SSL_do_handshake() failed"


def test_a_visitor_on_a_unix_socket_has_no_address() -> None:
    assert read(b"2026/11/22 23:00:01 [error] 7#7: *3 x, client: unix:, server: _").remote_addr is None


def test_a_path_cannot_pass_itself_off_as_another_address() -> None:
    record = read(b'2026/11/22 23:00:01 [error] 7#7: *3 open() "/n/x, client: 9.9.9.9, server: e" failed' + TAIL)
    assert record.remote_addr == "203.0.113.9"


def test_a_referrer_cannot_pass_itself_off_as_another_address() -> None:
    forged = b', referrer: "https://e/", client: 9.9.9.9, server: _, request: "GET /fake HTTP/1.1", host: "e""'
    record = read(b'2026/11/22 23:00:01 [error] 7#7: *3 open() "/n/x" failed' + TAIL + forged)
    assert (record.remote_addr, record.path, record.host) == ("203.0.113.9", "/foo", "www.example.it")


def test_a_quote_in_the_path_is_part_of_it() -> None:
    line = FULL.replace(b"GET /foo?a=1", b'GET /fo"o?b="')
    assert (read(line).path, read(line).query) == ('/fo"o', 'b="')


def test_a_message_that_nginx_cut_keeps_what_is_there() -> None:
    record = read(FULL[: FULL.index(b"HTTP/1.1") - 4])
    assert (record.remote_addr, record.method, record.path) == ("203.0.113.9", "GET", "/foo")


def test_fields_nobody_knows_stay_in_the_message_but_the_address_does_not() -> None:
    record = read(b"2026/11/22 23:00:01 [error] 7#7: *3 no, client: 203.0.113.9, server: _, bytes from client:0")
    assert (record.remote_addr, record.message) == ("203.0.113.9", "no, bytes from client:0")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'line2"" failed (2: No such file or directory), client: 127.0.0.1', Reason.NO_MESSAGE),
        (b"", Reason.NO_MESSAGE),
        (b"PHP Warning: something", Reason.NO_MESSAGE),
        (b"2026/11/22 23:00:01 [loud] 7#7: x", Reason.NO_MESSAGE),
        (b"2026/13/45 23:00:01 [error] 7#7: x", Reason.NO_TIME),
        (b"2026/11/22 23:00:01 [error] 7#7: " + b"x" * 20_000, Reason.TOO_LONG),
    ],
)
def test_what_is_no_message_is_kept_with_its_reason(line: bytes, reason: Reason) -> None:
    invalid = parse_error_line(line, Clock())
    assert isinstance(invalid, InvalidLine)
    assert invalid.reason == reason
    assert line.startswith(invalid.raw)


def test_the_hour_that_comes_twice_is_told_apart_by_the_order_of_the_lines() -> None:
    clock = Clock(ZoneInfo("Europe/Rome"))
    local = ["01:59:59", "02:30:00", "02:59:58", "02:00:01", "02:30:00", "03:00:00"]
    read_times = [read(f"2026/10/25 {time} [error] 7#7: x".encode(), clock).time for time in local]
    utc = [f"{time:%H:%M:%S}" for time in read_times]
    assert utc == ["23:59:59", "00:30:00", "00:59:58", "01:00:01", "01:30:00", "02:00:00"]


def test_a_line_a_little_out_of_order_stays_in_the_first_of_the_two_hours() -> None:
    clock = Clock(ZoneInfo("Europe/Rome"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert read(b"2026/10/25 02:29:58 [error] 7#7: x", clock).time == datetime(2026, 10, 25, 0, 29, 58, tzinfo=UTC)


def test_the_hour_that_is_left_out_does_not_stop_the_reading() -> None:
    clock = Clock(ZoneInfo("Europe/Rome"))
    assert read(b"2026/03/29 02:30:00 [error] 7#7: x", clock).time == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


_PIECES = st.sampled_from(
    [b", client: 1.2.3.4", b", server: _", b', request: "GET /', b'"', b', referrer: "', b"\n", b"\0", b"\xff", b", "]
)


@given(
    st.one_of(st.binary(max_size=400), st.lists(st.one_of(_PIECES, st.binary(max_size=9)), max_size=40).map(b"".join))
)
def test_it_never_raises_and_gives_text_that_postgresql_takes(junk: bytes) -> None:
    for line in (junk, b"2026/11/22 23:00:01 [error] 7#7: *3 " + junk):
        record = parse_error_line(line, Clock(ZoneInfo("Europe/Rome")))
        if isinstance(record, ErrorLogRecord):
            for value in (record.message, record.path, record.query, record.host, record.referrer, record.upstream):
                assert "\0" not in value
                value.encode()


@given(st.dates(), st.times())
def test_no_time_of_the_calendar_raises(day: object, time: object) -> None:
    parse_error_line(
        f"{day} {time}".replace("-", "/").encode()[:19] + b" [error] 7#7: x", Clock(ZoneInfo("Asia/Tokyo"))
    )
