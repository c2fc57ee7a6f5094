"""Questions and answers: their addresses, their links, what search engines read, what they cost the database."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from website.models import ContentPage, FaqPage, HomePage
from website.tests import factories
from website.tests.conftest import Company
from website.tests.test_queries import queries


def _question(question: str, answer: str = "<p>Sì.</p>") -> dict[str, Any]:
    return {"type": "item", "id": str(uuid4()), "value": {"question": question, "answer": answer}}


def _group(heading: str, *questions: dict[str, Any]) -> dict[str, Any]:
    return {"type": "group", "value": {"heading": heading, "questions": list(questions)}}


def _faq(company: Company, *groups: dict[str, Any], **fields: Any) -> FaqPage:
    page: FaqPage = factories.FaqPageFactory(parent=company.it.home, groups=json.dumps(list(groups)), **fields)
    return page


def _read(client: Client, page: Page) -> str:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _structured(html: str) -> dict[str, Any]:
    scripts = [json.loads(part) for part in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    found: dict[str, Any] = next(script for script in scripts if script["@type"] == "FAQPage")
    return found


def test_every_answer_has_an_address_of_its_own(client: Client, company: Company) -> None:
    page = _faq(
        company,
        _group("Tempi", _question("Quanto ci vuole?"), _question("Quanto ci vuole?")),
        _group("", _question("?")),
    )
    html = _read(client, page)
    ids = re.findall(r'id="([^"]+)"', html)
    assert {"tempi", "q-quanto-ci-vuole", "q-quanto-ci-vuole-2", "q-3"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_id_is_inside_the_closed_part_so_that_a_browser_opens_it(client: Client, company: Company) -> None:
    html = _read(client, _faq(company, _group("", _question("Consegnate?", "<p>Sì, noi.</p>"))))
    details = html.split('<details class="question"', 1)[1].split("</details>", 1)[0]
    summary, answer = details.split("</summary>")
    assert "Consegnate?" in summary
    assert 'id="q-consegnate"><p>Sì, noi.</p>' in answer


def test_links_in_answers_lead_to_their_pages(client: Client, company: Company) -> None:
    link = f'<p><a linktype="page" id="{company.it.contact.pk}">Scrivici</a></p>'
    html = _read(client, _faq(company, _group("", _question("Uno?"), _question("Due?", link), _question("Tre?"))))
    assert f'id="q-due"><p><a href="{company.it.contact.url}">Scrivici</a></p>' in html
    assert 'id="q-tre"><p>Sì.</p>' in html


def test_search_engines_read_questions_and_answers(client: Client, company: Company) -> None:
    html = _read(client, _faq(company, _group("Tempi", _question("Quanto?", "<p>Otto <b>settimane</b></p>"))))
    assert _structured(html)["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Quanto?",
            "acceptedAnswer": {"@type": "Answer", "text": "<p>Otto <b>settimane</b></p>"},
        }
    ]


def test_the_closing_line_leads_to_the_contact_page_in_the_reader_s_language(client: Client, company: Company) -> None:
    english = factories.FaqPageFactory(
        parent=company.en.home, language="en", closing="Not here?", closing_page=company.it.contact
    )
    html = _read(client, english)
    assert f'<a class="button" href="{company.en.contact.url}">' in html


def test_a_page_to_lead_to_needs_a_line(company: Company) -> None:
    page = _faq(company)
    page.closing_page = company.it.contact
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["closing"]


def test_it_opens_in_the_editor(admin_client: Client, company: Company) -> None:
    page = _faq(company, _group("Tempi", _question("Quanto?")))
    assert "Quanto?" in admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_an_empty_page_says_so(client: Client, company: Company) -> None:
    assert "Le prime risposte sono in arrivo" in _read(client, _faq(company))


def test_five_hundred_questions_cost_what_five_cost(client: Client, company: Company) -> None:
    link = f'<p><a linktype="page" id="{company.it.contact.pk}">Scrivici</a></p>'
    closing = {"closing": "Non c’è?", "closing_page": company.it.contact}
    page = _faq(company, _group("Tempi", *[_question("Quanto?", link)] * 5), **closing)
    five = queries(client, page)
    page.groups = json.dumps([_group(f"Gruppo {n}", *[_question(f"Quanto {n}?", link)] * 50) for n in range(10)])
    page.save()
    many = queries(client, page)
    assert len(many) <= min(len(five), 12), "\n".join(many)


def test_a_few_questions_may_stand_on_any_page(client: Client, company: Company) -> None:
    value = {"heading": "Prima di ordinare", "questions": [_question("Consegnate?")]}
    company.it.content.body = json.dumps([{"type": "faq", "value": value}])
    company.it.content.save()
    html = _read(client, company.it.content)
    assert 'id="q-consegnate"' in html
    assert _structured(html)["mainEntity"][0]["name"] == "Consegnate?"
    assert "website/js/questions.js" in html


class TestTree(WagtailPageTestCase):
    def test_questions_stand_below_home_or_a_content_page(self) -> None:
        self.assertAllowedParentPageTypes(FaqPage, {HomePage, ContentPage})
        self.assertAllowedSubpageTypes(FaqPage, set())
