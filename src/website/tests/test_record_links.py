"""Links of menus and contacts are checked as those of pages are."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from website.checks.problems import Problem
from website.models import Contacts, OutsideLink, SocialLink, User
from website.tests import factories
from website.tests.conftest import Company
from website.tests.test_menus import arrange, page_entry

GONE = "https://example.com/gone"


def _problems(client: Client) -> list[Problem]:
    answer = client.get(reverse("website_problems"))
    assert answer.status_code == 200
    return list(answer.context["object_list"])


@pytest.fixture
def target(company: Company) -> Page:
    return factories.ContentPageFactory(parent=company.it.home, title="Di passaggio")


def _edit(record: object) -> str:
    viewset = type(record).snippet_viewset  # type: ignore[attr-defined]
    return str(reverse(viewset.get_url_name("edit"), args=[record.pk]))  # type: ignore[attr-defined]


def test_a_menu_s_entry_that_leads_nowhere_is_named_wherever_it_stands(
    admin_client: Client, company: Company, target: Page
) -> None:
    below = page_entry(company.it.content, children=[page_entry(target, "Sotto")])
    column = {"type": "column", "value": {"heading": "Da vedere", "links": [page_entry(target)]}}
    menus = arrange(company, [below], [column], button_page=target, button_label="Vieni")
    assert _problems(admin_client) == []
    target.unpublish()
    found = _problems(admin_client)
    assert {problem.kind.value for problem in found} == {"unpublished"}
    assert [problem.url.split("#")[0] for problem in found] == [_edit(menus)] * 3
    details = " ".join(problem.detail for problem in found)
    for place in ("Sotto»", "Di passaggio»", "Vieni»"):
        assert place in details
    assert "porta a «Di passaggio», che non è pubblicata" in details
    target.delete()
    assert [problem.kind.value for problem in _problems(admin_client)] == ["broken", "broken"], (
        "the button is empty now"
    )


def test_outside_addresses_of_menus_and_contacts_are_checked_and_reported(
    admin_client: Client, company: Company
) -> None:
    contacts = Contacts.objects.get(locale__language_code="it")
    SocialLink.objects.create(contacts=contacts, label="Instagram", url=GONE)
    mail = {"type": "address", "value": {"words": "Scrivi", "address": "mailto:a@example.it"}}
    menus = arrange(company, [{"type": "address", "value": {"words": "Amici", "address": GONE}}, mail])
    admin_client.post(reverse("website_check_outside_links"))
    assert list(OutsideLink.objects.values_list("address", flat=True)) == [GONE]
    OutsideLink.objects.update(state="gone", code=404, checked_at="2026-01-02T10:00:00Z")
    found = {problem.url.split("#")[0]: problem.detail for problem in _problems(admin_client)}
    assert f"Amici»: {GONE}. L’altro sito non ha più questa pagina." in found[_edit(menus)]
    assert f"Instagram»: {GONE}." in found[_edit(contacts)]


def test_who_may_not_change_menus_does_not_read_of_them(client: Client, company: Company, target: Page) -> None:
    arrange(company, [page_entry(target)])
    target.unpublish()
    person = User.objects.create_user("pagine", password="x")
    person.groups.add(Group.objects.get(name="Editors"))
    client.force_login(person)
    assert _problems(client) != [], "editors may"
    Permission.objects.get(codename="change_menus").group_set.clear()
    assert _problems(client) == []
