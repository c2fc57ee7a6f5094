"""Every page type answers, in both languages, and stands only where it belongs."""

import json
import re

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import ContactPage, ContentPage, GalleryIndexPage, GalleryPage, HomePage
from website.tests.conftest import Company


@pytest.mark.parametrize("kind", ["home", "content", "index", "gallery", "contact"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_it_answers_in_its_own_language(client: Client, company: Company, kind: str, language: str) -> None:
    page = getattr(getattr(company, language), kind)
    answer = client.get(page.url)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert f'rel="canonical" href="http://testserver{page.url}"' in html


def test_it_names_its_translations_to_search_engines(client: Client, company: Company) -> None:
    html = client.get(company.it.content.url).content.decode()
    assert 'hreflang="en" href="http://testserver/en/the-workshop/"' in html
    assert 'hreflang="it" href="http://testserver/it/la-bottega/"' in html


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        (ContentPage, HomePage),
        (HomePage, HomePage),
        (GalleryIndexPage, ContentPage),
        (GalleryPage, GalleryPage),
        (ContactPage, ContentPage),
        (ContentPage, ContactPage),
        (Page, ContentPage),
    ],
)
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


def test_a_missing_page_answers_404_with_the_menu(client: Client, company: Company) -> None:
    answer = client.get("/it/non-esiste/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Questa pagina non c’è" in html
    assert company.it.content.url in html


def test_the_500_page_needs_no_database(rf: RequestFactory) -> None:
    # No database mark: a query would fail this test.
    answer = server_error(rf.get("/it/"))
    assert answer.status_code == 500
    assert "Qualcosa è andato storto" in answer.content.decode()


def test_the_company_is_described_to_search_engines(client: Client, company: Company) -> None:
    contacts = company.brand.contacts
    assert contacts
    contacts.about = "</script><b>non chiude</b>"
    contacts.save()
    html = client.get(company.it.home.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    known = json.loads(found[1])
    assert known["vatID"] == "01234567897"
    assert known["description"] == contacts.about
    assert len(known["openingHoursSpecification"]) == 6


def test_the_sitemap_holds_both_languages(client: Client, company: Company) -> None:
    xml = client.get("/sitemap.xml").content.decode()
    for page in company.it.pages + company.en.pages:
        assert f"<loc>http://testserver{page.url}</loc>" in xml


def test_robots_are_kept_out_of_the_back_office(client: Client, company: Company) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
