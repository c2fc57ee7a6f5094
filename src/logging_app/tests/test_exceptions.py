"""What is kept of an exception nobody handled, and what is not."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.core.serializers import serialize
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks import task

from logging_app.exceptions import rate
from logging_app.exceptions.handler import ExceptionHandler
from logging_app.models import ExceptionReport

pytestmark = [pytest.mark.django_db, pytest.mark.urls("logging_app.tests.failing_views")]

REQUEST_ID = "ab" * 16


@pytest.fixture(autouse=True)
def _fresh_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests fail at the same places."""
    for name in ("django.request", "django_tasks"):
        for handler in logging.getLogger(name).handlers:
            if isinstance(handler, ExceptionHandler):
                monkeypatch.setattr(handler, "_rate", rate.Rate(5))


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def fail(visitor: Client, name: str, **data: str) -> ExceptionReport:
    answer = visitor.post(f"/fails/{name}/?chi=Ermenegilda", data, headers={"X-Request-ID": REQUEST_ID})
    assert answer.status_code == 500
    return ExceptionReport.objects.get()


def everything(report: ExceptionReport) -> str:
    return serialize("json", [report]) + json.dumps(report.trace, ensure_ascii=False)


def test_it_says_where_it_came_from_and_of_which_request(visitor: Client) -> None:
    report = fail(visitor, "typed", parola="hunter-2!x", nota="Il mio segreto")
    assert report.request_id is not None
    assert report.request_id.hex == REQUEST_ID
    assert (report.method, report.path, report.exception) == ("POST", "/fails/typed/", "ValueError")
    assert timezone.now() - report.time < timedelta(minutes=1)
    [trace] = report.trace
    file, line, function, source, own = trace["frames"][-1]
    assert (file, function, own) == ("logging_app/tests/failing_views.py", "_inner", True)
    assert line > 0
    assert source.startswith("raise ValueError(")
    assert [frame[4] for frame in trace["frames"][:-2]].count(True) == 0, "Django's frames are not our own"


def test_nothing_that_was_typed_is_kept(visitor: Client) -> None:
    visitor.cookies["amico"] = "Gaetanuccio"
    row = everything(fail(visitor, "typed", parola="hunter-2!x", nota="Il mio segreto: Filomena"))
    for typed in ("hunter", "segreto", "Filomena", "mario", "rossi", "1234567", "Ermenegilda", "Gaetanuccio"):
        assert typed not in row, typed
    assert "cannot use … nor '…' of … on …" in row


def test_words_that_a_visitor_said_without_quotes_are_masked(visitor: Client) -> None:
    row = everything(fail(visitor, "typed", parola="CarloMagno", nota="x"))
    assert "CarloMagno" not in row


def test_what_it_was_raised_from_is_told_first(visitor: Client) -> None:
    report = fail(visitor, "chained")
    assert [(part["exception"], part["because"]) for part in report.trace] == [
        ("ValueError", "cause"),
        ("RuntimeError", ""),
    ]
    assert report.message == "the price is no number"
    assert "quattordici" not in report.trace[0]["message"]


def test_the_row_that_the_database_quotes_is_left_out(visitor: Client) -> None:
    report = fail(visitor, "duplicate")
    assert report.exception == "django.db.utils.IntegrityError"
    assert "Giovanna" not in everything(report)
    assert report.message.startswith("duplicate key value violates unique constraint")


def test_a_secret_of_the_settings_is_masked(visitor: Client) -> None:
    assert site.SECRET_KEY not in everything(fail(visitor, "secret"))


def test_an_exception_that_cannot_be_told_is_still_reported(visitor: Client) -> None:
    assert fail(visitor, "spiteful").message == ""


def test_of_a_deep_stack_the_outer_and_the_inner_calls_are_kept(visitor: Client) -> None:
    [trace] = fail(visitor, "deep").trace
    assert len(trace["frames"]) == 50
    assert trace["left_out"] > 60


def test_the_same_failure_many_times_is_stored_a_few_times_and_counted(visitor: Client) -> None:
    now = 0.0
    few = rate.Rate(3, clock=lambda: now)
    assert [few.admit("a") for _ in range(5)] == [0, 0, 0, None, None]
    assert few.admit("b") == 0
    now = 61.0
    assert [few.admit("a") for _ in range(2)] == [2, 0]
    for _ in range(8):
        assert visitor.get("/fails/chained/").status_code == 500
    assert ExceptionReport.objects.count() == 5


def test_a_database_that_fails_keeps_nobody_from_their_answer(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(ExceptionReport.objects, "create", gone)
    assert visitor.get("/fails/chained/").status_code == 500
    monkeypatch.undo()
    assert not ExceptionReport.objects.exists()


def test_a_mistake_of_the_handler_itself_reaches_nobody(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging_app.exceptions.handler.trace_of", lambda error: [])
    monkeypatch.setattr(logging, "raiseExceptions", False)
    assert visitor.get("/fails/chained/").status_code == 500


def test_a_page_that_is_not_there_is_no_exception(visitor: Client) -> None:
    visitor.get("/fails/nothing-here/")
    assert not ExceptionReport.objects.exists()


@task()
def count_to_three() -> None:
    raise RuntimeError("lost count")


def test_a_background_task_that_fails_is_reported_with_its_name() -> None:
    count_to_three.enqueue()
    report = ExceptionReport.objects.get()
    assert (report.exception, report.message, report.method) == ("RuntimeError", "lost count", "")
    assert report.path == "logging_app.tests.test_exceptions.count_to_three"


def test_the_web_process_may_add_a_report_but_never_change_one(visitor: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('logging_app.writer', '', true)")
    report = fail(visitor, "chained")
    with pytest.raises(Exception, match="read-only"):
        ExceptionReport.objects.filter(pk=report.pk).update(path="/")
