"""Colleagues: invited, helped to a new password, closed out, and the log of who came in."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from website.models import SignIn, User
from website.people.invitations import token_for
from website.people.signins import record
from website.tasks import send_invitation
from website.tests.conftest import Company

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Giulia", "last_name": "Neri", "email": "Giulia@example.it", "group": "Editors"}
PASSWORD = {"password": "nuova-e-lunga-9", "again": "nuova-e-lunga-9"}


@pytest.fixture
def boss(company: Company, client: Client) -> User:
    user = User.objects.create_user("capo", "capo@example.it", "x", first_name="Marta", last_name="Ronchi")
    user.groups.add(Group.objects.get(name="Owners"))
    client.force_login(user)
    return user


def test_an_invited_colleague_chooses_a_password_once(client: Client, boss: User, settings: Settings) -> None:
    assert client.post(reverse("website_invite"), NEW).status_code == 302
    giulia = User.objects.get(username="giulia@example.it")
    assert [group.name for group in giulia.groups.all()] == ["Editors"]
    assert not giulia.has_usable_password()
    assert ModelLogEntry.objects.filter(user=boss, object_id=str(giulia.pk)).exists(), "it is seen who invited whom"
    send_invitation.func(giulia.pk, "Marta Ronchi")
    [letter] = mail.outbox
    assert letter.to == ["giulia@example.it"]
    assert "Marta Ronchi" in letter.subject
    found = re.search(re.escape(settings.SITE_URL) + r"(/admin/invitation/\S+)", str(letter.body))
    assert found is not None
    path = found[1]
    page = Client().get(path)
    assert "Giulia" in page.content.decode()
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    weak = Client().post(path, {"password": "12345678", "again": "12345678"})
    assert weak.context["form"].errors["password"]
    unlike = Client().post(path, PASSWORD | {"again": "altra"})
    assert unlike.context["form"].errors["again"]
    colleague = Client()
    assert colleague.post(path, PASSWORD).status_code == 302
    answer = colleague.post("/admin/login/", {"username": "giulia@example.it", "password": PASSWORD["password"]})
    assert answer.headers["Location"] == "/admin/"
    assert Client().post(path, PASSWORD | {"password": "ancora-piu-9", "again": "ancora-piu-9"}).status_code == 410


def test_an_invitation_ends_after_seven_days(client: Client, boss: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(reverse("website_invite"), NEW)
    path = reverse("website_invitation", args=[token_for(User.objects.get(username="giulia@example.it"))])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 7 * 86_400 - 5)
    assert Client().get(path).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 7 * 86_400 + 5)
    assert Client().get(path).status_code == 410
    assert Client().get(reverse("website_invitation", args=["inventato"])).status_code == 410


def test_one_address_has_one_account_and_nobody_is_made_an_integrator(client: Client, boss: User) -> None:
    twice = client.post(reverse("website_invite"), NEW | {"email": "CAPO@example.it"})
    assert "esiste già" in twice.context["form"].errors["email"][0]
    assert client.post(reverse("website_invite"), NEW | {"group": "Integrators"}).context["form"].errors["group"]
    assert User.objects.count() == 1


def test_a_closed_account_signs_in_no_more_and_nobody_closes_their_own(client: Client, boss: User) -> None:
    davide = User.objects.create_user("davide", "d@example.it", "giusta-davvero")
    client.post(reverse("website_close_account", args=[davide.pk]))
    closed = Client().post("/admin/login/", {"username": "davide", "password": "giusta-davvero"})
    assert closed.status_code == 200
    client.post(reverse("website_close_account", args=[boss.pk]))
    boss.refresh_from_db()
    assert boss.is_active
    assert "davide" in client.get(reverse("website_people")).content.decode()


def test_an_owner_does_not_touch_who_may_do_more(client: Client, boss: User) -> None:
    root = User.objects.create_superuser("root", "root@example.it", "x")
    for name in ("website_close_account", "website_send_link"):
        assert client.post(reverse(name, args=[root.pk])).status_code == 302
    root.refresh_from_db()
    assert root.is_active
    page = client.get(reverse("website_people")).content.decode()
    assert reverse("website_close_account", args=[root.pk]) not in page


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_people_and_sign_ins_are_the_owners(client: Client, company: Company, group: str) -> None:
    person = User.objects.create_user("p", password="x")
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    other = User.objects.create_user("q", "q@example.it", "x")
    for name in ("website_people", "website_invite", "sign_ins:index"):
        assert client.get(reverse(name)).status_code == 302, name
    assert client.post(reverse("website_invite"), NEW).status_code == 302
    client.post(reverse("website_close_account", args=[other.pk]))
    other.refresh_from_db()
    assert other.is_active
    assert not User.objects.filter(username="giulia@example.it").exists()


def test_the_owner_reads_the_log_of_sign_ins_with_filters(client: Client, boss: User) -> None:
    SignIn.objects.all().delete()
    record(None, boss, SignIn.Outcome.SUCCESS)
    record(None, None, SignIn.Outcome.FAILED)
    SignIn.objects.create(user=boss, outcome="throttled", address="203.0.113.9", at=timezone.now() - timedelta(days=3))
    address = reverse("sign_ins:index")
    page = client.get(address).content.decode()
    for words in ("Accesso riuscito", "Password errata", "Troppi tentativi", "un nome che nessuno ha", "203.0.113.9"):
        assert words in page
    narrowed = client.get(address, {"outcome": "throttled"}).context["object_list"]
    assert [entry.outcome for entry in narrowed] == ["throttled"]
    assert client.get(address, {"address": "203.0"}).context["object_list"].count() == 1
    assert client.get("/admin/reports/sign-ins/edit/1/", follow=True).status_code == 404, "there is nothing to edit"
