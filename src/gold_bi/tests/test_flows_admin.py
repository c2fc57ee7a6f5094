from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone, translation
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from gold_bi import runner, tasks
from gold_bi.flows.registry import find
from gold_bi.models import FlowRun

from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

FLOWS, RUN, RUNS = "/admin/figures/flows/", "/admin/figures/flows/traffic/run/", "/admin/figures/runs/"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def enqueued() -> list[dict[str, str]]:
    return [result.kwargs for result in task_backends["db"].results]  # type: ignore[attr-defined]


def is_missing(answer: Any, path: str) -> bool:
    """Django looks for a missing address among the site's languages before it says 404."""
    return answer.status_code == 404 or answer.headers.get("Location") == f"/en{path}"


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    task_backends["db"].clear()  # type: ignore[attr-defined]


def test_run_now_asks_the_worker_and_links_to_what_comes_out(client: Client) -> None:
    answer = signed_in(client, "view_figures", "run_flow", "view_flowrun").post(RUN, follow=True)
    assert enqueued() == [{"name": "traffic", "started_by": "anna"}]
    page = answer.content.decode()
    assert "“Site traffic” will run as soon as the worker is free." in page
    assert f'href="{RUNS}"' in page


def test_who_may_only_look_cannot_run_a_flow(client: Client) -> None:
    signed_in(client, "view_figures")
    assert RUN not in client.get(FLOWS).content.decode()
    assert client.post(RUN)["Location"] == "/admin/"
    assert enqueued() == []


def test_looking_at_the_address_runs_nothing(client: Client) -> None:
    assert signed_in(client, superuser=True).get(RUN).status_code == 405
    assert enqueued() == []


def test_a_flow_that_is_not_there_is_not_found(client: Client) -> None:
    assert is_missing(signed_in(client, superuser=True).post(FLOWS + "nope/run/"), FLOWS + "nope/run/")
    assert enqueued() == []


def test_a_flow_that_waits_is_not_asked_for_twice(client: Client) -> None:
    DBTaskResult.objects.create(
        task_path=tasks.run_flow.module_path, backend_name="db", queue_name="default",
        args_kwargs={"args": [], "kwargs": {"name": "traffic", "started_by": "anna"}},
        run_after=timezone.now(), exception_class_path="", traceback="",
    )  # fmt: skip
    page = signed_in(client, superuser=True).post(RUN, follow=True).content.decode()
    assert "is waiting for the worker already" in page
    assert enqueued() == []
    assert 'class="button" disabled' in page


def test_a_running_flow_is_shown_as_running(client: Client) -> None:
    with runner.alone(find("traffic")):
        FlowRun.objects.create(flow="traffic", started_by="schedule")
        page = signed_in(client, superuser=True).get(FLOWS).content.decode()
    assert 'data-state="running">Running' in page
    assert "by the schedule" in page


def test_a_run_that_was_killed_is_shown_as_interrupted_at_once(client: Client) -> None:
    run = FlowRun.objects.create(flow="traffic", started_by="schedule")
    signed_in(client, superuser=True)
    for path in (FLOWS, RUNS, f"{RUNS}{run.pk}/"):
        page = client.get(path).content.decode()
        assert "The run was interrupted before its end. Nothing of it was kept." in page, path
        assert 'data-state="running"' not in page, path
    assert 'class="button" disabled' not in client.get(FLOWS).content.decode()


def test_a_run_tells_what_happened_and_when(client: Client) -> None:
    run = FlowRun.objects.create(
        flow="traffic", started_by="anna", state="succeeded", attempt=3, code_version="abc123", rows_rejected=17,
        log="12:00:01 41 rows read\n12:00:02 <b>all</b> kept\n", finished_at=timezone.now() + timedelta(seconds=75),
    )  # fmt: skip
    page = signed_in(client, "view_flowrun").get(f"{RUNS}{run.pk}/").content.decode()
    for said in ("12:00:01 41 rows read</li>", "&lt;b&gt;all&lt;/b&gt; kept", "abc123", "17", "1 minute 15 seconds"):
        assert said in page


def test_the_runs_can_be_read_with_the_reason_of_a_failure(client: Client) -> None:
    run = FlowRun.objects.create(flow="traffic", state="failed", reason="traffic: the column “host” is missing.")
    signed_in(client, "view_flowrun")
    assert "the column “host” is missing" in client.get(RUNS).content.decode()
    assert "the column “host” is missing" in client.get(f"{RUNS}{run.pk}/").content.decode()


def test_the_runs_can_be_filtered(client: Client) -> None:
    FlowRun.objects.create(flow="traffic", state="failed", reason="Eaten.")
    FlowRun.objects.create(flow="traffic", state="succeeded", rows_changed=1)
    signed_in(client, "view_flowrun")
    assert "Eaten." in client.get(RUNS, {"state": "failed"}).content.decode()
    assert "Eaten." not in client.get(RUNS, {"state": "succeeded"}).content.decode()
    assert "Eaten." not in client.get(RUNS, {"changed": "true"}).content.decode()


def test_the_list_of_runs_is_italian_for_who_reads_italian(client: Client) -> None:
    FlowRun.objects.create(flow="traffic", state="failed", started_by="schedule")
    signed_in(client, "view_flowrun")
    page = client.get(RUNS, headers={"accept-language": "it"}).content.decode()
    assert "Esecuzioni dei flussi" in page
    assert "Non riuscita" in page
    assert "il calendario" in page


@pytest.mark.parametrize("action", ["new/", "edit/{}/", "delete/{}/", "copy/{}/", "history/{}/", "usage/{}/"])
def test_not_even_a_superuser_can_change_a_run(client: Client, action: str) -> None:
    run = FlowRun.objects.create(flow="traffic", state="failed")
    signed_in(client, superuser=True)
    path = RUNS + action.format(run.pk)
    assert is_missing(client.get(path), path)
    assert is_missing(client.post(path), path)
    page = client.get(RUNS).content.decode()
    assert "/new/" not in page
    assert "/delete/" not in page
    assert FlowRun.objects.count() == 1


@pytest.mark.parametrize("path", [FLOWS, RUNS])
def test_who_has_no_permission_is_turned_away(client: Client, path: str) -> None:
    assert signed_in(client).get(path)["Location"] == "/admin/"


def test_the_permissions_stand_where_users_do_and_groups_can_be_given_them(client: Client) -> None:
    codenames = Permission.objects.using("default").filter(content_type__app_label="gold_bi")
    assert set(codenames.values_list("codename", flat=True)) == {
        "view_figures", "run_flow", "view_flowrun", "upload_file", "view_rejectedrow", "change_rejectedrow",
    }  # fmt: skip
    form = signed_in(client, superuser=True).get("/admin/groups/new/").content.decode()
    assert "Can see the figures" in form
    assert "Can run flows" in form


def test_the_menu_shows_each_what_they_may_open(client: Client) -> None:
    page = signed_in(client, "view_figures").get("/admin/account/").content.decode()
    assert "/admin/figures/traffic/" in page
    assert "/admin/figures/runs/" not in page


def test_a_task_reports_what_came_out_and_leaves_a_run_under_way_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> FlowRun:
        raise tasks.runner.AlreadyRunning("It is running already.")

    monkeypatch.setattr(tasks.runner, "run", busy)
    assert tasks.run_flow.call("traffic", "anna") == "It is running already."
    run = FlowRun(flow="traffic", rows_read=4, rows_changed=2)
    monkeypatch.setattr(tasks.runner, "run", lambda *_: run)
    assert tasks.run_flow.call("traffic", "anna") == "traffic: 4 rows read, 2 changed"
