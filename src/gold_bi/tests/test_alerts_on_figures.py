"""Alerts: they fire beyond their limit, once, and say why; silent when asked, waiting when figures are missing."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gold_bi.models import FlowState
from gold_bi.sending import alerting
from gold_bi.sending.models import Alert, Firing

from .sending import aside, found, leads, owner, sold  # noqa: F401 -- fixtures among them

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


# A week's leads, the week's before, the condition, its limit, and whether it fires.
CASES = [
    (3, 10, "below", 5, True),
    (5, 10, "below", 5, False),
    (6, 10, "above", 5, True),
    (5, 10, "above", 5, False),
    (7, 10, "falls", 25, True),
    (8, 10, "falls", 25, False),
    (13, 10, "rises", 25, True),
    (12, 10, "rises", 25, False),
    (0, 10, "falls", 50, True),
    (5, 0, "rises", 50, False),
]


@pytest.mark.parametrize(("week", "before", "condition", "limit", "fires"), CASES)
def test_an_alert_fires_beyond_its_limit(
    client: Client, week: int, before: int, condition: str, limit: int, fires: bool
) -> None:
    user = owner(client)
    leads(week, before, timezone.localdate())
    alert = Alert.objects.create(user=user, board="leads", kpi="leads", condition=condition, limit=limit)
    assert alerting.check_all() == fires
    alert.refresh_from_db()
    assert alert.fires is fires
    assert f": {week}" in alert.said
    assert len(mail.outbox) == fires


def test_an_alert_tells_once_why_and_again_when_it_comes_back(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    alert = Alert.objects.create(user=user, board="leads", kpi="leads", condition="falls", limit=Decimal(30))
    leads(4, 10, today)
    alerting.check_all()
    alerting.check_all()
    (letter,) = mail.outbox
    assert letter.subject.endswith("Leads: Leads has fallen, in percent, by more than 30%")
    assert "4, −60% against 10 in the period before. The limit is 30%." in letter.body
    assert f"/admin/figures/alerts/{alert.pk}/" in letter.body
    leads(9, 10, today)
    alerting.check_all()
    leads(2, 10, today)
    alerting.check_all()
    assert len(mail.outbox) == Firing.objects.count() == 2
    page = client.get("/admin/figures/alerts/").content.decode()
    assert "Beyond the limit" in page
    assert page.count("−80% against 10") == 2


def test_an_alert_that_cannot_be_looked_at_keeps_no_other_from_being_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, today = owner(client), timezone.localdate()
    leads(1, 10, today)
    first, _second = (
        Alert.objects.create(user=user, board="leads", kpi="leads", condition="below", limit=limit) for limit in (5, 6)
    )
    look = alerting.look

    def fails(alert: Alert, today: Any) -> Any:
        if alert.pk == first.pk:
            raise RuntimeError("no paper")
        return look(alert, today)

    monkeypatch.setattr(alerting, "look", fails)
    assert alerting.check_all() == len(mail.outbox) == 1


def test_an_alert_is_silent_in_august_and_speaks_after(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    leads(0, 10, today)
    alert = Alert.objects.create(
        user=user, board="leads", kpi="leads", condition="below", limit=3,
        paused_from=today - timedelta(days=5), paused_to=today,
    )  # fmt: skip
    assert alerting.check_all() == 0
    assert "Silent until" in client.get("/admin/figures/alerts/").content.decode()
    Alert.objects.update(paused_to=today - timedelta(days=1))
    assert alerting.check_all() == 1
    assert alert.firings.count() == len(mail.outbox) == 1


def test_an_alert_waits_for_figures_that_have_not_come(client: Client) -> None:
    user, today = owner(client), timezone.localdate()
    sold(today - timedelta(days=3), 10)
    FlowState.objects.create(name="sales", loaded_at=timezone.now() - timedelta(days=2))
    alert = Alert.objects.create(user=user, board="sales", kpi="revenue", condition="below", limit=5000)
    assert alerting.check_all() == 0
    alert.refresh_from_db()
    assert "It waits for the figures of" in alert.said
    FlowState.objects.update(loaded_at=timezone.now())  # the day before was a holiday
    cache.clear()
    assert alerting.check_all() == 1


def test_an_alert_is_made_changed_and_deleted(client: Client) -> None:
    owner(client, "leads")
    leads(4, 10, timezone.localdate())
    link = re.search(
        r'href="(/admin/figures/alerts/new/[^"]*)"', client.get("/admin/figures/dashboards/leads/").content.decode()
    )
    assert link
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert '<option value="leads leads" selected>' in form
    assert "sales revenue" not in form
    given = {"figure": "leads leads", "period": "7", "condition": "below", "limit": "-1", "against": "before"}
    assert client.post("/admin/figures/alerts/new/", given).status_code == 422
    assert (
        client.post("/admin/figures/alerts/new/", given | {"limit": "2", "figure": "sales revenue"}).status_code == 422
    )
    said = client.post(
        "/admin/figures/alerts/new/", given | {"limit": "2", "active": "on"}, follow=True
    ).content.decode()
    assert "Saved. Leads, " in said
    alert = Alert.objects.get()
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("x", "x@example.it", "x"))
    assert not found(other, f"/admin/figures/alerts/{alert.pk}/")
    client.post(f"/admin/figures/alerts/{alert.pk}/", given | {"limit": "7", "active": "on"})
    alert.refresh_from_db()
    assert alert.limit == 7
    client.post(f"/admin/figures/alerts/{alert.pk}/", {"delete": "1"})
    assert not Alert.objects.exists()
