"""The owner's rules, and what is stored of one person, in the admin."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from logging_app.erasure import carry_out_orders
from logging_app.models import AccessLogEntry, Erasure, LogPolicy

from .lines import line

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
RULES, PERSON = "request_log_rules", "request_log_person"


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    settings.ACCESS_LOG = tmp_path / "access.log"
    settings.ERROR_LOG = tmp_path / "error.log"
    lines = [line(request_uri="/=cmd()", remote_addr="203.0.113.9"), line(remote_addr="198.51.100.5")]
    settings.ACCESS_LOG.write_bytes(b"".join(lines))
    call_command("tail_access_log", "--once", stdout=StringIO())


def rules(**changes: object) -> dict[str, object]:
    return {"full_ip_days": 7, "retention_months": 13, "office_networks": "", "alert_recipients": ""} | changes


def test_rules_are_saved_as_they_are_meant(owner: Client) -> None:
    sent = rules(full_ip_days=3, office_networks=" 203.0.113.9 \n\n2001:db8::7/32", alert_recipients="a@b.it\n")
    assert owner.post(reverse(RULES), sent).status_code == 302
    policy = LogPolicy.current()
    assert (policy.full_ip_days, policy.alert_recipients) == (3, "a@b.it")
    assert policy.office_networks == "203.0.113.9/32\n2001:db8::/32"
    assert LogPolicy.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("office_networks", "203.0.113.9\nour office", "our office"),
        ("alert_recipients", "owner@example.it\nnobody", "nobody"),
        ("full_ip_days", 0, "1"),
        ("retention_months", 99, "36"),
    ],
)
def test_a_wrong_rule_is_named_and_nothing_is_saved(owner: Client, field: str, value: object, word: str) -> None:
    answer = owner.post(reverse(RULES), rules(**{field: value}))
    assert answer.status_code == 200
    assert word in str(answer.context["form"].errors[field])
    assert not LogPolicy.objects.exists()


def test_who_may_only_look_changes_no_rule_and_erases_nothing(client: Client) -> None:
    user = get_user_model().objects.create_user("viewer", "viewer@example.it", "secret")
    group = Group.objects.create(name="viewers")
    for name in ("access_admin", "view_accesslogentry"):
        group.permissions.add(Permission.objects.get(codename=name))
    user.groups.add(group)
    client.force_login(user)
    for name in (RULES, PERSON, "request_log_person_data"):
        assert client.post(reverse(name), rules(ip="203.0.113.9")).status_code == 302
    assert not LogPolicy.objects.exists()
    assert not Erasure.objects.exists()


@pytest.mark.usefixtures("some")
def test_what_is_stored_of_a_person_is_shown_handed_out_and_erased(owner: Client) -> None:
    shown = owner.get(reverse(PERSON), {"ip": "203.0.113.9"})
    assert shown.context["found"]["requests"] == 1
    answer = owner.get(reverse("request_log_person_data"), {"ip": "203.0.113.9"})
    assert isinstance(answer, StreamingHttpResponse)
    text = b"".join(answer.streaming_content).decode()
    assert "/=cmd()" in text
    assert "198.51.100.5" not in text
    assert owner.post(reverse(PERSON), {"ip": "203.0.113.9"}).status_code == 302
    # The web process orders; it cannot erase.
    assert AccessLogEntry.objects.count() == 2
    assert Erasure.objects.get().ordered_by == "owner"
    carry_out_orders()
    assert [entry.ip for entry in AccessLogEntry.objects.all()] == ["198.51.100.5"]
    assert owner.get(reverse(PERSON), {"ip": "203.0.113.9"}).context["found"]["requests"] == 0


def test_what_is_no_address_is_said_in_words(owner: Client) -> None:
    answer = owner.get(reverse(PERSON), {"ip": "the neighbour"})
    assert "203.0.113.9" in str(answer.context["form"].errors["ip"])
    assert owner.post(reverse(PERSON), {"ip": "the neighbour"}).status_code == 200
    assert not Erasure.objects.exists()
