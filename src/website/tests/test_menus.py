"""Menus that an editor arranged, as visitors and editors see them."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from website.models import Menus
from website.tests import factories
from website.tests.conftest import Company


def page_entry(page: Page, words: str = "", children: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"type": "page", "value": {"page": page.pk, "words": words, "children": children or []}}


def address_entry(words: str, address: str) -> dict[str, Any]:
    return {"type": "address", "value": {"words": words, "address": address}}


def column(heading: str, *links: dict[str, Any]) -> dict[str, Any]:
    return {"type": "column", "value": {"heading": heading, "links": list(links)}}


def arrange(company: Company, header: list[Any], footer: list[Any] | None = None, **fields: Any) -> Menus:
    return Menus.objects.create(
        site=company.site,
        locale=fields.pop("locale", factories.locale("it")),
        header=json.dumps(header),
        footer=json.dumps(footer or []),
        **fields,
    )


def header_of(client: Client, page: Page) -> str:
    html = client.get(page.url).content.decode()
    return html[html.index("<header") : html.index("</header>")]


def footer_of(client: Client, page: Page) -> str:
    html = client.get(page.url).content.decode()
    return html[html.index("<footer") : html.index("</footer>")]


def links(html: str) -> list[tuple[str, str]]:
    """(address, words) of each link."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return [(address, re.sub(r"<[^>]*>|\s+", " ", words).strip()) for address, words in found]


def test_the_header_holds_what_was_arranged_in_that_order(client: Client, company: Company) -> None:
    arrange(
        company,
        [
            page_entry(company.it.contact, "Scrivici"),
            address_entry("Negozio", "https://shop.example"),
            page_entry(company.it.content),
        ],
    )
    nav = header_of(client, company.it.home).partition('class="site-nav"')[2].partition("</nav>")[0]
    assert links(nav) == [
        (company.it.contact.url, "Scrivici"),
        ("https://shop.example", "Negozio"),
        (company.it.content.url, "La bottega"),
    ]


def test_an_entry_opens_onto_its_own_page_and_those_below(client: Client, company: Company) -> None:
    arrange(company, [page_entry(company.it.index, "Lavori", [page_entry(company.it.gallery)])])
    header = header_of(client, company.it.gallery)
    entry = re.search(r"<details.*?</details>", header, re.S)
    assert entry
    assert [address for address, _ in links(entry[0])] == [company.it.index.url, company.it.gallery.url]
    assert f'<a href="{company.it.gallery.url}" aria-current="page">' in entry[0]
    assert '<summary class="is-current">' in entry[0]


def test_the_footer_has_its_columns_after_where_when_and_how(client: Client, company: Company) -> None:
    arrange(company, [], [column("Scopri", page_entry(company.it.gallery), page_entry(company.it.content, "Noi"))])
    footer = footer_of(client, company.it.home)
    assert footer.index("footer-how") < footer.index("Scopri") < footer.index("site-footer__law")
    assert (company.it.content.url, "Noi") in links(footer)


def test_the_button_stands_in_the_header_and_in_the_phone_s_menu(client: Client, company: Company) -> None:
    arrange(company, [], button_page=company.it.contact, button_label="Prenota")
    assert (company.it.contact.url, "Prenota") in links(header_of(client, company.it.home))
    dialog = client.get(company.it.home.url).content.decode().partition("<dialog")[2].partition("</dialog>")[0]
    assert (company.it.contact.url, "Prenota") in links(dialog)


def test_a_button_without_words_bears_the_page_s_title(client: Client, company: Company) -> None:
    arrange(company, [], button_page=company.it.contact)
    assert (company.it.contact.url, "Contatti") in links(header_of(client, company.it.home))


def test_a_page_that_is_not_live_is_left_out_and_so_is_an_empty_column(client: Client, company: Company) -> None:
    draft = factories.ContentPageFactory(parent=company.it.home, title="Bozza", live=False)
    arrange(
        company,
        [page_entry(draft), page_entry(company.it.content)],
        [column("Presto", page_entry(draft))],
        button_page=draft,
    )
    html = client.get(company.it.home.url).content.decode()
    assert "Bozza" not in html
    assert "Presto" not in html


def test_a_deleted_page_leaves_the_menu(client: Client, company: Company) -> None:
    gone = factories.ContentPageFactory(parent=company.it.home, title="Via")
    arrange(company, [page_entry(gone, "Via di qui")], button_page=gone)
    gone.delete()
    assert "Via di qui" not in client.get(company.it.home.url).content.decode()


def test_links_follow_the_reader_s_language(client: Client, company: Company) -> None:
    """One arrangement serves both languages until somebody translates it."""
    solo = factories.ContentPageFactory(parent=company.it.home, title="Solo in italiano")
    arrange(company, [page_entry(company.it.content, "Chi siamo"), page_entry(solo), address_entry("Negozio", "/n")])
    nav = header_of(client, company.en.home).partition('class="site-nav"')[2].partition("</nav>")[0]
    assert links(nav) == [(company.en.content.url, "The workshop"), ("/n", "Negozio")]
    assert '<a href="/n" lang="it">' in nav


def test_a_translation_brings_its_own_words(client: Client, company: Company) -> None:
    italian = arrange(company, [page_entry(company.it.content, "Chi siamo")])
    arrange(
        company,
        [page_entry(company.it.content, "About us")],  # the page is still the first language's, as localize keeps it
        locale=factories.locale("en"),
        translation_key=italian.translation_key,
    )
    assert (company.en.content.url, "About us") in links(header_of(client, company.en.home))
    assert (company.it.content.url, "Chi siamo") in links(header_of(client, company.it.home))


def test_the_last_line_of_the_footer_does_not_repeat_a_column(client: Client, company: Company) -> None:
    privacy = factories.ContentPageFactory(parent=company.it.home, title="Privacy", show_in_menus=False)
    note = factories.ContentPageFactory(parent=company.it.home, title="Note legali", show_in_menus=False)
    arrange(company, [], [column("Regole", page_entry(privacy))])
    footer = links(footer_of(client, company.it.home))
    assert footer.count((privacy.url, "Privacy")) == 1
    assert (note.url, "Note legali") in footer


def test_many_long_entries_fold_into_the_phone_s_menu(client: Client, company: Company) -> None:
    entries = [page_entry(company.it.content, f"Ristrutturazioni {number}") for number in range(9)]
    menus = arrange(company, entries)
    assert 'data-fold="always"' in header_of(client, company.it.home)
    menus.header = json.dumps([page_entry(company.it.content, "Bottega")] * 3)
    menus.save()
    assert "data-fold" not in header_of(client, company.it.home)


def test_it_costs_one_statement_whatever_it_holds(client: Client, company: Company) -> None:
    before = _statements(client, company.it.content)
    children = [page_entry(page) for page in company.it.pages]
    arrange(
        company,
        [page_entry(page, "", children) for page in company.it.pages],
        [column("A", *children), column("B", *children)],
        button_page=company.it.contact,
    )
    assert _statements(client, company.it.content) == before


def _statements(client: Client, page: Page) -> int:
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    return len(captured.captured_queries)


# --- editors -----------------------------------------------------------------


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


ADD = "wagtailsnippets_website_menus:add"
EDIT = "wagtailsnippets_website_menus:edit"


def test_arranging_begins_with_the_menu_visitors_see(editor: Client, company: Company) -> None:
    html = editor.get(reverse(ADD) + "?locale=it").content.decode()
    for page in (company.it.content, company.it.index, company.it.contact):
        assert page.title in html
    assert editor.get(reverse(ADD) + "?locale=en").content.decode().count("The workshop")


def test_a_second_arrangement_leads_to_the_first(editor: Client, company: Company) -> None:
    menus = arrange(company, [])
    answer = editor.get(reverse(ADD) + "?locale=it")
    assert answer["Location"] == reverse(EDIT, args=[menus.pk])


def posted(company: Company, header: list[Any], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = nested_form_data(
        {"header": streamfield(header), "footer": streamfield([]), "site": company.site.pk, "button_page": ""}
    )
    return data | {"button_label": ""} | more


def test_what_an_editor_saves_is_what_visitors_get(editor: Client, client: Client, company: Company) -> None:
    children = streamfield([("page", {"page": company.it.gallery.pk, "words": ""})])
    answer = editor.post(
        reverse(ADD) + "?locale=it",
        posted(
            company,
            [
                ("page", {"page": company.it.index.pk, "words": "Opere", "children": children}),
                ("address", {"words": "Listino", "address": "https://example.com/listino"}),
            ],
            button_page=company.it.contact.pk,
            button_label="Scrivi",
        ),
    )
    assert answer.status_code == 302, re.findall(r'error-message">.*?</', answer.content.decode(), re.S)
    found = links(header_of(client, company.it.home))
    assert (company.it.gallery.url, "Casa in noce") in found
    assert ("https://example.com/listino", "Listino") in found
    assert (company.it.contact.url, "Scrivi") in found


def test_an_address_that_could_run_a_script_is_refused(editor: Client, company: Company) -> None:
    header = [("address", {"words": "Male", "address": "javascript:alert(1)"})]
    answer = editor.post(reverse(ADD) + "?locale=it", posted(company, header))
    assert answer.status_code == 200
    assert not Menus.objects.exists()


def test_links_that_visitors_do_not_see_are_named(editor: Client, company: Company) -> None:
    draft = factories.ContentPageFactory(parent=company.it.home, title="Bozza", live=False)
    solo = factories.ContentPageFactory(parent=company.it.home, title="Solo in italiano")
    entries = [page_entry(draft), page_entry(solo), page_entry(company.it.content)]
    italian = arrange(company, entries)
    english = arrange(company, entries, locale=factories.locale("en"), translation_key=italian.translation_key)
    html = editor.get(reverse(EDIT, args=[italian.pk])).content.decode()
    assert "Bozza: non è pubblicata" in html
    assert "Solo in italiano: " not in html
    html = editor.get(reverse(EDIT, args=[english.pk])).content.decode()
    assert "Solo in italiano: non esiste in inglese" in html


def test_a_preview_shows_the_first_page_with_the_menus_as_they_would_be(editor: Client, company: Company) -> None:
    menus = arrange(company, [page_entry(company.it.content, "Prima")])
    address = reverse("wagtailsnippets_website_menus:preview_on_edit", args=[menus.pk])
    data = posted(company, [("page", {"page": company.it.content.pk, "words": "Dopo", "children": streamfield([])})])
    assert editor.post(address, data).json()["is_valid"]
    html = editor.get(address + "?mode=").content.decode()
    assert "Dopo" in html
    assert "Tavoli che restano" in html
    assert "Prima" not in html
