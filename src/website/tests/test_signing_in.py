"""The entrance of the back office: passwords, guessing, and the second step."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from website.models import SignIn, User
from website.people.signins import forget_old
from website.tasks import send_password_link
from website.tests.conftest import Company

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture
def marta(company: Company) -> User:
    return User.objects.create_user("marta", "marta@example.it", "giusta-davvero")


@pytest.fixture
def owner(marta: User) -> User:
    marta.groups.add(Group.objects.get(name="Owners"))
    return marta


def sign_in(client: Client, name: str, password: str, address: str = "198.51.100.1", **more: Any) -> Any:
    headers = {"X-Real-IP": address}
    return client.post(LOGIN, {"username": name, "password": password, **more}, headers=headers)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_page_is_the_companys_and_keeps_to_the_strict_policy(client: Client, company: Company) -> None:
    answer = client.get(LOGIN)
    page = answer.content.decode()
    assert "Ronchi" in page
    assert "Accedi" in page
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_a_password_opens_and_leads_where_one_wanted_to_go(client: Client, company: Company) -> None:
    User.objects.create_superuser("capo", password="giusta-davvero")
    answer = sign_in(client, "capo", "giusta-davvero", next="/admin/inbox/")
    assert (answer.status_code, answer.url) == (302, "/admin/inbox/")
    assert client.get("/admin/inbox/").status_code == 200
    assert sign_in(Client(), "capo", "giusta-davvero", next="https://evil.example/").url == "/admin/"
    entry = SignIn.objects.first()
    assert entry is not None
    assert (entry.outcome, entry.user and entry.user.username, entry.address) == ("success", "capo", "198.51.100.1")


def test_the_answers_do_not_tell_which_accounts_there_are(client: Client, marta: User) -> None:
    def words(name: str) -> tuple[int, str]:
        answer = sign_in(Client(), name, "sbagliata")
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return answer.status_code, page.replace(name, "NOME")

    for _attempt in range(7):  # five that are heard, two that are not
        assert words("marta") == words("nessuno")
    for address in ("marta@example.it", "nessuno@example.it"):
        answer = client.post(reverse("wagtailadmin_password_reset"), {"email": address}, follow=True)
        assert "Se un account ha questo indirizzo" in answer.content.decode()
    assert mail.outbox == [], "the worker sends it, so both answers take as long"


def test_of_a_thousand_attempts_from_fifty_addresses_twenty_are_heard(
    client: Client, marta: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "marta", "giusta-davvero")  # the browser she uses
    client.post(reverse("account_logout"))
    User.objects.create_user("davide", password="anche-giusta")
    evaluated: list[str] = []
    verify = MD5PasswordHasher.verify
    monkeypatch.setattr(
        MD5PasswordHasher,
        "verify",
        lambda self, password, encoded: evaluated.append(password) or verify(self, password, encoded),  # type: ignore[func-returns-value]
    )
    guesser = Client()
    statuses = [sign_in(guesser, "marta", f"tentativo-{n}", f"203.0.113.{n % 50}").status_code for n in range(100)]
    assert statuses.count(429) >= 80
    for n in range(100, 1000):  # what the page asks, without drawing it
        request = RequestFactory().post(LOGIN, headers={"X-Real-IP": f"203.0.113.{n % 50}"})
        assert authenticate(request, username="marta", password=f"tentativo-{n}") is None
    assert 5 <= len(evaluated) <= 20, len(evaluated)
    evaluated.clear()
    assert sign_in(guesser, "marta", "giusta-davvero", "192.0.2.7").status_code == 429, "even the right one"
    assert evaluated == []
    throttled = SignIn.objects.filter(outcome="throttled")
    assert throttled.count() <= 51, "counted by the hour and address, not one by one"
    assert sign_in(Client(), "davide", "anche-giusta", "203.0.113.3").status_code == 302, "others are unharmed"
    assert sign_in(client, "marta", "giusta-davvero").status_code == 302, "she is known in her own browser"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    assert sign_in(Client(), "marta", "giusta-davvero", "192.0.2.7").status_code == 302, "an hour later anywhere"


def test_an_owner_first_sets_up_the_second_step_and_is_asked_for_it_from_then_on(
    client: Client, owner: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, "marta", "giusta-davvero")
    for address in ("/admin/", "/admin/inbox/", "/admin/users/"):
        assert client.get(address).headers["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_activate_totp"))
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.headers["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/admin/inbox/").status_code == 200

    elsewhere = Client()
    assert sign_in(elsewhere, "marta", "giusta-davvero", next="/admin/inbox/").url == reverse("mfa_authenticate")
    assert elsewhere.get("/admin/inbox/").status_code == 302, "the password alone opens nothing"
    assert elsewhere.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert SignIn.objects.filter(outcome="code", user=owner).exists()
    assert elsewhere.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == "/admin/inbox/"
    assert elsewhere.get("/admin/inbox/").status_code == 200

    again = Client()
    sign_in(again, "marta", "giusta-davvero")
    again.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert again.get("/admin/inbox/").status_code == 302, "a recovery code serves once"


@pytest.mark.parametrize(("group", "led_away"), [("Editors", False), ("Moderators", False), ("Integrators", True)])
def test_who_must_have_a_second_step(
    client: Client, company: Company, settings: Settings, group: str, led_away: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    person = User.objects.create_user("p", password="giusta-davvero")
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    assert (client.get("/admin/").status_code == 302) is led_away


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_new_password_by_mail_is_set_once(client: Client, marta: User, settings: Settings) -> None:
    send_password_link.func("marta@example.it")
    send_password_link.func("nessuno@example.it")
    [letter] = mail.outbox
    assert letter.to == ["marta@example.it"]
    path = re.search(re.escape(settings.SITE_URL) + r"(/\S+)", str(letter.body))
    assert path is not None
    form = client.get(path[1], follow=True)
    assert "unsafe-inline" not in form.headers["Content-Security-Policy"]
    address = form.request["PATH_INFO"]
    new = {"new_password1": "nuova-e-lunga-9", "new_password2": "nuova-e-lunga-9"}
    assert client.post(address, new).status_code == 302
    assert "già stato usato" in Client().get(path[1], follow=True).content.decode()
    marta.refresh_from_db()
    assert marta.check_password("nuova-e-lunga-9")


def test_the_log_forgets_addresses_first_and_entries_later(marta: User) -> None:
    now = timezone.now()
    SignIn.objects.all().delete()
    for days, address in ((1, "203.0.113.77"), (31, "203.0.113.77"), (31, "2001:db8:1:2::3"), (181, "203.0.113.77")):
        SignIn.objects.create(user=marta, outcome="success", address=address, at=now - timedelta(days=days))
    assert forget_old() == 1
    assert list(SignIn.objects.order_by("-at", "address").values_list("address", flat=True)) == [
        "203.0.113.77",
        "203.0.113.0",
        "2001:db8:1::",
    ]


def test_what_was_typed_by_mistake_as_a_name_is_not_kept(client: Client, marta: User) -> None:
    sign_in(client, "la-mia-password", "marta")
    entry = SignIn.objects.get()
    assert entry.user is None
    assert "la-mia-password" not in str(entry.__dict__)
