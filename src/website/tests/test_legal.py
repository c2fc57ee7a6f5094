"""Legal pages: a finished text from the company's data, which editors may rewrite."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.legal.kinds import LegalKind
from website.legal.placeholders import KEYS, PLACEHOLDER, filled
from website.legal.texts import FOLDER, standard_text
from website.models import Contacts, ContentPage, HomePage, LegalPage
from website.tests import factories
from website.tests.conftest import Company

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


def _read(client: Client, page: Page) -> str:
    answer = client.get(page.url)
    assert answer.status_code == 200
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert main
    return " ".join(main[0].split())


def _page(company: Company, kind: str = "privacy", language: str = "it") -> LegalPage:
    home = getattr(company, language).home
    page: LegalPage = factories.LegalPageFactory(parent=home, language=language, kind=kind, title=f"Pagina {kind}")
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LegalKind)
def test_a_new_page_is_finished(client: Client, company: Company, kind: LegalKind, language: str) -> None:
    for each in LegalKind:
        _page(company, each, language)
    html = _read(client, LegalPage.objects.get(kind=kind, locale__language_code=language))
    assert "{" not in html
    assert html.count("<h2>") >= 3
    if kind != LegalKind.COOKIES:
        assert "Ronchi S.r.l." in html
    assert ("Ultima modifica" if language == "it" else "Last changed") in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LegalKind)
def test_every_kind_has_a_text_in_every_language_with_known_placeholders(kind: LegalKind, language: str) -> None:
    assert (FOLDER / f"{kind}.{language}.txt").exists()
    text = standard_text(kind, language)
    assert set(PLACEHOLDER.findall(text.body)) <= set(KEYS)
    assert "{" not in text.intro
    assert len(text.intro) <= 500


@pytest.mark.parametrize(
    ("kind", "laws"),
    [
        ("privacy", ["Regolamento (UE) 2016/679", "articolo 13", "Garante"]),
        ("cookies", ["10 giugno 2021", "D.Lgs. 196/2003", "csrftoken"]),
        ("legal-notice", ["D.Lgs. 9 aprile 2003, n. 70", "articolo 2250", "01234567897"]),
        ("accessibility", ["EN 301 549", "9 gennaio 2004, n. 4", "2016/2102", "n. 82", "autovalutazione"]),
    ],
)
def test_it_cites_the_law(client: Client, company: Company, kind: str, laws: list[str]) -> None:
    html = _read(client, _page(company, kind))
    assert [law for law in laws if law not in html] == []


def test_the_text_follows_the_company_s_data(client: Client, company: Company) -> None:
    page = _page(company)
    assert "responsabile del trattamento" not in _read(client, page)
    Contacts.objects.update(legal_name="Ronchi & figli S.r.l.", hosting="Un Server S.p.A., Arezzo, Italia", phone="")
    html = _read(client, page)
    assert "Ronchi &amp; figli S.r.l." in html
    assert "ospitato da Un Server S.p.A., Arezzo, Italia, che tratta" in html
    assert "Telefono" not in html


@pytest.mark.parametrize(("months", "words"), [(12, "per 12 mesi"), (1, "per 1 mese"), (0, "per il tempo che serve")])
def test_it_says_how_long_messages_are_kept(client: Client, company: Company, months: int, words: str) -> None:
    company.brand.messages_kept = months
    company.brand.save()
    assert f"restano nel sito {words}" in _read(client, _page(company))


def test_it_says_how_long_the_server_remembers_a_visit(client: Client, company: Company) -> None:
    html = _read(client, _page(company))
    assert "resta intero per 7 giorni" in html
    assert "si cancellano dopo 13 mesi" in html


def test_without_a_contact_page_nothing_is_said_of_its_form(client: Client, company: Company) -> None:
    page = _page(company)
    assert f'<a href="{company.it.contact.url}">Contatti</a>' in _read(client, page)
    company.it.contact.unpublish()
    html = _read(client, page)
    assert "modulo</h2>" not in html
    assert "articolo 2220" not in html
    assert "Il registro del server" in html


def test_an_editor_s_own_words_stay(client: Client, company: Company) -> None:
    page = _page(company)
    page.body, page.kind = "<p>Solo questo, di {ragione_sociale}.</p>", "cookies"
    page.save_revision().publish()
    html = _read(client, page)
    assert "Solo questo, di Ronchi S.r.l..</p>" in html
    assert "Garante" not in html


def test_a_translation_gets_the_text_of_its_own_language(client: Client, company: Company) -> None:
    page = _page(company)
    english = page.copy_for_translation(company.en.home.locale)
    english.save_revision().publish()
    assert "The controller of the data is Ronchi S.r.l." in _read(client, english)
    assert english.intro.startswith("In short")


def test_a_text_that_nobody_touched_follows_a_change_of_kind(company: Company) -> None:
    page = _page(company)
    # As the editor gives it back: with keys for its blocks.
    page.body = page.body.replace("<p>", '<p data-block-key="abcde">')
    page.kind = "accessibility"
    page.full_clean()
    assert "EN 301 549" in page.body


def test_a_word_in_braces_that_stands_for_nothing_is_refused_with_those_that_do(company: Company) -> None:
    page = _page(company)
    page.body = "<p>{indirizo}</p>"
    with pytest.raises(ValidationError, match=r"«\{indirizo\}».*\{indirizzo\}"):
        page.full_clean()


def test_values_are_never_markup(client: Client, company: Company) -> None:
    Contacts.objects.update(legal_name="<b>Ronchi</b> {email}")
    html = _read(client, _page(company))
    assert "&lt;b&gt;Ronchi&lt;/b&gt; {email}" in html


def test_a_heading_goes_with_all_it_heads() -> None:
    html = "<h2>Uno</h2><p>{phone}</p><h2>Due {if_form}</h2><p>a</p><h3>b</h3><ul><li>c</li></ul><h2>Tre</h2><p>d</p>"
    assert filled(html, lambda key: None) == "<h2>Tre</h2><p>d</p>"


def test_it_stands_in_the_small_print_and_not_in_the_menu(client: Client, company: Company) -> None:
    page = _page(company)
    html = client.get(company.it.home.url).content.decode()
    assert page.url in html[html.index("<footer") :]
    assert page.url not in html[: html.index("<footer")]


def test_the_note_beside_the_form_says_the_same_number(client: Client, company: Company) -> None:
    company.it.contact.privacy_note = "<p>Restano {durata_messaggi}.</p>"
    company.it.contact.save()
    assert "Restano per 12 mesi dall’arrivo" in _read(client, company.it.contact)


def test_the_editor_is_told_to_ask_a_lawyer_and_which_words_take_data(admin_client: Client, company: Company) -> None:
    new = admin_client.get(f"/admin/pages/add/website/legalpage/{company.it.home.pk}/")
    html = new.content.decode()
    assert "lawyer" in html or "avvocato" in html
    assert "{ragione_sociale}" in html
    page = _page(company)
    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


def test_choosing_the_kind_is_enough_to_create_one(admin_client: Client, client: Client, company: Company) -> None:
    form = {"title": "Note legali", "slug": "note-legali", "kind": "legal-notice", "intro": "", "body": "null"}
    answer = admin_client.post(
        f"/admin/pages/add/website/legalpage/{company.it.home.pk}/",
        {**form, "seo_title": "", "search_description": "", "action-publish": "1"},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "Partita IVA: 01234567897" in _read(Client(), LegalPage.objects.get())


@pytest.mark.parametrize(("parent", "child"), [(LegalPage, ContentPage), (ContentPage, LegalPage)])
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)
    WagtailPageTestCase().assertCanCreateAt(HomePage, LegalPage)


def test_it_takes_twelve_queries_at_most(client: Client, company: Company) -> None:
    for kind in LegalKind:
        _page(company, kind)
    page = LegalPage.objects.get(kind="privacy")
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)
    assert len(captured) <= 12, "\n".join(query["sql"] for query in captured.captured_queries)
