"""Special actions: offered to those who may, done by the worker, with their progress and their end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from wagtail.models import Page

from base.lib.actions import registry
from base.lib.actions.models import ActionRun
from base.lib.actions.registry import Action, ActionFailed, Asked, Progress
from base.lib.actions.tasks import carry_out

pytestmark = pytest.mark.django_db

PAGE = "/admin/actions/"


def _person(*permissions: str) -> Client:
    person = get_user_model().objects.create_user("anna", email="anna@example.com", password="x")
    for codename in ("access_admin", *permissions):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    client = Client()
    client.force_login(person)
    return client


def _work() -> None:
    """As the worker does; it would close the test's connection."""
    for run in ActionRun.objects.filter(state=ActionRun.State.WAITING):
        carry_out.func(run.pk)


@pytest.fixture
def outcome() -> Iterator[dict[str, Any]]:
    """An action whose end the test decides: `raises`, or `says` after one step of progress."""
    ends: dict[str, Any] = {}

    def do(asked: Asked, progress: Progress) -> str:
        progress(3, 8)
        ends["seen"] = list(ActionRun.objects.values_list("state", "done", "total"))
        if "raises" in ends:
            raise ends["raises"]
        return f"{asked.choice} for {asked.username}"

    choices = [("one", "The first"), ("two", "The second")]
    registry.register(Action("try", "Try it", "Tries.", "actions.do_upkeep", do, "Which", lambda: list(choices)))
    yield ends
    del registry._registered["try"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_do_nothing_sees_nothing(method: str) -> None:
    client = _person()
    assert getattr(client, method)(PAGE if method == "get" else f"{PAGE}rebuild-search/").status_code == 302
    assert PAGE not in client.get("/admin/").content.decode()
    assert not ActionRun.objects.exists()


def test_each_sees_what_they_may_have_done() -> None:
    shown = _person("run_flow").get(PAGE).content.decode()
    assert "run-flow/" in shown
    assert "rebuild-search/" not in shown


def test_the_worker_does_it_and_the_page_says_how_it_went(outcome: dict[str, Any]) -> None:
    client = _person("do_upkeep")
    assert client.post(f"{PAGE}try/", {"choice": "two"}).status_code == 302
    waiting = client.get(PAGE).content.decode()
    assert "data-follow" in waiting
    assert "The second" in waiting
    _work()
    assert outcome["seen"] == [("running", 3, 8)]
    done = client.get(PAGE).content.decode()
    assert "two for anna" in done
    assert "data-follow" not in done


@pytest.mark.parametrize("error", [ActionFailed("It cannot be done."), ValueError("It cannot be done.")])
def test_what_fails_says_why(outcome: dict[str, Any], error: Exception) -> None:
    client, outcome["raises"] = _person("do_upkeep"), error
    client.post(f"{PAGE}try/", {"choice": "one"})
    _work()
    assert ActionRun.objects.get().state == ActionRun.State.FAILED
    assert "It cannot be done." in client.get(PAGE).content.decode()


def test_nothing_is_done_to_what_cannot_be_chosen(outcome: dict[str, Any]) -> None:
    answer = _person("do_upkeep").post(f"{PAGE}try/", {"choice": "<three>"}, follow=True)
    assert "&lt;three&gt;" in answer.content.decode()
    assert not ActionRun.objects.exists()


def test_it_is_not_asked_for_twice_at_once(outcome: dict[str, Any]) -> None:
    client = _person("do_upkeep")
    for choice in ("one", "two"):
        client.post(f"{PAGE}try/", {"choice": choice})
    assert ActionRun.objects.get().choice == "one"


def test_it_is_not_done_for_one_who_no_longer_may(outcome: dict[str, Any]) -> None:
    _person("do_upkeep").post(f"{PAGE}try/", {"choice": "one"})
    get_user_model().objects.get(username="anna").user_permissions.clear()
    _work()
    assert "seen" not in outcome
    assert ActionRun.objects.get().state == ActionRun.State.FAILED


def test_a_worker_that_died_leaves_it_free_to_be_asked_for_again(outcome: dict[str, Any]) -> None:
    client = _person("do_upkeep")
    ActionRun.objects.create(action="try", choice="one", state=ActionRun.State.RUNNING)
    client.get(PAGE)
    assert ActionRun.objects.get().state == ActionRun.State.FAILED
    client.post(f"{PAGE}try/", {"choice": "one"})
    assert ActionRun.objects.filter(state=ActionRun.State.WAITING).count() == 1


def test_the_search_index_is_rebuilt() -> None:
    client = _person("do_upkeep")
    page = Page.objects.filter(depth=2).first()
    assert page
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wagtailsearch_indexentry")
    assert not Page.objects.live().search(page.title).count()
    client.post(f"{PAGE}rebuild-search/")
    _work()
    assert ActionRun.objects.get().state == ActionRun.State.DONE, ActionRun.objects.get().outcome
    assert Page.objects.live().search(page.title).count()


def test_a_letter_shows_that_letters_arrive() -> None:
    _person("do_upkeep").post(f"{PAGE}test-letter/")
    _work()
    assert [letter.to for letter in mail.outbox] == [["anna@example.com"]]
