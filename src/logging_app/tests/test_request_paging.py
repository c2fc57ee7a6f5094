"""The list of requests goes through the log by place: nothing counted, nothing skipped, nothing twice."""

import re
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.models import AccessLogEntry
from logging_app.screens.requests import criteria, search
from logging_app.screens.requests.places import Place

from .lines import line
from .reading import ingest

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

START = 1795368661
DAY = 86_400


def shown(client: Client, address: str) -> tuple[list[str], str]:
    """The paths, and the page."""
    answer = client.get(address)
    assert answer.status_code == 200
    return [row.entry.path.text for row in answer.context["object_list"]], answer.content.decode()


def link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.fixture
def many(tmp_path: Path, settings: Settings) -> list[str]:
    """120 requests, several of them in the same millisecond; their paths, the newest first."""
    ingest(tmp_path, settings, *(line(request_uri=f"/{n}", msec=START + n // 7) for n in range(120)))
    return [f"/{n}" for n in reversed(range(120))]


def test_older_pages_show_every_request_once(admin_client: Client, many: list[str]) -> None:
    address, seen = reverse("requests:index"), []
    while address:
        paths, page = shown(admin_client, address)
        seen += paths
        address = link(page, "next")
    assert seen == many


def test_newer_leads_back_the_same_way(admin_client: Client, many: list[str]) -> None:
    _, first = shown(admin_client, reverse("requests:index"))
    _, second = shown(admin_client, link(first, "next"))
    third, page = shown(admin_client, link(second, "next"))
    assert third == many[100:]
    paths, page = shown(admin_client, link(page, "prev"))
    assert paths == many[50:100]
    paths, page = shown(admin_client, link(page, "prev"))
    assert paths == many[:50]


def test_a_filter_is_kept_from_page_to_page(admin_client: Client, many: list[str]) -> None:
    address, seen = reverse("requests:index") + "?path=/&status_class=2", []
    while address:
        paths, page = shown(admin_client, address)
        seen += paths
        address = link(page, "next")
        assert not address or "status_class=2" in address
    assert seen == many


@pytest.mark.usefixtures("many")
def test_nothing_is_counted_and_nothing_skipped(admin_client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(reverse("requests:index"), {"slower": "1"})
    asked = [query["sql"] for query in queries if "accesslogentry" in query["sql"]]
    assert asked
    # One look at the index, how far back so many entries go, is no skipping of pages.
    beyond = f"LIMIT 1 OFFSET {search.FIRST_ENTRIES}"
    assert not [sql for sql in asked if "COUNT(" in sql or "OFFSET" in sql.replace(beyond, "")]


@pytest.fixture
def spread(tmp_path: Path, settings: Settings) -> None:
    """One slow request a day for forty days, quick ones between."""
    lines = [line(request_uri=f"/slow{n}", msec=START + n * DAY, request_time=9.5) for n in range(40)]
    quick = [line(request_uri="/quick", msec=START + n * DAY + 60) for n in range(40)]
    ingest(tmp_path, settings, *(each for pair in zip(lines, quick, strict=True) for each in pair))


@pytest.mark.usefixtures("spread")
def test_a_search_without_an_index_reads_back_to_the_first_request(admin_client: Client) -> None:
    paths, page = shown(admin_client, reverse("requests:index") + "?slower=9000")
    assert paths == [f"/slow{n}" for n in reversed(range(40))]
    assert "Cercato fino al" not in page


@pytest.mark.usefixtures("spread")
def test_a_search_whose_time_is_up_says_how_far_it_came_and_goes_on(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = count(step=0.03)
    monkeypatch.setattr(search, "_clock", lambda: next(ticks))
    monkeypatch.setattr(search, "FIRST_ENTRIES", 8)
    address, seen, pages = reverse("requests:index") + "?slower=9000", [], 0
    while address and pages < 50:
        paths, page = shown(admin_client, address)
        assert not paths or "Cercato fino al" in page or not link(page, "next")
        seen += paths
        address, pages = link(page, "next"), pages + 1
    assert seen == [f"/slow{n}" for n in reversed(range(40))]
    assert pages > 2


@pytest.mark.usefixtures("spread")
def test_a_filter_by_a_text_too_common_for_numbers_still_answers(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(criteria, "MANY_TEXTS", 3)
    paths, _ = shown(
        admin_client, reverse("requests:index") + "?path=/slow&path_contains=slow&host=example&agent=Firefox"
    )
    assert len(paths) == 40


@pytest.mark.usefixtures("spread")
def test_an_address_is_found_again_when_only_its_network_is_left(admin_client: Client) -> None:
    AccessLogEntry.objects.update(ip="203.0.113.0/24")
    assert len(shown(admin_client, reverse("requests:index") + "?ip=203.0.113.9&slower=9000")[0]) == 40
    assert len(shown(admin_client, reverse("requests:index") + "?ip=203.0.0.0/16&slower=9000")[0]) == 40
    assert not shown(admin_client, reverse("requests:index") + "?ip=203.0.114.9")[0]


@pytest.mark.usefixtures("spread")
@pytest.mark.parametrize("place", ["older-x", "older-99999999999999999-1", "newer-1-99999999999999999999", "-", "1-1"])
def test_a_place_nobody_wrote_is_the_newest_page_or_an_empty_one(admin_client: Client, place: str) -> None:
    assert admin_client.get(reverse("requests:index"), {"p": place}).status_code == 200


@pytest.mark.usefixtures("spread")
def test_a_request_that_is_gone_is_not_found_in_plain_words(admin_client: Client) -> None:
    entry = AccessLogEntry.objects.all()[0]
    assert admin_client.get(reverse("requests:inspect", args=[Place.of(entry)])).status_code == 200
    assert (
        admin_client.get(reverse("requests:inspect", args=[Place(entry.time, entry.id + 1)]), follow=True).status_code
        == 404
    )
    assert admin_client.get("/admin/requests/99999999999999999-1/", follow=True).status_code == 404
