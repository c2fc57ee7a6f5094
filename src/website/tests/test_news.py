"""News: a list by day and subject, articles that know their neighbours, a feed."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import wagtail_factories
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import ArticlePage, ContentPage, HomePage, NewsIndexPage
from website.pages.news import ARTICLES_A_PAGE
from website.tests import factories
from website.tests.conftest import Company

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news(company: Company) -> NewsIndexPage:
    """A list with three articles, the oldest stored last."""
    index: NewsIndexPage = factories.NewsIndexPageFactory(parent=company.it.home)
    for title, day, tags in [("Nuovo", 20, "Legno"), ("Medio", 10, "Legno, Fiere"), ("Vecchio", 1, "Persone")]:
        article = factories.ArticlePageFactory(parent=index, title=title, date=date(2026, 9, day))
        article.tags.set(tags.split(", "))
        article.save()
    return index


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _article(title: str) -> ArticlePage:
    article: ArticlePage = ArticlePage.objects.get(title=title)
    return article


def test_the_newest_article_stands_first(client: Client, news: NewsIndexPage) -> None:
    html = _read(client, news.url)
    assert html.index("Nuovo") < html.index("Medio") < html.index("Vecchio")
    assert '<time datetime="2026-09-20">20 settembre 2026</time>' in html


def test_an_unpublished_article_is_nowhere(client: Client, news: NewsIndexPage) -> None:
    _article("Medio").unpublish()
    assert "Medio" not in _read(client, news.url)
    assert "Medio" not in _read(client, f"{news.url}feed/")
    assert "Medio" not in _read(client, _article("Nuovo").url)
    assert client.get(f"{news.url}tag/fiere/").status_code == 404, "a subject without an article"


def test_a_reader_filters_by_subject(client: Client, news: NewsIndexPage) -> None:
    html = _read(client, f"{news.url}tag/legno/")
    assert "Nuovo" in html
    assert "Medio" in html
    assert "Vecchio" not in html
    assert f'href="{news.url}tag/legno/" aria-current="page"' in html
    assert f'rel="canonical" href="http://testserver{news.url}tag/legno/"' in html


def test_each_language_has_its_own_subjects(client: Client, company: Company, news: NewsIndexPage) -> None:
    english = factories.NewsIndexPageFactory(parent=company.en.home, language="en", title="News")
    article = factories.ArticlePageFactory(parent=english, language="en", title="Storm oak")
    article.tags.set(["Timber"])
    article.save()
    html = _read(client, english.url)
    assert "Timber" in html
    assert "Legno" not in html
    assert "Timber" not in _read(client, news.url)


def test_a_long_list_has_pages_with_real_links(client: Client, news: NewsIndexPage) -> None:
    for number in range(2 * ARTICLES_A_PAGE):
        factories.ArticlePageFactory(parent=news, title=f"Notizia {number}", date=date(2026, 9, 25))
    first, third = _read(client, news.url), _read(client, f"{news.url}?page=3")
    assert 'href="?page=2"' in first
    assert "Vecchio" not in first
    assert "Vecchio" in third
    assert f'rel="canonical" href="http://testserver{news.url}?page=3"' in third
    assert 'rel="next"' not in third


@pytest.mark.parametrize("page", ["0", "9", "due"])
def test_a_page_that_is_not_there_answers_404(client: Client, news: NewsIndexPage, page: str) -> None:
    assert client.get(f"{news.url}?page={page}").status_code == 404


def test_an_article_leads_to_its_neighbours_and_its_subjects(client: Client, news: NewsIndexPage) -> None:
    html = _read(client, _article("Medio").url)
    assert f'rel="prev" href="{_article("Vecchio").url}"' in html
    assert f'rel="next" href="{_article("Nuovo").url}"' in html
    assert f'href="{news.url}tag/fiere/"' in html
    assert 'rel="next"' not in _read(client, _article("Nuovo").url)
    assert 'rel="prev"' not in _read(client, _article("Vecchio").url)


def test_articles_of_one_day_are_all_reached_by_going_back(client: Client, news: NewsIndexPage) -> None:
    for number in range(3):
        factories.ArticlePageFactory(parent=news, title=f"Stesso giorno {number}", date=date(2026, 9, 30))
    address, seen = _article("Stesso giorno 2").url, []
    while address:
        seen.append(address)
        found = re.search(r'rel="prev" href="([^"]+)"', _read(client, address))
        address = found[1] if found else ""
    assert len(seen) == len(set(seen)) == 6


def test_the_feed_is_atom_and_is_announced(client: Client, news: NewsIndexPage) -> None:
    address = f"{news.url}feed/"
    for page in (news, _article("Medio")):
        assert re.search(rf'type="application/atom\+xml" [^>]*href="{address}"', _read(client, page.url))
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 -- our own feed
    # RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have.
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{required}"), required
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Ronchi"
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"http://testserver{address}"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Nuovo", "Medio", "Vecchio"]
    assert entries[0].findtext(f"{ATOM}published") == "2026-09-20T00:00:00+02:00", "midnight in the site's zone"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "it"


def test_an_article_is_described_to_search_engines(client: Client, news: NewsIndexPage) -> None:
    html = _read(client, _article("Nuovo").url)
    found = [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    article = next(each for each in found if each["@type"] == "Article")
    assert article["headline"] == "Nuovo"
    assert article["datePublished"] == "2026-09-20"
    assert article["author"] == {"@type": "Person", "name": "Marta Ronchi"}
    assert article["publisher"]["@id"] == next(each for each in found if each["@type"] == "LocalBusiness")["@id"]


def test_an_article_cannot_hide_behind_the_feed(news: NewsIndexPage) -> None:
    article = _article("Nuovo")
    article.slug = "feed"
    with pytest.raises(ValidationError, match="usa già questo indirizzo"):
        article.full_clean()


@pytest.mark.parametrize("title", ["Notizie", "Nuovo"])
def test_it_opens_in_the_editor(admin_client: Client, news: NewsIndexPage, title: str) -> None:
    page = Page.objects.get(title=title)
    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert admin_client.get(f"/admin/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize(
    ("parent", "child"),
    [(HomePage, ArticlePage), (ContentPage, NewsIndexPage), (NewsIndexPage, ContentPage), (ArticlePage, ArticlePage)],
)
def test_a_wrong_tree_is_refused(parent: type[Page], child: type[Page]) -> None:
    WagtailPageTestCase().assertCanNotCreateAt(parent, child)


def test_the_latest_news_stand_on_the_first_page(client: Client, company: Company, news: NewsIndexPage) -> None:
    home = company.it.home
    home.body = json.dumps([{"type": "latest_news", "value": {"heading": "", "number": "2"}}])
    home.save()
    html = _read(client, home.url)
    assert "Nuovo" in html
    assert "Medio" in html
    assert "Vecchio" not in html
    assert f'class="more" href="{news.url}"' in html


def _statements(client: Client, address: str) -> list[str]:
    """Of one request, with the pictures already cut by an earlier one."""
    _read(client, address)
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("kind", ["index", "article", "subject", "feed", "home"])
def test_it_costs_the_same_with_five_articles_and_with_fifty(
    client: Client, company: Company, news: NewsIndexPage, kind: str
) -> None:
    home = company.it.home
    home.body = json.dumps([{"type": "latest_news", "value": {"heading": "", "number": "3"}}])
    home.save()
    addresses = {
        "index": news.url,
        "article": _article("Medio").url,
        "subject": f"{news.url}tag/legno/",
        "feed": f"{news.url}feed/",
        "home": home.url,
    }
    more = iter(range(47))
    image = wagtail_factories.ImageFactory(file__width=48, file__height=36)

    def add() -> None:
        number = next(more)
        article = factories.ArticlePageFactory(
            parent=news, picture=image, title=f"Altra {number}", date=date(2026, 9, 21) + timedelta(number)
        )
        article.tags.set(["Legno"])
        article.save()

    for _ in range(2):
        add()
    five = _statements(client, addresses[kind])
    for _ in range(45):
        add()
    fifty = _statements(client, addresses[kind])
    assert len(fifty) == len(five) <= 15, "\n".join(fifty)


def test_the_block_has_a_preview(rf: RequestFactory, company: Company) -> None:
    from website.blocks.latest_news import LatestNewsBlock

    block = LatestNewsBlock()
    html = block.render(block.get_preview_value(), context={"request": rf.get("/")})
    assert html.count("<article") == 2
