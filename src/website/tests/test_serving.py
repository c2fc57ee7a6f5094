"""From an address to its page, however deep it lies and whoever may read it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from website.tests import factories
from website.tests.conftest import Company


def _chain(company: Company, length: int) -> Page:
    page: Page = company.it.home
    for number in range(length):
        page = factories.ContentPageFactory(parent=page, language="it", title=f"Sotto {length}-{number}")
    return page


def test_a_deeper_page_costs_no_query_more(client: Client, company: Company) -> None:
    statements = []
    for page in (_chain(company, 2), _chain(company, 6)):
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        statements.append([query["sql"] for query in captured.captured_queries])
    assert len(statements[0]) == len(statements[1]), "\n".join(statements[0] + ["---"] + statements[1])


def test_the_same_slugs_under_different_parents_lead_to_different_pages(client: Client, company: Company) -> None:
    one = factories.ContentPageFactory(parent=company.it.home, language="it", title="Uno")
    two = factories.ContentPageFactory(parent=company.it.home, language="it", title="Due")
    first = factories.ContentPageFactory(parent=one, language="it", title="Della uno", slug="stesso")
    second = factories.ContentPageFactory(parent=two, language="it", title="Della due", slug="stesso")
    assert "Della uno" in client.get(first.url).content.decode()
    assert "Della due" in client.get(second.url).content.decode()


def test_below_a_page_that_is_no_list_there_is_nothing(client: Client, company: Company) -> None:
    assert client.get(f"{company.it.content.url}non-esiste/").status_code == 404
    assert client.get(f"/it/non-esiste/{company.it.content.slug}/").status_code == 404


def test_a_draft_is_not_found_but_what_stands_below_it_is(client: Client, company: Company) -> None:
    draft = factories.ContentPageFactory(parent=company.it.home, language="it", title="Bozza")
    below = factories.ContentPageFactory(parent=draft, language="it", title="Sotto la bozza")
    draft.unpublish()
    assert client.get(draft.url or f"/it/{draft.slug}/").status_code == 404
    assert client.get(below.url).status_code == 200


@pytest.mark.parametrize("where", ["page", "parent", "root"])
def test_a_private_page_stays_private(client: Client, company: Company, where: str) -> None:
    below = factories.ContentPageFactory(parent=company.it.content, language="it", title="Listino")
    limited = {"page": below, "parent": company.it.content, "root": Page.get_first_root_node()}[where]
    PageViewRestriction.objects.create(page=limited, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(below.url).status_code == 302


def test_an_alias_is_as_private_as_its_source(client: Client, company: Company) -> None:
    source = factories.ContentPageFactory(parent=company.it.content, language="it", title="Listino")
    alias = source.create_alias(parent=company.it.home)
    assert client.get(alias.url).status_code == 200
    PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.url).status_code == 302


def test_a_language_without_pages_of_its_own_shows_the_first_one_s(client: Client, company: Company) -> None:
    company.en.home.delete()
    assert client.get("/en/").status_code == 200


def test_links_in_words_lead_to_the_reader_s_language(client: Client, company: Company) -> None:
    text = f'<p>Scrivici <a linktype="page" id="{company.it.contact.pk}">qui</a>.</p>'
    company.en.content.body = [("text", text)]
    company.en.content.save()
    html = client.get(company.en.content.url).content.decode()
    assert f'<a href="{company.en.contact.url}">qui</a>' in html
