"""The page for while the site is away: whole in itself, in every language, with the brand's own face."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import TestCase
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from pytest_django import Settings
from wagtail.models import Site

from base.lib.schedule.registry import registered
from website.maintenance.page import page
from website.models import Contacts, OpeningHours
from website.tasks import write_maintenance_page
from website.tests.conftest import Company


def _page(company: Company) -> str:
    return " ".join(page(Site.objects.get()).split())


def test_it_says_in_both_languages_who_this_is_and_how_to_reach_them(company: Company) -> None:
    html = _page(company)
    italian, english = html.split('<section lang="en">')
    assert "Torniamo subito" in italian
    assert "Back in a moment" in english
    for part in (italian, english):
        assert 'href="tel:+390310000168"' in part
        assert "09:00–12:30" in part
    assert "Lunedì–sabato" in italian or "lunedì–sabato" in italian
    assert "Monday–Saturday" in english
    assert "Ronchi" in html


def test_it_asks_for_nothing_and_allows_nothing(company: Company) -> None:
    company.brand.logo.save("logo.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    html = page(Site.objects.get())
    assert not re.search(r"<(?:link|script|iframe)\b", html)
    assert "url(" not in html
    assert "@font-face" not in html
    assert all(address.startswith("data:") for address in re.findall(r'(?:src|srcset)="([^"]*)"', html))
    assert 'src="data:image/svg+xml;base64,' in html
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;" in html
    assert "default-src &#x27;none&#x27;" in html
    assert "unsafe" not in html


def test_it_wears_the_brand_s_colours(company: Company) -> None:
    before = page(Site.objects.get())
    company.brand.accent_colour = "#0055aa"
    company.brand.save()
    assert before != page(Site.objects.get())


def test_a_logo_that_is_too_large_gives_way_to_the_name(company: Company) -> None:
    company.brand.logo.save("logo.png", ContentFile(b"x" * 200_000))
    html = _page(company)
    assert "<img" not in html
    assert '<p class="name">Ronchi</p>' in html


def test_without_contacts_and_hours_it_still_says_that_we_come_back(company: Company) -> None:
    company.brand.contacts = company.brand.opening_hours = None
    company.brand.save()
    html = _page(company)
    assert "Torniamo subito" in html
    assert "<table>" not in html


def test_the_command_writes_it_where_nginx_reads(company: Company, settings: Settings) -> None:
    call_command("write_maintenance_page")
    written = Path(settings.MEDIA_ROOT) / "maintenance.html"
    assert "Torniamo subito" in written.read_text()
    assert written.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in Path(settings.MEDIA_ROOT).glob("*.new")] == []


@pytest.mark.django_db
def test_without_a_site_the_command_says_so() -> None:
    Site.objects.all().delete()
    with pytest.raises(CommandError, match="no site"):
        call_command("write_maintenance_page")


def test_it_is_written_again_when_what_it_says_changes(company: Company) -> None:
    queue = task_backends["db"]
    assert isinstance(queue, DummyBackend)
    queue.clear()
    for record in (company.brand, Contacts.objects.get(), OpeningHours.objects.get()):
        with TestCase.captureOnCommitCallbacks(execute=True):
            record.save()
    asked = [result.task for result in queue.results]
    assert asked.count(write_maintenance_page) == 3


def test_a_new_season_s_hours_come_by_the_night() -> None:
    assert [each.cron for each in registered() if each.task == write_maintenance_page] == ["10 0 * * *"]
