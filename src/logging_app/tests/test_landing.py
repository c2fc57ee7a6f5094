"""The pages that people landed on from a site or a campaign, and the countries they ask from."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from pytest_django.fixtures import Settings

from logging_app import path_figures
from logging_app.models import AddressDay, Day, PathDay
from logging_app.models import Path as LogPath
from logging_app.screens.sources import landing

from .stored import GOOGLEBOT, asked, store

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
GOOGLE, PARTNER = "https://www.google.com/", "https://www.partner.example/links"


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    days = [timedelta(days=n) for n in (1, 2, 5)]
    store(
        tmp_path,
        settings,
        *(asked("/it/menu/", times=2, referrer=GOOGLE, ago=ago) for ago in days),
        asked("/it/", times=3, referrer="https://www.google.it/", ago=days[0]),
        asked("/it/", referrer=GOOGLE, ip="192.0.2.4", ago=days[0]),
        asked("/it/menu/", times=9, referrer=GOOGLE, agent=GOOGLEBOT, ago=days[0]),
        asked("/static/site.css", referrer=GOOGLE, ago=days[0]),
        asked("/it/gone/", referrer=GOOGLE, status=404, ago=days[0]),
        asked("/it/", referrer=PARTNER, ago=days[0]),
        asked("/it/contatti/", referrer=PARTNER + "/more", ago=days[0]),
        asked("/it/offerte/?utm_source=newsletter&utm_medium=email&utm_campaign=Autunno", times=2, ago=days[1]),
    )


def landed(client: Client, **query: Any) -> tuple[dict[str, tuple[int, int]], Any, str]:
    answer = client.get(reverse("request_log_landing"), query)
    assert answer.status_code == 200
    rows = {row.label: (row.values["views"], row.values["visitors"]) for row in answer.context["rows"]}
    return rows, answer.context, answer.content.decode()


@pytest.mark.usefixtures("some")
def test_a_site_leads_to_the_pages_people_landed_on_from_it(owner: Client) -> None:
    sources = owner.get(reverse("request_log_sources"), {"period": "7"}).content.decode()
    assert f"{reverse('request_log_landing')}?group=search&amp;site=Google&amp;period=7" in sources
    rows, context, page = landed(owner, group="search", site="Google", period="7")
    assert rows == {"/it/menu/": (6, 3), "/it/": (4, 2)}
    assert context["origin"].views == 10
    assert context["further"] == ""
    assert "ha portato 10 pagine viste" in page
    assert landed(owner, group="search", site="Google", period="yesterday")[0] == {"/it/": (4, 2), "/it/menu/": (2, 1)}


@pytest.mark.usefixtures("some")
def test_so_do_a_group_one_page_of_a_site_and_a_campaign(owner: Client) -> None:
    assert landed(owner, group="search", period="7")[0] == {"/it/menu/": (6, 3), "/it/": (4, 2)}
    assert set(landed(owner, group="other", site="partner.example", period="7")[0]) == {"/it/", "/it/contatti/"}
    assert landed(owner, group="other", site="partner.example", page=PARTNER, period="7")[0] == {"/it/": (1, 1)}
    campaign = {"source": "newsletter", "medium": "email", "campaign": "autunno"}
    assert landed(owner, **campaign, period="7")[0] == {"/it/offerte/": (2, 1)}
    assert "nessuno è arrivato da lì" in landed(owner, **(campaign | {"source": "other"}), period="7")[2]


@pytest.mark.usefixtures("some")
def test_it_says_how_far_it_read_and_leads_further_back(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "SECONDS", 1e-9)
    rows, context, page = landed(owner, group="search", site="Google", period="7")
    assert rows == {"/it/": (4, 2), "/it/menu/": (2, 1)}
    assert "Qui le 6 più recenti" in page
    older = owner.get(reverse("request_log_landing") + context["further"])
    assert older.context["period"].last == localdate() - timedelta(days=2)
    assert [row.values["views"] for row in older.context["rows"]] == [2]
    whole = owner.get(reverse("request_log_landing") + context["further"] + "&export=csv")
    assert "/it/menu/,,4,2" in b"".join(whole).decode()


@pytest.mark.usefixtures("some")
def test_nonsense_is_not_answered_with_everything(owner: Client) -> None:
    for query in ({}, {"group": "nonsense"}, {"site": "Google"}):
        assert owner.get(reverse("request_log_landing"), query, follow=True).status_code == 404
    assert landed(owner, group="other", site="<b>x</b>' OR 1=1", page="\0", period="7")[0] == {}


def test_without_a_database_nothing_speaks_of_countries(owner: Client, settings: Settings) -> None:
    settings.COUNTRY_DATABASE = ""
    assert owner.get(reverse("request_log_countries"), follow=True).status_code == 404
    for name in ("requests:index", "request_log_addresses", "request_log_overview"):
        page = owner.get(reverse(name)).content.decode()
        assert 'name="country"' not in page
        assert reverse("request_log_countries") not in page


def test_with_one_there_are_a_screen_and_a_filter(owner: Client, settings: Settings) -> None:
    settings.COUNTRY_DATABASE = "countries.mmdb"
    day = localdate() - timedelta(days=1)
    Day.objects.create(day=day, computed_at=now())
    for n, (country, views) in enumerate([("IT", 5), ("DE", 7), ("IT", 4), ("", 1)]):
        AddressDay.objects.create(
            day=day, ip=f"192.0.2.{n}", country=country, views=views, requests=views * 2, bot_requests=0, errors=0,
            probes=0, sign_ins=0, bytes_sent=100,
        )  # fmt: skip
    answer = owner.get(reverse("request_log_countries"), {"period": "yesterday"})
    rows = [(row.label, row.values["views"], row.url) for row in answer.context["rows"]]
    assert rows[0] == ("IT", 9, f"{reverse('requests:index')}?country=IT")
    assert [row[:2] for row in rows[1:]] == [("DE", 7), ("non si sa", 1)]
    assert "logging_app/countries.js" in answer.content.decode()
    text = b"".join(owner.get(reverse("request_log_countries"), {"period": "yesterday", "export": "csv"}))
    assert "IT,9,18,0,0,200" in text.decode()
    assert 'name="country"' in owner.get(reverse("requests:index")).content.decode()


def ranking(limit: int) -> list[tuple[str, int]]:
    days = (localdate() - timedelta(days=3), localdate())
    return [(row["text"], row["requests"]) for row in path_figures.ranked(days, "requests", limit)]


def test_the_ranking_of_paths_is_the_same_by_its_short_cut_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many a day are looked at first; where few a day may add up to a place, all are."""
    days = [localdate() - timedelta(days=n) for n in range(4)]
    Day.objects.bulk_create(Day(day=day) for day in days)
    paths = LogPath.objects.bulk_create(
        LogPath(digest=f"00000000-0000-0000-0000-{n:012}", text=f"/it/{n}/", kind="page") for n in range(6)
    )
    # Two of many; one that is never much a day, and yet the third in all; three of few.
    asked_for = [(400, 400, 0, 0), (0, 0, 300, 0), (9, 9, 9, 9), (20, 0, 0, 0), (1, 0, 0, 0), (0, 0, 0, 1)]
    PathDay.objects.bulk_create(
        PathDay(
            day=day, path=path, requests=requests, views=0, visitors=0, not_found=0, client_errors=0, server_errors=0,
            bytes_sent=0, request_ms=0, latency=[0] * 16,
        )
        for path, each in zip(paths, asked_for, strict=True)
        for day, requests in zip(days, each, strict=True) if requests
    )  # fmt: skip
    asked_with: list[int] = []
    plain = path_figures.rows_of

    def noted(sql: str, given: dict[str, Any]) -> list[dict[str, Any]]:
        asked_with.append(given["much"])
        return plain(sql, given)

    monkeypatch.setattr(path_figures, "rows_of", noted)
    assert ranking(2) == [("/it/0/", 800), ("/it/1/", 300)]
    assert asked_with == [10]
    assert ranking(3) == [("/it/0/", 800), ("/it/1/", 300), ("/it/2/", 36)]
    assert asked_with == [10, 10, 1]
    assert [number for _text, number in ranking(10)] == [800, 300, 36, 20, 1, 1]
    assert asked_with == [10, 10, 1, 10, 1, 0]
    period = (days[-1], days[0])
    assert len(path_figures.ranked(period, "views", 3)) == 3, "of what nobody viewed, too"
    assert [row["text"] for row in path_figures.ranked(period, "requests", 3, words="/2")] == ["/it/2/"]
