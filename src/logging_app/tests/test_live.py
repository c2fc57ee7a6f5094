"""The live view gives what is new since a place, and leaves out what it asks itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.models import AccessLogEntry
from logging_app.screens.requests.places import Place

from .lines import line
from .reading import ingest

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

START = 1795368661
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    ingest(
        tmp_path,
        settings,
        line(request_uri="/it/", msec=START, http_user_agent=PERSON),
        line(request_uri="/en/", msec=START + 10, status=404, http_user_agent=PERSON),
        line(request_uri="/admin/requests/live/rows/?after=1-1", msec=START + 20, http_user_agent=PERSON),
        line(request_uri="/it/<b>", msec=START + 30, http_user_agent="Googlebot/2.1"),
    )


def rows(client: Client, **query: str) -> dict[str, Any]:
    answer = client.get(reverse("requests:live_rows"), query)
    assert "no-store" in answer["Cache-Control"]
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.usefixtures("some")
def test_what_is_new_comes_with_the_place_to_ask_from_next(admin_client: Client) -> None:
    first = rows(admin_client)
    assert len(first["rows"]) == 3
    assert "/it/&lt;b&gt;" in first["rows"][0]["html"]
    assert first["after"] == first["rows"][0]["place"]
    middle = AccessLogEntry.objects.get(path__text="/en/")
    later = rows(admin_client, after=str(Place(middle.time + timedelta(seconds=5), 0)))
    assert [row["place"] for row in later["rows"]] == [first["after"]]


@pytest.mark.usefixtures("some")
def test_a_line_written_a_moment_late_is_not_lost(admin_client: Client) -> None:
    newest = AccessLogEntry.objects.get(path__text="/it/<b>")
    again = rows(admin_client, after=str(Place(newest.time + timedelta(seconds=2), 0)))
    assert [row["place"] for row in again["rows"]] == [str(Place.of(newest))]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("query", "number"), [({"status_class": "4"}, 1), ({"who": "bots"}, 1), ({"path": "/it"}, 2), ({"path": "/no"}, 0)]
)
def test_it_can_be_narrowed_down(admin_client: Client, query: dict[str, str], number: int) -> None:
    assert len(rows(admin_client, **query)["rows"]) == number
    assert admin_client.get(reverse("requests:live"), query).status_code == 200


@pytest.mark.usefixtures("some")
def test_nothing_new_keeps_the_place(admin_client: Client) -> None:
    place = str(Place(AccessLogEntry.objects.latest("time").time + timedelta(hours=1), 5))
    assert rows(admin_client, after=place) == {"rows": [], "after": place}


def test_an_empty_log_says_what_to_expect(admin_client: Client) -> None:
    assert "Ancora niente" in admin_client.get(reverse("requests:live")).content.decode()
