"""What the parser makes of a line, whatever is in it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logging_app.parser import LONGEST_LINE, AccessLogRecord, InvalidLine, Reason, parse_line

from .lines import line


def record(raw: bytes) -> AccessLogRecord:
    parsed = parse_line(raw)
    assert isinstance(parsed, AccessLogRecord), parsed
    return parsed


def test_it_reads_every_field_of_a_line() -> None:
    assert record(line(request_id="ab" * 16, connection=77)) == AccessLogRecord(
        time=datetime(2026, 11, 22, 17, 31, 7, 123000, tzinfo=UTC),
        request_id="ab" * 16,
        remote_addr="203.0.113.9",
        method="GET",
        path="/it/",
        query="a=1",
        status=200,
        bytes_sent=5120,
        request_time=0.034,
        upstream_time=0.033,
        referrer="https://example.org/",
        user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
        host="www.example.it",
        protocol="HTTP/1.1",
        scheme="https",
        request_line="",
        connection=77,
    )


def test_it_takes_the_local_time_where_there_are_no_milliseconds() -> None:
    read = record(line(msec=None, time="2026-10-25T02:30:00+02:00"))
    assert read.time == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ("0.012", 0.012),
        ("0.000, 0.012", 0.012),
        ("0.250, 0.250 : 0.500", 1.0),
        ("-, 0.012", 0.012),
        ("", None),
        ("-", None),
        (None, None),
        ("soon", None),
    ],
)
def test_it_adds_up_the_times_of_several_upstreams(times: str | None, seconds: float | None) -> None:
    assert record(line(upstream_response_time=times)).upstream_time == seconds


def test_it_keeps_invalid_utf8_as_replacement_characters() -> None:
    raw = line(http_user_agent="AGENT").replace(b"AGENT", b"\xff\xfeok")
    assert record(raw).user_agent == "��ok"


def test_it_replaces_nul_and_lone_surrogates_and_keeps_pairs_and_control_characters() -> None:
    raw = line(request_uri="URI").replace(b"URI", rb"/\u0000\ud800\ud83d\ude00\t\u202e")
    assert record(raw).path == "/��😀\t\u202e"


def test_it_keeps_the_request_line_of_tls_bytes_on_port_80() -> None:
    read = record(line(request_method="", request_uri="", request="\x16\x03\x01", server_protocol="", status=400))
    assert (read.method, read.path, read.request_line) == ("", "", "\x16\x03\x01")


def test_it_reads_the_padded_status_that_nginx_writes_for_no_answer() -> None:
    assert record(line(status=987).replace(b'"status": 987', b'"status":000')).status == 0
    assert record(line(status=987).replace(b'"status": 987', b'"status":009')).status == 9


def test_it_keeps_a_path_and_an_agent_of_many_kilobytes_whole() -> None:
    read = record(line(request_uri="/" + "x" * 30_000, http_user_agent="y" * 8_192))
    assert (len(read.path), len(read.user_agent)) == (30_001, 8_192)


@pytest.mark.parametrize("address", ["unix:", "", "nonsense", "1.2.3.4.5", "::1%eth0 or 1=1;--"])
def test_an_address_is_one_that_postgresql_takes(address: str) -> None:
    assert record(line(remote_addr=address)).remote_addr in (None, "::1")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\n", Reason.NOT_JSON),
        (b'192.0.2.1 - - [22/Nov/2026:17:31:07 +0000] "GET / HTTP/1.1" 200 1\n', Reason.NOT_JSON),
        (b'{"time":"2026-11-22T17:31:07+00:00","msec":1795', Reason.NOT_JSON),
        (b"[" * 100_000, Reason.NOT_JSON),
        (b"[1]\n", Reason.NOT_AN_OBJECT),
        (line(time=None, msec=None), Reason.NO_TIME),
        (line(time="yesterday", msec=None), Reason.NO_TIME),
        (line(msec=1e300), Reason.NO_TIME),
        (line(status=None), Reason.NO_STATUS),
        (line(status="many"), Reason.NO_STATUS),
        (line(status=-1), Reason.NO_STATUS),
        (b"x" * (LONGEST_LINE + 1), Reason.TOO_LONG),
    ],
)
def test_a_line_that_is_no_request_is_kept_with_its_reason(raw: bytes, reason: Reason) -> None:
    parsed = parse_line(raw)
    assert isinstance(parsed, InvalidLine)
    assert parsed == InvalidLine(reason, raw.rstrip(b"\r\n")[:LONGEST_LINE])


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=6,
)
known_fields = st.sampled_from([*json.loads(line()), "msec", "unknown"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.dictionaries(known_fields, any_json))
def test_it_never_raises_on_any_json_and_what_it_reads_can_be_stored(fields: dict[str, object]) -> None:
    parsed = parse_line(json.dumps(fields | {"msec": 1795368667.123, "status": 200}).encode())
    assert isinstance(parsed, AccessLogRecord)
    for name in parsed.__slots__:
        value = getattr(parsed, name)
        if isinstance(value, str):
            assert "\0" not in value
            value.encode()  # raises on a lone surrogate
    assert 0 <= parsed.request_time < 1e9
    assert 0 <= parsed.bytes_sent < 2**48


@settings(deadline=None)
@given(st.binary(max_size=200) | st.builds(lambda cut: line(request_id="0" * 32)[:cut], st.integers(0, 600)))
def test_it_never_raises_on_any_bytes_and_keeps_them(raw: bytes) -> None:
    parsed = parse_line(raw)
    if isinstance(parsed, InvalidLine):
        assert parsed.raw == raw.rstrip(b"\r\n")
