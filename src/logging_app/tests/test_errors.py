"""Errors read from nginx's log or left by the site, joined to their requests and shown in the admin."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.joins import errors_of, request_of
from logging_app.models import AccessLogEntry, ErrorLogEntry, ExceptionReport, LogFile, LogPolicy, UnparsableLine

from .lines import line

# The admin home, where a refused editor lands, reads GOLD.
pytestmark = pytest.mark.django_db(databases=["default", "gold"])

# lines.py's moment, 2026-11-22 17:31:07.123 UTC, in the error log's words.
MOMENT = datetime(2026, 11, 22, 17, 31, 7, tzinfo=UTC)
HOSTILE = "\"><script>alert('x')</script>\u202e{{7*7}}"


def error(
    message: str = "connect() failed (111: Connection refused) while connecting to upstream", **changes: Any
) -> bytes:
    said: dict[str, Any] = {"at": MOMENT, "level": "error", "connection": 7, "ip": "203.0.113.9", "uri": "/it/?a=1"}
    said |= changes
    head = f"{said['at']:%Y/%m/%d %H:%M:%S} [{said['level']}] 12#12: *{said['connection']} {message}"
    tail = f', client: {said["ip"]}, server: _, request: "GET {said["uri"]} HTTP/1.1", host: "www.example.it"\n'
    return (head + tail).encode()


@pytest.fixture
def logs(tmp_path: Path, settings: Settings) -> Path:
    settings.ACCESS_LOG, settings.ERROR_LOG = tmp_path / "access.log", tmp_path / "error.log"
    return tmp_path


def read(logs: Path, access: list[bytes], errors: list[bytes]) -> str:
    with (logs / "access.log").open("ab") as file:
        file.writelines(access)
    with (logs / "error.log").open("ab") as file:
        file.writelines(errors)
    out = StringIO()
    call_command("tail_access_log", "--once", stdout=out)
    return out.getvalue()


def shown(client: Client, name: str = "request_log_errors", *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_message_is_stored_once_however_often_the_log_is_read(logs: Path) -> None:
    assert "Read 3 lines of 2 files, 1 unparsable." in read(logs, [line()], [error(), b"the rest of a message\n"])
    read(logs, [], [])
    read(logs, [], [error("another")])
    assert list(ErrorLogEntry.objects.order_by("id").values_list("message", "connection")) == [
        ("connect() failed (111: Connection refused) while connecting to upstream", 7),
        ("another", 7),
    ]
    assert [(kept.reason, bytes(kept.raw)) for kept in UnparsableLine.objects.all()] == [
        ("no_message", b"the rest of a message")
    ]
    file = LogFile.objects.get(kind="error")
    assert (file.bytes_read, file.lines) == ((logs / "error.log").stat().st_size, 3)


def test_a_rotated_error_log_goes_on_where_it_was(logs: Path) -> None:
    read(logs, [], [error("one")])
    with (logs / "error.log").open("ab") as file:
        file.write(error("two"))
    (logs / "error.log").rename(logs / "error.log.1")
    read(logs, [], [error("three", at=MOMENT + timedelta(seconds=9))])
    assert sorted(ErrorLogEntry.objects.values_list("message", flat=True)) == ["one", "three", "two"]


def test_the_office_is_not_recorded_in_the_errors_either(logs: Path) -> None:
    LogPolicy.objects.create(pk=1, office_networks="198.51.100.0/24")
    read(logs, [], [error(ip="198.51.100.7"), error()])
    assert list(ErrorLogEntry.objects.values_list("ip", flat=True)) == ["203.0.113.9"]
    assert LogFile.objects.get(kind="error").ignored == 1


def test_times_are_read_in_the_zone_nginx_writes_them_in(logs: Path, settings: Settings) -> None:
    settings.ERROR_LOG_TIME_ZONE = "Europe/Rome"
    read(logs, [], [error()])
    assert ErrorLogEntry.objects.get().time == MOMENT - timedelta(hours=1)


def test_an_error_is_joined_to_its_request_of_several_on_the_same_connection(logs: Path) -> None:
    read(
        logs,
        [
            line(connection=7, request_uri="/it/altro", status=200),
            line(connection=7, status=502, request_id="c" * 32),
            line(connection=7, status=200, msec=1795368667.123 + 600, request_id="d" * 32),
            line(connection=8, remote_addr="198.51.100.7", status=502),
        ],
        [error()],
    )
    [found] = ErrorLogEntry.objects.all()
    request = request_of(found)
    assert request is not None
    assert request.request_id is not None
    assert request.request_id.hex == "c" * 32
    with_errors = [entry for entry in AccessLogEntry.objects.all() if errors_of(entry)]
    assert with_errors == [request]


def test_an_error_in_the_middle_of_a_long_request_is_joined_to_it(logs: Path) -> None:
    read(
        logs,
        [line(connection=7, request_time=90, msec=1795368667 + 60, status=504)],
        [error("upstream timed out (110: Connection timed out)")],
    )
    assert request_of(ErrorLogEntry.objects.get()) == AccessLogEntry.objects.get()
    assert errors_of(AccessLogEntry.objects.get()).server == [ErrorLogEntry.objects.get()]


def test_where_the_log_has_no_connection_address_path_and_time_decide(logs: Path) -> None:
    read(
        logs,
        [line(status=502), line(status=502, remote_addr="198.51.100.7"), line(request_uri="/en/")],
        [error()],
    )
    request = request_of(ErrorLogEntry.objects.get())
    assert request is not None
    assert (request.ip, request.path.text) == ("203.0.113.9", "/it/")


def test_the_list_has_both_kinds_newest_first_and_leads_to_their_requests(owner: Client, logs: Path) -> None:
    read(logs, [line(connection=7, status=502), line(request_id="e" * 32, msec=1795368670, status=500)], [error()])
    report(request_id="e" * 32, time=MOMENT + timedelta(seconds=3))
    page = shown(owner)
    texts = re.findall(r"<code><bdi>(.*?)</bdi></code>", page)
    assert texts == ["ValueError: no price", "connect() failed (111: Connection refused) while connecting to upstream"]
    for entry in AccessLogEntry.objects.all():
        assert f"-{entry.pk}/" in page


def report(**changes: Any) -> ExceptionReport:
    frames = [
        ["django/core/handlers/base.py", 197, "_get_response", "response = wrapped_callback(request)", False],
        ["website/pages/shop.py", 31, "price_of", "raise ValueError(text)", True],
    ]
    trace = [{"exception": "ValueError", "message": "no price", "because": "", "left_out": 0, "frames": frames}]
    fields = {"time": MOMENT, "method": "GET", "path": "/it/", "exception": "ValueError", "message": "no price"}
    return ExceptionReport.objects.create(**fields | {"trace": trace} | changes)


def test_many_of_the_same_are_one_line_with_their_number(owner: Client, logs: Path) -> None:
    errors = [error(f"limiting requests, excess: 0.{n} by zone") for n in range(30)]
    read(logs, [], [*errors, error("worker is tired", level="warn")])
    report(left_out=4)
    page = owner.get(reverse("request_log_errors")).context
    assert sorted(burst.count for burst in page["bursts"]) == [1, 5, 30]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "server"}, {"careful", "broken", "worse"}),
        ({"kind": "exception"}, {"no price"}),
        ({"level": "error"}, {"broken", "worse", "no price"}),
        ({"level": "crit"}, {"worse"}),
        ({"text": "BROK"}, {"broken"}),
        ({"text": "price"}, {"no price"}),
        ({"hours": "1"}, set()),
        ({"text": "nothing like it"}, set()),
    ],
)
def test_the_list_can_be_narrowed_down(owner: Client, logs: Path, query: dict[str, str], expected: set[str]) -> None:
    read(logs, [], [error("careful", level="warn"), error("broken"), error("worse", level="crit")])
    report()
    context = owner.get(reverse("request_log_errors"), query).context
    assert {burst.newest.error.message for burst in context["bursts"]} == expected


def test_a_filter_that_cannot_be_is_refused_in_words(owner: Client) -> None:
    assert 'role="alert"' in shown(owner, level="terrible")


def test_older_errors_are_a_page_away_and_none_is_shown_twice(owner: Client, logs: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("logging_app.screens.errors.events.PAGE", 4)
    read(logs, [], [error(f"{chr(97 + n)} failed") for n in range(6)])
    for letter in "xyz":
        report(message=letter)
    seen: list[str] = []
    url = reverse("request_log_errors")
    while url:
        context = owner.get(url).context
        seen += [burst.newest.error.message for burst in context["bursts"]]
        url = context["older"] and reverse("request_log_errors") + context["older"]
    assert len(seen) == 9
    assert set(seen) == {"a failed", "b failed", "c failed", "d failed", "e failed", "f failed", "x", "y", "z"}


def test_a_text_is_looked_for_a_stretch_at_a_time(owner: Client, logs: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("logging_app.screens.errors.events.SEARCHED", 3)
    read(logs, [], [error("rare"), *(error("usual", at=MOMENT + timedelta(seconds=n)) for n in range(1, 8))])
    url, pages = reverse("request_log_errors") + "?text=rare", 0
    while url:
        context = owner.get(url).context
        pages += 1
        url = context["further"] and reverse("request_log_errors") + context["further"]
        if context["bursts"]:
            break
    assert [burst.newest.error.message for burst in context["bursts"]] == ["rare"]
    assert pages > 1


def test_one_error_says_what_it_means_and_which_request_it_was(owner: Client, logs: Path) -> None:
    read(logs, [line(connection=7, status=502)], [error()])
    page = shown(owner, "request_log_server_error", ErrorLogEntry.objects.get().pk)
    assert "Il sito non ha risposto a nginx" in page
    assert f"-{AccessLogEntry.objects.get().pk}/" in page


def test_one_exception_shows_its_own_lines_and_folds_the_libraries(owner: Client) -> None:
    page = shown(owner, "request_log_exception", report().pk)
    own, libraries = page.index("website/pages/shop.py:31"), page.index("django/core/handlers/base.py:197")
    assert libraries < own
    assert "<details" in page[:libraries]
    assert "</details>" in page[libraries:own]
    assert "Traceback (most recent call last):" in page


def test_a_request_says_what_went_wrong_with_it(owner: Client, logs: Path) -> None:
    read(logs, [line(connection=7, status=502, request_id="e" * 32)], [error()])
    kept = report(request_id="e" * 32)
    address = re.search(r'href="([^"]*/requests/[^"]*)"', shown(owner, "request_log_exception", kept.pk))
    assert address
    page = owner.get(address[1]).content.decode()
    assert reverse("request_log_exception", args=[kept.pk]) in page
    assert reverse("request_log_server_error", args=[ErrorLogEntry.objects.get().pk]) in page


def test_what_a_visitor_sent_is_shown_and_never_run(owner: Client, logs: Path) -> None:
    read(logs, [], [error(f'open() "/n/{HOSTILE}" failed (2: No such file or directory)')])
    kept = report(path=HOSTILE, message=HOSTILE)
    for page in (
        shown(owner),
        shown(owner, "request_log_server_error", ErrorLogEntry.objects.get().pk),
        shown(owner, "request_log_exception", kept.pk),
    ):
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "⟨U+202E⟩{{7*7}}" in page


def test_only_who_may_look_at_the_requests_sees_errors(client: Client) -> None:
    user = get_user_model().objects.create_user("editor", "editor@example.it", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    kept = report()
    for address in (reverse("request_log_errors"), reverse("request_log_exception", args=[kept.pk])):
        assert client.get(address).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename="view_accesslogentry"))
    assert client.get(reverse("request_log_errors")).status_code == 200


def test_nobody_can_change_an_error_there(owner: Client) -> None:
    for name, args in (("request_log_errors", []), ("request_log_exception", [report().pk])):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(owner, method)(reverse(name, args=args)).status_code == 405


def test_an_error_that_is_gone_is_not_found(owner: Client) -> None:
    for pk in (1, 2**70):
        assert owner.get(reverse("request_log_server_error", args=[pk]), follow=True).status_code == 404


def test_an_empty_list_says_why(owner: Client, logs: Path) -> None:
    assert "ERROR_LOG" in shown(owner)
    read(logs, [], [error()])
    ErrorLogEntry.objects.all().delete()
    assert "Non è andato storto nulla" in shown(owner)
