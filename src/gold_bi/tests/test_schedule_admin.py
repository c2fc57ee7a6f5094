from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from base.lib.schedule.models import Schedule

from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

FLOWS, PAGE = "/admin/figures/flows/", "/admin/figures/flows/traffic/schedule/"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def owner(client: Client) -> Client:
    return signed_in(client, "view_figures", "run_flow")


def test_a_simple_choice_is_saved_said_in_words_and_due_from_now_on(client: Client) -> None:
    page = owner(client).post(PAGE, {"kind": "weekdays", "at": "08:30", "enabled": "on"}, follow=True).content.decode()
    assert "“Site traffic” runs by itself Monday to Friday at 08:30." in page
    row = Schedule.objects.get(name="flow traffic")
    assert (row.cron, row.enabled) == ("30 8 * * 1-5", True)
    assert timezone.localtime(row.next_due_at).strftime("%H:%M") == "08:30"
    assert 'value="weekdays"' in client.get(PAGE).content.decode()


def test_a_paused_flow_says_so_and_goes_back_to_what_is_declared(client: Client) -> None:
    page = owner(client).post(PAGE, {"kind": "daily", "at": "05:00"}, follow=True).content.decode()
    assert "Its schedule is paused." in page
    client.post(PAGE, {"reset": "1"})
    row = Schedule.objects.get(name="flow traffic")
    assert (row.cron, row.enabled) == ("*/5 * * * *", True)
    assert row.next_due_at - timezone.now() < timedelta(minutes=5)


def test_an_expression_is_checked_without_being_saved(client: Client) -> None:
    page = owner(client).get(PAGE, {"kind": "own", "expression": "30 8,17 * * 1-5"}).content.decode()
    assert "Monday to Friday at 08:30 and 17:30." in page
    assert page.count("(CET)") + page.count("(CEST)") == 5
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("61 * * * *", "The field “minute” holds “61”. Allowed are 0 to 59"),
        ("0 5 * * FRY", "The field “day of the week” holds “FRY”"),
        ("0 5 * *", "Here are 4."),
        ("0 5 30 2 *", "name a day that there never is"),
        ("", "This choice needs it."),
    ],
)
def test_a_wrong_expression_is_refused_with_its_field_and_what_is_allowed(
    client: Client, expression: str, said: str
) -> None:
    answer = owner(client).post(PAGE, {"kind": "own", "expression": expression, "enabled": "on"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Schedule.objects.exists()
    assert said in client.get(PAGE, {"kind": "own", "expression": expression, "part": "1"}).content.decode()


def test_who_may_only_look_cannot_change_when_it_runs(client: Client) -> None:
    signed_in(client, "view_figures")
    assert PAGE not in client.get(FLOWS).content.decode()
    assert client.post(PAGE, {"kind": "hourly"})["Location"] == "/admin/"
    assert not Schedule.objects.exists()


def test_in_italian_the_flows_say_when_they_run(client: Client) -> None:
    Schedule.objects.create(name="flow traffic", cron="0 6 1 * *", next_due_at=timezone.now())
    page = owner(client).get(FLOWS, headers={"accept-language": "it"}).content.decode()
    assert "il giorno 1 del mese alle 06:00" in page
