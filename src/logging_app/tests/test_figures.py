"""The figures of the site in the admin: from the log's lines to what the owner reads."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Page, Site

from logging_app import models

from .traffic import BOT, asked, record

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
SCREENS = ["request_log_overview", "request_log_pages", "request_log_slow", "request_log_bandwidth"]
HOSTILE = "/it/<b onclick=alert(1)>\u202egnp/"


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("owner", "owner@example.it", "secret"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def home() -> Page:
    """The page behind /it/."""
    page = Site.objects.get(is_default_site=True).root_page
    page.title = "La bottega"
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    record(
        tmp_path,
        settings,
        *(asked("/it/", remote_addr=f"203.0.113.{n}", request_time=0.1) for n in range(4)),
        asked("/it/", days_ago=40, request_time=0.1),
        asked("/it/", days_ago=40, request_time=0.1),
        asked("/it/chi-siamo/", days_ago=61),  # how far the log reaches back
        asked("/it/chi-siamo/", days_ago=60),
        asked("/it/", http_user_agent=BOT),
        asked("/it/chi-siamo/", request_time=2.5),
        asked("/it/chi-siamo/", status=502),
        asked("/static/site.css", body_bytes_sent=9_000_000, http_user_agent=BOT),
        asked(HOSTILE),
    )


def page(client: Client, name: str, **query: str) -> str:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("some")
def test_the_overview_counts_people_and_compares_with_the_days_before(owner: Client) -> None:
    answer = owner.get(reverse("request_log_overview"))
    tiles = {tile.label: tile for tile in answer.context["tiles"]}
    assert tiles["Daily visitors"].value == "5"  # the four, and one who asked for other pages
    assert tiles["Page views"].value == "6"
    assert [change.words for change in tiles["Page views"].changes] == ["▲ 100% more than the days before"]
    assert tiles["Failed requests (5xx)"].value == "1"
    assert tiles["Share of bots"].value == "22\N{NO-BREAK SPACE}%"


@pytest.mark.usefixtures("some")
def test_the_charts_stack_people_and_bots_and_say_what_they_show(owner: Client) -> None:
    visits, errors, latency = owner.get(reverse("request_log_overview")).context["charts"]
    people, bots = visits["figure"]["data"]
    assert (len(people["x"]), sum(people["y"]), sum(bots["y"])) == (30, 7, 2)
    assert "78\N{NO-BREAK SPACE}% of the requests were people’s" in visits["finding"]
    assert errors["finding"].startswith("One request failed, on ")
    assert [trace["name"] for trace in latency["figure"]["data"]] == ["p50", "p95", "p99"]


@pytest.mark.usefixtures("some")
def test_a_day_can_be_drawn_by_the_hour(owner: Client) -> None:
    answer = owner.get(reverse("request_log_overview"), {"period": "yesterday", "by": "hour"})
    people = answer.context["charts"][0]["figure"]["data"][0]
    assert len(people["x"]) in (23, 24, 25)

    assert [hour[-5:] for hour, count in zip(people["x"], people["y"], strict=True) if count] == ["12:00"]


@pytest.mark.usefixtures("some")
def test_what_was_published_is_marked_and_listed_and_its_title_is_only_text(owner: Client, home: Page) -> None:
    home.title = "<b>Saldi</b>"
    home.save_revision().publish(user=get_user_model().objects.get())
    from wagtail.log_actions import log

    log(home, "wagtail.publish")
    answer = owner.get(reverse("request_log_overview"), {"period": "month"})
    marks = answer.context["charts"][0]["figure"]["data"][-1]
    assert any("&lt;b&gt;Saldi&lt;/b&gt;" in text for text in marks["text"])
    assert reverse("wagtailadmin_pages:edit", args=[home.pk]) in answer.content.decode()


@pytest.mark.usefixtures("some")
def test_pages_are_ranked_by_views_with_their_title_and_links(owner: Client, home: Page) -> None:
    rows = owner.get(reverse("request_log_pages")).context["rows"]
    assert rows[0].label == "/it/"
    assert rows[0].title == "La bottega (it)"
    assert [url for url, _label in rows[0].links] == [reverse("wagtailadmin_pages:edit", args=[home.pk]), "/it/"]
    assert [cell["text"] for cell in rows[0].cells[:2]] == ["4", "4"]
    assert rows[0].cells[0]["change"].sign == "▲ +100\N{NO-BREAK SPACE}%"


@pytest.mark.usefixtures("some")
def test_pages_are_sorted_by_another_figure_and_searched(owner: Client) -> None:
    assert owner.get(reverse("request_log_pages"), {"order": "server_errors"}).context["rows"][0].values["errors"] == 1
    found = owner.get(reverse("request_log_pages"), {"q": "CHI_siamo"}).context["rows"]
    assert found == []  # an underscore is one, not any letter
    found = owner.get(reverse("request_log_pages"), {"q": "CHI-siamo"}).context["rows"]
    assert [row.label for row in found] == ["/it/chi-siamo/"]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("name", SCREENS)
def test_what_a_visitor_sent_is_shown_and_never_run(owner: Client, name: str) -> None:
    html = page(owner, name, least="1")
    assert "<b onclick" not in html
    assert "\u202e" not in html
    if name != "request_log_overview":
        assert "⟨U+202E⟩" in html


@pytest.mark.usefixtures("some")
def test_the_slowest_pages_come_first_and_rare_ones_only_when_asked_for(owner: Client) -> None:
    assert owner.get(reverse("request_log_slow")).context["rows"] == []
    rows = owner.get(reverse("request_log_slow"), {"least": "1"}).context["rows"]
    assert rows[0].label == "/it/chi-siamo/"
    assert 2048 <= rows[0].values["p95"] <= 4096


@pytest.mark.usefixtures("some")
def test_bandwidth_says_what_bots_took(owner: Client) -> None:
    answer = owner.get(reverse("request_log_bandwidth"))
    assert answer.context["rows"][0].label == "/static/site.css"
    assert answer.context["chart"]["finding"].startswith("Bots took 100\N{NO-BREAK SPACE}% of the bytes")
    assert answer.context["kinds"][0]["kind"] == "file"


@pytest.mark.usefixtures("some")
def test_one_path_has_its_days_referrers_and_outcomes(owner: Client) -> None:
    path = models.Path.objects.get(text="/it/chi-siamo/")
    for by in ("day", "hour"):
        answer = owner.get(reverse("request_log_path", args=[path.pk]), {"period": "7", "by": by})
        assert [each["name"] for each in answer.context["referrers"]] == ["example.org"]
        assert {each["status"] for each in answer.context["statuses"]} == {200, 502}
        assert sum(sum(trace["y"]) for trace in answer.context["chart"]["figure"]["data"]) == 2
    assert owner.get(reverse("request_log_path", args=[10**9]), follow=True).status_code == 404


@pytest.mark.usefixtures("some")
def test_a_ranking_is_exported_whole_and_inert(owner: Client, tmp_path: Path, settings: Settings) -> None:
    answer = owner.get(reverse("request_log_pages"), {"export": "csv"})
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][:3] == ["Path", "Title", "Page views"]
    assert rows[1][0] == "/it/"
    book = openpyxl.load_workbook(BytesIO(owner.get(reverse("request_log_pages"), {"export": "xlsx"}).getvalue()))
    assert [cell.value for cell in next(book.active.iter_rows())] == rows[0]


@pytest.mark.parametrize("name", SCREENS)
def test_an_empty_log_says_why_and_what_to_do(owner: Client, name: str) -> None:
    assert "There are no figures yet" in page(owner, name)


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("name", SCREENS)
def test_days_without_traffic_lead_to_those_with(owner: Client, name: str) -> None:
    html = page(owner, name, period="custom", **{"from": "2020-01-01", "to": "2020-01-02"})
    assert "Show that day" in html


@pytest.mark.parametrize("name", SCREENS)
def test_only_who_may_see_requests_sees_figures(client: Client, name: str) -> None:
    user = get_user_model().objects.create_user("anna", "anna@example.it", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename="view_accesslogentry"))
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.usefixtures("some")
def test_the_page_editor_shows_what_became_of_the_page_in_two_queries(owner: Client, home: Page) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    owner.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = owner.get(address).content.decode()
    assert "<b>4</b> page views" in html
    assert "<polyline" in html
    asked_for = [query["sql"] for query in queries if "logging_app_path" in query["sql"]]
    assert len(asked_for) == 2


def test_the_page_editor_says_that_nobody_asked_and_nothing_of_a_new_page(owner: Client, home: Page) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert "Nobody asked for this page" in owner.get(address).content.decode()
    Page.objects.filter(pk=home.pk).update(first_published_at=None)
    html = owner.get(address).content.decode()
    assert "log-page-figures" not in html.replace("page_editor.css", "")
