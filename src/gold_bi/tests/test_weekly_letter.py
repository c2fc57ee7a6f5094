"""The weekly letter: the week that is over, once, when its reader wants it, and later when it could not be sent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from base.lib.actions.registry import ActionFailed, Asked, find
from gold_bi.models import FlowState
from gold_bi.sending import digest
from gold_bi.sending.models import Digest

from .people import signed_in
from .sending import MONDAY, aside, owner, sheets, sold  # noqa: F401 -- fixtures among them

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


def test_the_weekly_letter_has_the_week_that_is_over_once(client: Client) -> None:
    user = owner(client)
    user.first_name, user.email = "Anna", "anna@example.it"
    user.save()
    today = timezone.localdate(MONDAY)
    FlowState.objects.create(name="sales", loaded_at=MONDAY)
    sold(today, 5000)  # of the week that has begun
    sold(today - timedelta(days=1), 1200)
    sold(today - timedelta(days=7), 34)
    sold(today - timedelta(days=8), 617)
    sold(today - timedelta(days=90), 1)  # the shop is no new one
    Digest.objects.create(user=user, boards=["sales", "leads"], weekday=1, hour=8, since=MONDAY - timedelta(days=3))
    assert digest.send_due(MONDAY - timedelta(hours=3)) == 0
    assert digest.send_due(MONDAY) == 1
    assert digest.send_due(MONDAY + timedelta(days=5)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["anna@example.it"]
    assert "€1,234" in letter.subject
    html = letter.alternatives[0][0]  # type: ignore[attr-defined]
    assert "16 November 2026 to 22 November 2026" in letter.body
    for text in (letter.body, html):
        assert "+100% than before (€617.00)" in text
        assert "/admin/figures/dashboards/sales/?from=2026-11-16" in text
    assert "<script" not in html
    attached = {name: (content, kind) for name, content, kind in letter.attachments}
    assert set(attached) == {"2026-11-16-2026-11-22.pdf", "2026-11-16-2026-11-22.xlsx"}
    book = sheets(attached["2026-11-16-2026-11-22.xlsx"][0])
    assert next(row for row in book["Sales"] if row[0] == "Revenue")[:3] == ["Revenue", 1234, 617]
    assert {"Leads", "Sales"} <= set(book)


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        ({}, 1),
        ({"active": False}, 0),
        ({"paused_from": date(2026, 11, 20), "paused_to": date(2026, 11, 30)}, 0),
        ({"paused_from": date(2026, 8, 1), "paused_to": date(2026, 8, 31)}, 1),
        ({"sent_for": date(2026, 11, 23)}, 0),
        ({"hour": 23}, 1),  # that of the Monday before is owed
        ({"weekday": 3, "since": datetime(2026, 11, 19, tzinfo=UTC)}, 0),
    ],
)
def test_a_letter_goes_out_when_it_is_due(client: Client, change: dict[str, Any], sent: int) -> None:
    user = owner(client)
    FlowState.objects.create(name="leads", loaded_at=MONDAY)
    wanted = {"boards": ["leads"], "weekday": 1, "hour": 8, "since": MONDAY - timedelta(days=10)} | change
    Digest.objects.create(user=user, **wanted)
    assert digest.send_due(MONDAY) == sent
    assert len(mail.outbox) == sent


def test_a_letter_the_mail_server_refuses_is_sent_later(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = owner(client)
    FlowState.objects.create(name="leads", loaded_at=MONDAY)
    Digest.objects.create(user=user, boards=["leads"], since=MONDAY - timedelta(days=10))
    with monkeypatch.context() as broken:
        broken.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        broken.setattr(settings, "EMAIL_PORT", 1)
        assert digest.send_due(MONDAY) == 0
    page = client.get("/admin/figures/letter/").content.decode()
    assert "The last letter was not sent" in page
    assert digest.send_due(MONDAY) == 1
    assert "The last letter was not sent" not in client.get("/admin/figures/letter/").content.decode()


def test_a_letter_that_cannot_be_made_keeps_nobody_elses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    FlowState.objects.create(name="leads", loaded_at=MONDAY)
    since = MONDAY - timedelta(days=10)
    broken = get_user_model().objects.create_superuser("broken", "broken@example.it", "x")
    first = Digest.objects.create(user=broken, boards=["leads"], since=since)
    Digest.objects.create(user=owner(client), boards=["leads"], since=since)
    letter_of = digest._letter

    def fails(user: Any, *rest: Any) -> Any:
        if user.pk == broken.pk:
            raise RuntimeError("no paper")
        return letter_of(user, *rest)

    monkeypatch.setattr(digest, "_letter", fails)
    assert digest.send_due(MONDAY) == 1
    assert mail.outbox[0].to == ["anna@example.it"]
    first.refresh_from_db()
    assert "no paper" in first.problem
    assert first.sent_for is None


def test_one_chooses_ones_letter(client: Client) -> None:
    user = owner(client, "sales", "leads")
    page = client.get("/admin/figures/letter/").content.decode()
    assert 'value="sales"' in page
    assert 'value="visitors"' not in page
    given = {"active": "on", "boards": ["sales"], "weekday": "5", "hour": "7", "paused_from": "", "paused_to": ""}
    wrong = client.post("/admin/figures/letter/", given | {"paused_from": "2026-08-31", "paused_to": "2026-08-01"})
    assert wrong.status_code == 422
    assert "It ends before it begins." in wrong.content.decode()
    assert not Digest.objects.exists()
    assert client.post("/admin/figures/letter/", given | {"boards": ["visitors"]}).status_code == 422
    assert "The next letter goes out on" in client.post("/admin/figures/letter/", given, follow=True).content.decode()
    mine = Digest.objects.get(user=user)
    assert (mine.boards, mine.weekday, mine.hour, mine.active) == (["sales"], 5, 7, True)


def test_it_is_sent_at_once_as_a_special_action(client: Client) -> None:
    user = owner(client, "leads")
    FlowState.objects.create(name="leads", loaded_at=timezone.now())
    action = find("send-letter")
    assert action
    assert (
        action.do(Asked("", user.get_username(), user.email), lambda done, total: None) == f"It went to {user.email}."
    )
    assert len(mail.outbox) == 1
    user.email = ""
    user.save()
    with pytest.raises(ActionFailed, match="no e-mail address"):
        action.do(Asked("", user.get_username(), ""), lambda done, total: None)
    assert not Digest.objects.exists()


def test_who_may_see_no_figures_has_no_letter_and_no_alert(client: Client) -> None:
    signed_in(client)
    for path in ("letter/", "alerts/", "alerts/new/"):
        assert client.get(f"/admin/figures/{path}").status_code in (302, 403)
    assert client.post("/admin/figures/dashboards/sales/document/", {"kind": "pdf"}).status_code in (302, 403)
