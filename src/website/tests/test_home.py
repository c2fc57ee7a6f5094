"""The back office's home: what an owner sees in the morning, arranged by each person."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from website.models import HomeArrangement, Message, OpeningHours, User
from website.tests.conftest import Company

HOME, ARRANGE = "/admin/", "/admin/home/arrange/"


pytestmark = pytest.mark.django_db(databases=["default", "gold"])  # the home page has the traffic's chart too


@pytest.fixture
def owner(company: Company) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("anna", "anna@example.com", "x"))
    return client


def _message(number: int) -> Message:
    return Message.objects.create(
        form_data={"nome": f"Persona {number}", "testo": "Avete tavoli di noce?"},
        questions=[["nome", "Nome", "singleline"], ["testo", "Messaggio", "multiline"]],
        language="it", proof=str(number), searchable="", submit_time=timezone.now(),
    )  # fmt: skip


def _places(client: Client, *panels: str) -> list[str]:
    """Those of `panels` that the home page has, in its order."""
    html = client.get(HOME).content.decode()
    found = {name: html.find(f'id="{name}-section"') for name in panels}
    return sorted((name for name in panels if found[name] >= 0), key=lambda name: found[name])


def test_new_messages_are_shown_newest_first_and_told_apart_from_answered_ones(owner: Client) -> None:
    for number in range(5):
        _message(number)
    Message.objects.filter(proof="4").update(state=Message.State.ANSWERED)
    html = owner.get(HOME).content.decode()
    assert "4 messaggi aspettano una risposta" in html
    assert [name for name in ("Persona 4", "Persona 3", "Persona 0") if name in html] == ["Persona 3"]
    Message.objects.update(state=Message.State.ANSWERED)
    assert "Tutti i messaggi hanno avuto risposta" in owner.get(HOME).content.decode()


def test_without_hours_that_is_what_to_do_next(owner: Client) -> None:
    OpeningHours.objects.all().delete()
    html = owner.get(HOME).content.decode()
    assert "Nessuno ha ancora detto quando siete aperti" in html
    assert "Di’ quando siete aperti." in html


def test_who_may_not_read_messages_does_not_see_them_here(company: Company) -> None:
    _message(1)
    person = User.objects.create_user("carlo", password="x")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(person)
    html = client.get(HOME).content.decode()
    assert "Persona 1" not in html
    assert "next-steps" in html


def test_panels_are_moved_and_hidden_by_each_person_alone(owner: Client) -> None:
    ours = ("next-steps", "messages", "hours-today")
    assert _places(owner, *ours) == list(ours)
    page = owner.get(ARRANGE).content.decode()
    assert "Le tue modifiche più recenti" in page, "Wagtail's own can be moved too"
    order = re.findall(r'name="order" value="(\w+)"', page)
    moved = owner.post(ARRANGE, {"order": order, "shown": order, "up": "hours_today"}, follow=True)
    assert re.search(r'value="hours_today"[^>]*autofocus', moved.content.decode())
    assert _places(owner, *ours) == ["next-steps", "hours-today", "messages"]
    order = re.findall(r'name="order" value="(\w+)"', moved.content.decode())
    owner.post(ARRANGE, {"order": order, "shown": [name for name in order if name != "messages"]})
    assert _places(owner, *ours) == ["next-steps", "hours-today"]
    other = Client()
    other.force_login(User.objects.create_superuser("bruno", "bruno@example.com", "x"))
    assert _places(other, *ours) == list(ours)
    owner.post(ARRANGE, {"reset": "yes"})
    assert _places(owner, *ours) == list(ours)


def test_a_name_that_is_no_panel_is_not_kept(owner: Client) -> None:
    owner.post(ARRANGE, {"order": ["<b>", "messages"], "shown": ["messages"], "up": "nobody"})
    assert owner.get(ARRANGE).status_code == 200
    assert HomeArrangement.objects.get().order == ["messages"]
