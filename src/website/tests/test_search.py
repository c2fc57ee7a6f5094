"""Search: what visitors find, in their language, and what they must not find."""

import json
import logging
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from website.models import ContentPage
from website.search.finding import marked
from website.tests import factories
from website.tests.conftest import Company

IT, EN = "/it/cerca/", "/en/search/"


def _page(company: Company, title: str, text: str, language: str = "it") -> ContentPage:
    page: ContentPage = factories.ContentPageFactory(
        parent=getattr(company, language).home,
        language=language,
        title=title,
        intro="",
        body=json.dumps([{"type": "text", "value": f"<p>{text}</p>"}]),
    )
    return page


def _search(client: Client, words: str, address: str = IT, page: int = 1) -> str:
    answer = client.get(f"{address}?q={quote(words)}&page={page}")
    assert answer.status_code == 200
    html = " ".join(answer.content.decode().split())
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def _titles(html: str) -> list[str]:
    return re.findall(r'class="found__title"> <a href="[^"]*">(.*?)</a>', html)


@pytest.mark.parametrize(
    ("words", "address", "found"),
    [
        ("tavolo", IT, ["Arredi"]),
        ("TAVOLI", IT, ["Arredi"]),
        ("tavoli noce", IT, ["Arredi"]),
        ("tavoli ciliegio", IT, []),
        ("table", EN, ["Furniture"]),
        ("making", EN, ["Furniture"]),
        ("tavolo", EN, []),
        ("table", IT, []),
    ],
)
def test_it_finds_a_word_in_all_its_forms_in_the_reader_s_language(
    client: Client, company: Company, words: str, address: str, found: list[str]
) -> None:
    _page(company, "Arredi", "Facciamo tavoli in noce e sedie.")
    _page(company, "Furniture", "We make tables in walnut and chairs.", "en")
    assert _titles(_search(client, words, address)) == found


def test_wagtail_s_own_search_finds_pages_of_every_language(company: Company) -> None:
    _page(company, "Arredi", "Facciamo tavoli in noce.")
    _page(company, "Furniture", "We make tables in walnut.", "en")
    assert [page.title for page in Page.objects.search("tavolo noce")] == ["Arredi"]
    assert [page.title for page in Page.objects.search("making table")] == ["Furniture"]


def test_what_has_no_language_is_read_in_the_main_one(company: Company) -> None:
    image = get_image_model().objects.first()
    assert image
    image.title = "Sedie in rovere"
    image.save()
    assert [each.title for each in get_image_model().objects.search("sedia")] == ["Sedie in rovere"]


def test_the_excerpt_marks_the_words_and_escapes_the_rest(client: Client, company: Company) -> None:
    _page(company, "Arredi", "Il tavolo di noce &amp; frassino.")
    html = _search(client, "tavoli")
    assert "<mark>tavolo</mark> di noce &amp; frassino …</p>" in html


def test_a_mark_can_only_come_from_the_search() -> None:
    assert marked("<mark>\x02noce\x03</mark>") == "&lt;mark&gt;<mark>noce</mark>&lt;/mark&gt;"


def test_a_word_in_the_title_comes_first(client: Client, company: Company) -> None:
    for number in range(3):
        _page(company, f"Pagina {number}", "Parliamo di noce.")
    _page(company, "Il noce", "Un legno.")
    assert _titles(_search(client, "noce"))[0] == "Il <mark>noce</mark>"


def test_the_type_of_page_is_named(client: Client, company: Company) -> None:
    index = factories.NewsIndexPageFactory(parent=company.it.home)
    factories.ArticlePageFactory(parent=index, title="Rovere della tempesta")
    assert 'class="found__kind">Articolo<' in _search(client, "rovere")


def test_drafts_and_private_pages_are_not_found(client: Client, company: Company) -> None:
    draft = _page(company, "Bozza", "Il legno segreto è il noce.")
    draft.unpublish()
    closed = _page(company, "Riservata", "Il legno segreto è il noce.")
    below = factories.ContentPageFactory(parent=closed, title="Sotto", intro="Il legno segreto.")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="noce")
    assert below.live
    html = _search(client, "segreto")
    assert _titles(html) == []
    assert "Qui non c’è niente per «segreto»" in html


def test_pages_of_another_site_are_not_found(client: Client, company: Company) -> None:
    other = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="altro", hero_text="Il segreto.")
    assert other.locale == company.it.home.locale
    assert _titles(_search(client, "segreto")) == []


def test_nothing_found_offers_ways_on(client: Client, company: Company) -> None:
    html = _search(client, "xilofono")
    assert f'href="{company.it.content.url}"' in html
    assert "Prova con una parola sola" in html
    assert "Basta una parola o due" in _search(client, "")


def test_the_words_are_written_back_escaped(client: Client, company: Company) -> None:
    html = _search(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html


@pytest.mark.parametrize("words", ["a' | !b & (", '"aperto', "-", "\x00", "il", "%' OR 1=1 --", "x" * 5000, "🪵"])
def test_no_words_break_it(client: Client, company: Company, words: str) -> None:
    assert "found__title" not in _search(client, words)


def test_a_long_question_is_cut(client: Client, company: Company) -> None:
    html = _search(client, "x" * 5000)
    assert "x" * 100 in html
    assert "x" * 101 not in html


def test_more_than_ten_results_are_paged(client: Client, company: Company) -> None:
    for number in range(13):
        _page(company, f"Pagina {number}", "Noce nazionale.")
    first, second = _search(client, "noce nazionale"), _search(client, "noce nazionale", page=2)
    assert len(_titles(first)) == 10
    assert len(_titles(second)) == 3
    assert "13 pagine per «noce nazionale»" in first
    assert 'href="?q=noce%20nazionale&amp;page=2"' in first
    assert not set(_titles(first)) & set(_titles(second))


def test_it_is_kept_out_of_search_engines_and_has_one_address(client: Client, company: Company) -> None:
    html = client.get(f"{IT}?q=noce&page=2").content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="http://testserver/it/cerca/">' in html
    assert "<title>Cerca – Ronchi</title>" in html


@pytest.mark.parametrize(("language", "address"), [("it", IT), ("en", EN)])
def test_every_page_has_a_form_that_needs_no_script(
    client: Client, company: Company, language: str, address: str
) -> None:
    html = client.get(getattr(company, language).content.url).content.decode()
    header = html.split("<header", 1)[1].split("</header>", 1)[0]
    assert f'role="search" action="{address}" method="get"' in header
    assert 'for="search-in-header"' in header


def test_a_page_cannot_hide_behind_the_search(company: Company) -> None:
    page = _page(company, "Altro", "")
    for slug in ("cerca", "search"):
        page.slug = slug
        with pytest.raises(Exception, match="questo indirizzo"):
            page.full_clean()


def test_words_are_not_logged(client: Client, company: Company, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _search(client, "segretissimo")
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said if "segretissimo" in line]


def test_it_costs_the_same_with_five_pages_and_with_fifty(client: Client, company: Company) -> None:
    def cost() -> list[str]:
        _search(client, "noce")
        with CaptureQueriesContext(connection) as captured:
            _search(client, "noce")
        return [query["sql"] for query in captured.captured_queries]

    index = factories.NewsIndexPageFactory(parent=company.it.home)
    for number in range(4):
        _page(company, f"Pagina {number}", "Noce nazionale.")
    factories.ArticlePageFactory(parent=index, intro="Noce.")
    five = cost()
    for number in range(45):
        _page(company, f"Altra {number}", "Noce nazionale.")
    fifty = cost()
    assert len(fifty) <= min(len(five), 12), "\n".join(fifty)


def test_the_language_switch_leads_to_the_same_search_in_the_other_language(client: Client, company: Company) -> None:
    html = client.get(IT, {"q": "tavolo & sedia"}).content.decode()
    assert html.count('href="/en/search/?q=tavolo+%26+sedia"') >= 1
    assert 'href="/en/"' not in html
    assert client.get("/en/search/?q=tavolo+%26+sedia").context["words"] == "tavolo & sedia"
    assert 'href="/it/cerca/"' in client.get("/en/search/").content.decode()


def test_the_braces_of_a_legal_page_are_nobody_s_to_read(client: Client, company: Company) -> None:
    page = factories.LegalPageFactory(parent=company.it.home, language="it", kind="legal-notice", title="Note")
    page.save_revision().publish()
    main = _search(client, "imprese")
    assert "Sede: …" in re.sub(r"</?mark>", "", main)
    assert "{" not in main
