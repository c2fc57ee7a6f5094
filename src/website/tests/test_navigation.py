"""Menu, breadcrumb and language switch, read from the page a visitor gets."""

import re

from django.test import Client

from website.tests import factories
from website.tests.conftest import Company


def _menu(html: str) -> str:
    found = re.search(r'<nav class="site-nav".*?</nav>', html, re.S)
    assert found
    return found[0]


def test_the_menu_holds_live_pages_of_this_language_only(client: Client, company: Company) -> None:
    factories.ContentPageFactory(parent=company.it.home, title="Bozza", live=False)
    factories.ContentPageFactory(parent=company.it.home, title="Privacy", show_in_menus=False)
    html = client.get(company.it.home.url).content.decode()
    menu = _menu(html)
    assert company.it.content.url in menu
    assert company.en.content.url not in menu
    assert "Bozza" not in html
    assert "Privacy" not in menu


def test_what_the_menu_leaves_out_stands_in_the_footer(client: Client, company: Company) -> None:
    privacy = factories.ContentPageFactory(parent=company.it.home, title="Privacy", show_in_menus=False)
    html = client.get(company.it.home.url).content.decode()
    footer = html.partition("<footer")[2]
    assert f'<a href="{privacy.url}"' in footer
    assert privacy.url not in client.get(company.en.home.url).content.decode()


def test_the_page_one_is_on_is_marked(client: Client, company: Company) -> None:
    menu = _menu(client.get(company.it.content.url).content.decode())
    assert f'<a href="{company.it.content.url}" aria-current="page">' in menu
    assert menu.count("aria-current") == 1


def test_a_deep_page_marks_its_section_and_shows_the_way_up(client: Client, company: Company) -> None:
    html = client.get(company.it.gallery.url).content.decode()
    assert f'<a href="{company.it.index.url}" aria-current="true">' in _menu(html)
    crumbs = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S)
    assert crumbs
    assert company.it.home.url in crumbs[0]
    assert company.it.index.url in crumbs[0]


def test_the_language_switch_leads_to_the_same_page(client: Client, company: Company) -> None:
    html = client.get(company.it.content.url).content.decode()
    assert re.search(rf'<a href="{company.en.content.url}"\s+lang="en"\s+hreflang="en"', html)


def test_a_page_without_a_translation_switches_to_the_other_home(client: Client, company: Company) -> None:
    alone = factories.ContentPageFactory(parent=company.it.home, title="Solo qui")
    html = client.get(alone.url).content.decode()
    assert re.search(rf'<a href="{company.en.home.url}"\s+lang="en"', html)
    assert 'rel="alternate"' not in html
