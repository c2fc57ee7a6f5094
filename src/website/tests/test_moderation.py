"""Two steps from an editor to the visitor, pages that publish themselves, and addresses that change."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from base.lib.schedule.registry import registered
from website.models import Contacts, ContentPage, OpeningHours, User
from website.people.rights import grant_new_permissions
from website.tasks import publish_scheduled
from website.tests import factories
from website.tests.conftest import Company


def _signed_in(group: str) -> Client:
    person = User.objects.create_user(group.lower(), password="x")
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person)
    return client


def _edit(client: Client, page: Page, **fields: Any) -> Any:
    data = {
        "title": page.title,
        "slug": page.slug,
        "intro": "",
        "picture_alt": "",
        "body": streamfield([]),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **fields,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))


def test_what_an_editor_submits_is_seen_once_a_moderator_approves(client: Client, company: Company) -> None:
    page = company.it.content
    editor, moderator = _signed_in("Editors"), _signed_in("Moderators")
    _edit(editor, page, title="La nuova bottega", **{"action-publish": "1"})
    assert "La nuova bottega" not in client.get(page.url).content.decode(), "an editor does not publish alone"
    _edit(editor, page, title="La nuova bottega", **{"action-submit": "1"})
    page.refresh_from_db()
    task_state = page.current_workflow_task_state
    assert page.current_workflow_state.workflow.name == "Moderators approval"
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    assert editor.post(address).status_code in (302, 403)
    assert "La nuova bottega" not in client.get(page.url).content.decode()
    moderator.post(address)
    assert "La nuova bottega" in client.get(page.url).content.decode()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_both_groups_reach_what_the_company_says_of_itself(company: Company, group: str) -> None:
    person = _signed_in(group)
    for name in ("inbox:index", "wagtailimages:index", "wagtailadmin_explore_root"):
        assert person.get(reverse(name)).status_code == 200, name
    for record in (Contacts.objects.get(), OpeningHours.objects.get()):
        address = reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])
        assert person.get(address).status_code == 200
    assert person.get(reverse("wagtailusers_users:index")).status_code == 302, "people are the owner's"


@pytest.mark.django_db
def test_a_right_the_owner_took_away_stays_away() -> None:
    editors = Group.objects.get(name="Editors")
    editors.permissions.remove(Permission.objects.get(codename="change_message"))
    grant_new_permissions(apps.get_app_config("website"))
    assert not editors.permissions.filter(codename="change_message").exists()
    Permission.objects.filter(codename="change_message").delete()
    grant_new_permissions(apps.get_app_config("website"))
    assert editors.permissions.filter(codename="change_message").exists(), "a new one is granted"


def test_the_worker_publishes_what_is_due_and_takes_down_what_has_expired(
    client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish_scheduled in [scheduled.task for scheduled in registered()]
    page = factories.ContentPageFactory(parent=company.it.home, title="Apertura di Natale", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    publish_scheduled.func()
    assert client.get(page.url).status_code == 404
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    publish_scheduled.func()
    assert client.get(page.url).status_code == 200
    ContentPage.objects.filter(pk=page.pk).update(expire_at=later - timedelta(minutes=1))
    publish_scheduled.func()
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_changed_address_leads_to_the_new_one_for_the_page_and_those_below(
    admin_client: Client, client: Client, company: Company, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    page = getattr(company, language).content
    child = factories.ContentPageFactory(parent=page, language=language, title="Le sedie")
    old, old_child = page.url, child.url
    with django_capture_on_commit_callbacks(execute=True):
        _edit(admin_client, page, slug="nuovo-nome", **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.slug == "nuovo-nome"
    for before, after in ((old, page.url), (old_child, Page.objects.get(pk=child.pk).url)):
        answer = client.get(before)
        assert (answer.status_code, answer.headers.get("Location")) == (301, after)
