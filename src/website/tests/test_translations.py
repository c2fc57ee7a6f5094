"""What editors are told of missing and outdated translations, and what visitors get instead."""

import html as html_module
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from website.models import Menus
from website.tests import factories
from website.tests.conftest import Company
from website.translations.marks import mark_page


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


def words(client: Client, address: str) -> str:
    """The text of a page of the admin, on one line."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]*>", " ", answer.content.decode(), flags=re.S)
    return " ".join(html_module.unescape(text).split())


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def explore(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


REPORT = "/admin/reports/missing-translations/"


def test_a_page_that_is_missing_in_a_language_is_marked_everywhere(editor: Client, company: Company) -> None:
    alone = factories.ContentPageFactory(parent=company.it.home, title="Solo qui")
    for address in (edit(alone), explore(company.it.home), REPORT):
        assert "Inglese manca" in words(editor, address), address
        assert (
            reverse("wagtail_localize:submit_page_translation", args=[alone.pk]) in editor.get(address).content.decode()
        )


def test_a_site_that_is_translated_has_no_marks(editor: Client, company: Company) -> None:
    for record in (company.brand.contacts, company.brand.opening_hours):
        assert record
        record.copy_for_translation(factories.locale("en")).save()
    for address in (edit(company.it.content), explore(company.it.home), REPORT):
        assert not re.search(r"Inglese (manca|non è)", words(editor, address)), address
    assert "Tutto quello che i visitatori vedono è tradotto" in words(editor, REPORT)


def test_a_translation_that_is_older_than_its_original_is_outdated(editor: Client, company: Company) -> None:
    now = timezone.now()
    Page.objects.filter(pk=company.en.content.pk).update(last_published_at=now - timedelta(days=2))
    Page.objects.filter(pk=company.it.content.pk).update(last_published_at=now - timedelta(days=1))
    for address in (edit(company.it.content), explore(company.it.home), REPORT):
        assert "Inglese non è aggiornato" in words(editor, address), address


def test_a_translation_that_is_not_published_is_named(editor: Client, company: Company) -> None:
    company.en.content.unpublish()
    assert "Inglese non è pubblicato" in words(editor, edit(company.it.content))


def test_a_page_written_in_english_first_lacks_italian(editor: Client, company: Company) -> None:
    factories.ContentPageFactory(parent=company.en.home, title="Only here", language="en")
    assert "Italiano manca" in words(editor, REPORT)


def test_the_company_s_records_are_in_the_report_and_marked(editor: Client, company: Company) -> None:
    contacts = company.brand.contacts
    assert contacts
    assert str(contacts) in words(editor, REPORT)
    assert "Inglese manca" in words(editor, reverse("wagtailsnippets_website_contacts:list"))
    assert "Inglese manca" in words(editor, reverse("wagtailsnippets_website_contacts:edit", args=[contacts.pk]))


def test_the_explorer_s_marks_cost_the_same_for_one_page_and_for_twenty(
    editor: Client, company: Company, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        factories.ContentPageFactory(parent=company.it.home, title=f"Pagina {number}")

    class User:
        pass

    user = User()
    pages = list(company.it.home.get_children())
    with django_assert_max_num_queries(4):  # type: ignore[operator] # pytest-django's
        marks = [mark for page in pages for mark in mark_page(page, user)]
    assert len(marks) == 20


@pytest.mark.django_db
def test_editors_may_translate(company: Company) -> None:
    call_command("migrate", verbosity=0)
    for name in ("Editors", "Moderators"):
        assert Group.objects.get(name=name).permissions.filter(codename="submit_translation").exists()


# --- wagtail-localize's screens ------------------------------------------------


def _send(editor: Client, kind: str, pk: int) -> Translation:
    """Send a page or a record for translation into English, as an editor does."""
    english = factories.locale("en")
    answer = editor.post(f"/admin/localize/submit/{kind}/{pk}/", {"locales": [english.pk]})
    assert answer.status_code == 302, answer.content.decode()
    return Translation.objects.latest("pk")


def _translate(translation: Translation) -> None:
    """English words for every one of the source's."""
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            locale=translation.target_locale,
            context_id=segment.context_id,
            defaults={"data": f"english-{segment.pk}", "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )


def _content(company: Company) -> Page:
    body = [{"type": "text", "value": "<h2>Uno</h2><p>Due <b>tre</b></p>", "id": str(uuid4())}]
    return factories.ContentPageFactory(parent=company.it.home, title="Solo qui", body=json.dumps(body))


def _gallery(company: Company) -> Page:
    gallery = factories.GalleryPageFactory(parent=company.it.index, title="Solo qui")
    factories.GalleryPictureFactory(page=gallery, locale=gallery.locale)
    return gallery


def _contact(company: Company) -> Page:
    contact = factories.ContactPageFactory(parent=company.it.home, title="Solo qui")
    factories.ContactFormFieldFactory(page=contact, locale=contact.locale, label="Nome", help_text="E cognome")
    return contact


def _article(company: Company) -> Page:
    index = factories.NewsIndexPageFactory(parent=company.it.home)
    index.copy_for_translation(factories.locale("en")).save_revision().publish()
    article = factories.ArticlePageFactory(parent=index, title="Solo qui")
    article.tags.add("legno")
    article.save()
    return article


@pytest.mark.parametrize("make", [_content, _gallery, _contact, _article])
def test_a_page_is_translated_from_the_admin(
    editor: Client,
    client: Client,
    company: Company,
    make: Callable[[Company], Page],
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = make(company)
    translation = _send(editor, "page", page.pk)
    english = page.get_translation(factories.locale("en"))
    assert not english.live, "visitors would read Italian under /en/"
    assert "Inglese non è finito" in words(editor, edit(page))
    assert "data-props" in editor.get(edit(english)).content.decode()
    _translate(translation)
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(edit(english), {"action": "publish"}).status_code == 302
    english = Page.objects.get(pk=english.pk)
    assert english.live
    html = client.get(english.url).content.decode()
    assert "english-" in html
    assert "Solo qui" not in html
    assert not re.search(r"Inglese (manca|non è)", words(editor, edit(page)))


@pytest.mark.parametrize("kind", ["contacts", "openinghours", "menus"])
def test_a_record_is_translated_from_the_admin(editor: Client, client: Client, company: Company, kind: str) -> None:
    entries = [{"type": "address", "value": {"words": "Negozio", "address": "https://x.example"}, "id": str(uuid4())}]
    menus = Menus.objects.create(site=company.site, locale=factories.locale("it"), header=json.dumps(entries))
    record: Any = {"contacts": company.brand.contacts, "openinghours": company.brand.opening_hours, "menus": menus}[
        kind
    ]
    translation = _send(editor, f"snippet/website/{kind}", record.pk)
    english = record.get_translation(factories.locale("en"))
    address = reverse(f"wagtailsnippets_website_{kind}:edit", args=[english.pk])
    assert "data-props" in editor.get(address).content.decode()
    _translate(translation)
    assert editor.post(address, {"action": "publish"}).status_code == 302
    assert "english-" in client.get(company.en.home.url).content.decode()
    assert "english-" not in client.get(company.it.home.url).content.decode()


# --- visitors ----------------------------------------------------------------


def test_the_switch_says_that_it_leaves_a_page_that_is_not_translated(client: Client, company: Company) -> None:
    alone = factories.ContentPageFactory(parent=company.it.home, title="Solo qui")
    text = client.get(alone.url).content.decode()
    link = re.search(rf'<a href="{company.en.home.url}"\s+lang="en".*?</a>', text, re.S)
    assert link
    assert "not this page: to the first page" in link[0]
    assert "not this page" not in client.get(company.it.content.url).content.decode()


def test_the_switch_back_speaks_italian(client: Client, company: Company) -> None:
    alone = factories.ContentPageFactory(parent=company.en.home, title="Only here", language="en")
    assert "non questa pagina: alla prima pagina" in client.get(alone.url).content.decode()


def test_a_page_kept_as_a_copy_of_another_language_says_so(client: Client, company: Company) -> None:
    """wagtail-localize can fill a language's tree with copies until they are translated."""
    alone = factories.ContentPageFactory(parent=company.it.home, title="Solo qui")
    copy = alone.copy_for_translation(factories.locale("en"), alias=True)
    text = client.get(copy.url).content.decode()
    assert '<html lang="en"' in text
    assert re.search(r'<main[^>]* lang="it"', text)
    assert "This page is not in English yet" in text
    assert f'<link rel="canonical" href="{alone.full_url}">' in text
    assert 'hreflang="en" href="http' not in text
