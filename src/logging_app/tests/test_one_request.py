"""One request: everything decoded, its page, its visitor's day, where it stands."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Page, Site

from logging_app.models import AccessLogEntry
from logging_app.screens.requests.places import Place

from .lines import line
from .reading import ingest

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

MIDNIGHT = 1795388400  # of 23 November in Rome
AGENT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def opened(client: Client, path: str) -> str:
    entry = AccessLogEntry.objects.filter(path__text=path)[0]
    answer = client.get(reverse("requests:inspect", args=[Place.of(entry)]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_asked_and_by_whom_is_decoded(admin_client: Client, tmp_path: Path, settings: Settings) -> None:
    ingest(
        tmp_path,
        settings,
        line(
            request_uri="/it/?q=due%20letti&vuoto=&x=%3Cb%3E%E2%80%AE&broken=%FF",
            http_user_agent=AGENT,
            http_referer="https://www.google.it/",
            request_time=2.0,
            upstream_response_time="1.5",
        ),
    )
    page = opened(admin_client, "/it/")
    for part in (
        "<bdi>due letti</bdi>",
        "<bdi>vuoto</bdi>",
        "<bdi>&lt;b&gt;⟨U+202E⟩</bdi>",
        "<bdi>\ufffd</bdi>",
        "Bot: <bdi>Googlebot</bdi>",
        "ricerca: Google",
        "di cui 1,5 s nel sito (75 %)",
        "access.log</bdi>, byte 0",
    ):
        assert part in page, part


def test_the_visitors_other_requests_of_that_day_stand_below(
    admin_client: Client, tmp_path: Path, settings: Settings
) -> None:
    ingest(
        tmp_path,
        settings,
        line(request_uri="/yesterday", msec=MIDNIGHT - 1),
        line(request_uri="/before", msec=MIDNIGHT),
        line(request_uri="/this", msec=MIDNIGHT + 60),
        line(request_uri="/after", msec=MIDNIGHT + 120),
        line(request_uri="/other-browser", msec=MIDNIGHT + 60, http_user_agent="curl/8"),
        line(request_uri="/other-address", msec=MIDNIGHT + 60, remote_addr="203.0.113.10"),
    )
    page = opened(admin_client, "/this")
    below = page[page.index("Questo visitatore in quel giorno") :]
    assert below.index("/after") < below.index("log-row--this") < below.index("/before")
    assert not [path for path in ("/yesterday", "/other-browser", "/other-address") if path in below]


@pytest.fixture
def contacts() -> Page:
    site = Site.objects.get(is_default_site=True)
    page: Page = site.root_page.add_child(instance=Page(title="Contatti & orari", slug="dove-siamo", live=True))
    return page


def test_a_path_that_is_a_page_carries_its_title_and_links_to_it(
    admin_client: Client, tmp_path: Path, settings: Settings, contacts: Page
) -> None:
    path = contacts.get_url()
    ingest(tmp_path, settings, line(request_uri=path), line(request_uri="/it/no-such-page/"))
    assert "Contatti &amp; orari" in admin_client.get(reverse("requests:index")).content.decode()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[contacts.pk])}"' in opened(admin_client, path)
    contacts.unpublish()
    assert "Contatti &amp; orari" not in admin_client.get(reverse("requests:index")).content.decode()


def test_bytes_that_were_no_request_are_shown_as_signs(
    admin_client: Client, tmp_path: Path, settings: Settings
) -> None:
    ingest(tmp_path, settings, line(request_method="", request_uri="", request="\x16\x03\x01<b>", status=400))
    page = opened(admin_client, "")
    assert "␖␃␁&lt;b&gt;" in page


def test_what_was_not_found_leads_to_its_redirect(admin_client: Client, tmp_path: Path, settings: Settings) -> None:
    ingest(tmp_path, settings, line(request_uri="/vecchia pagina.html?a=1", status=404))
    page = opened(admin_client, "/vecchia pagina.html")
    assert f'href="{reverse("request_log_create_redirect")}?path=%2Fvecchia+pagina.html"' in page
