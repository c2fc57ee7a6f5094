"""What editors see."""

import json
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from website.blocks.body import BodyBlock
from website.models import Contacts, OpeningHours
from website.tests.conftest import Company


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


def test_the_brand_can_be_edited(editor: Client, company: Company) -> None:
    address = reverse("wagtailsettings:edit", args=["website", "brandingsettings", company.site.pk])
    html = editor.get(address).content.decode()
    assert "Colore principale" in html
    answer = editor.post(
        address,
        {
            "site_name": "Ronchi e figli",
            "trade": "workshop",
            "accent_colour": "#225577",
            "second_colour": "#334455",
            "look": "bottega",
            "fonts": "modern",
            "corners": "look",
            "density": "calm",
            "messages_kept": "12",
            "contacts": "",
            "opening_hours": "",
        },
    )
    assert answer.status_code == 302
    company.brand.refresh_from_db()
    assert company.brand.accent_colour == "#225577"


def test_the_back_office_bears_the_brand_s_name(client: Client, company: Company) -> None:
    html = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Dietro le quinte di Ronchi" in html


@pytest.mark.parametrize("legal_name", ["", "Ronchi S.r.l."])
def test_without_a_name_of_its_own_the_back_office_bears_the_company_s(
    editor: Client, company: Company, legal_name: str
) -> None:
    company.brand.site_name = ""
    company.brand.contacts = Contacts.objects.create(locale=company.it.home.locale, legal_name=legal_name)
    company.brand.save()
    html = editor.get(reverse("wagtaildocs:index")).content.decode()
    title = re.search(r"<title>(.*?)</title>", html, re.S)
    assert title is not None
    assert " ".join(title[1].split()) == f"Documenti - {legal_name or 'Wagtail'}"


def test_the_side_menu_s_script_is_asked_for_once(editor: Client, company: Company) -> None:
    asked: list[str] = []
    url = staticfiles_storage.url

    def counting(name: str, *rest: Any, **options: Any) -> str:
        asked.append(name)
        return url(name, *rest, **options)

    with patch.object(staticfiles_storage, "url", counting):
        html = editor.get(reverse("wagtaildocs:index")).content.decode()
    assert asked.count("wagtailadmin/js/sidebar.js") == 1
    _before, _found, rest = html.partition('<script id="wagtail-sidebar-props" type="application/json">')
    menu = json.loads(rest.partition("<")[0])
    assert {module["_type"] for module in menu["modules"]} >= {"wagtail.sidebar.MainMenuModule"}


@pytest.mark.parametrize("kind", ["home", "content", "index", "gallery", "contact"])
def test_every_page_type_opens_in_the_editor(editor: Client, company: Company, kind: str) -> None:
    page = getattr(company.it, kind)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert editor.get(page.url).status_code == 200


@pytest.mark.parametrize("model", [Contacts, OpeningHours])
def test_the_company_s_records_open_in_the_editor(
    editor: Client, company: Company, model: type[Contacts] | type[OpeningHours]
) -> None:
    record = model.objects.first()
    base = model.snippet_viewset
    assert editor.get(reverse(base.get_url_name("list"))).status_code == 200
    assert editor.get(reverse(base.get_url_name("edit"), args=[record.pk])).status_code == 200


@pytest.mark.parametrize("name", sorted(BodyBlock().child_blocks))
def test_every_block_has_a_preview_and_says_what_it_is(rf: RequestFactory, company: Company, name: str) -> None:
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert block.meta.icon
    with translation.override("it"):
        assert str(block.meta.description)
    request = rf.get("/", headers={"host": "testserver"})
    html = block.render(block.get_preview_value(), context={"request": request})
    assert html.strip()
