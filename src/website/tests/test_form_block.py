"""The contact form on any page."""

from django.test import Client

from website.tests.bodies import draw
from website.tests.conftest import Company
from website.tests.letters import message


def test_the_form_posts_to_the_contact_page(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, ("form", {"heading": "", "text": "", "page": None}))
    section = html[html.index("block--form") :]
    form = section[: section.index("</form>")]
    assert f'action="{company.it.contact.url}"' in form
    assert 'name="csrfmiddlewaretoken"' in form
    assert 'name="whf_name"' in form
    assert "data-proof" in form
    assert html.count("website/js/contact") == 1
    answer = client.post(company.it.contact.url, message(client))
    assert answer.status_code == 302


def test_the_form_of_another_language_s_page_is_the_reader_s_own(client: Client, company: Company) -> None:
    html = draw(client, company.en.content, ("form", {"heading": "", "text": "", "page": company.it.contact.pk}))
    assert f'action="{company.en.contact.url}"' in html


def test_without_a_contact_page_there_is_no_form(client: Client, company: Company) -> None:
    company.it.contact.unpublish()
    html = draw(client, company.it.content, ("form", {"heading": "Due righe", "text": "", "page": None}))
    assert 'method="post"' not in html
    assert "Due righe" not in html
