"""Old messages are deleted as the brand's settings, and the privacy policy, say."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from base.lib.schedule.registry import registered
from website.inbox.retention import delete_old, months_before
from website.models import Delivery, Message
from website.tasks import delete_old_messages
from website.tests.conftest import Company

NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)


def _message(days_old: float, company: Company, **values: str) -> Message:
    number = Message.objects.count()
    message = Message.objects.create(
        page_id=company.it.contact.pk, form_data={}, language="it", proof=f"proof-{number}", **values
    )
    Message.objects.filter(pk=message.pk).update(submit_time=NOW - timedelta(days=days_old))
    return message


def test_what_is_older_than_a_year_goes_with_its_letters(company: Company) -> None:
    old, young = _message(366, company), _message(364, company)
    _message(400, company, state="spam")
    Delivery.objects.create(message=old, kind=Delivery.Kind.COMPANY, address="a@example.it")
    Delivery.objects.create(message=young, kind=Delivery.Kind.COMPANY, address="a@example.it")
    assert delete_old(NOW) == 2
    assert list(Message.objects.all()) == [young]
    assert Delivery.objects.get().message == young
    assert delete_old(NOW) == 0


def test_a_message_whose_page_is_gone_goes_too(company: Company) -> None:
    _message(500, company)
    company.it.contact.delete()
    assert delete_old(NOW) == 1


def test_the_months_are_the_setting_s(company: Company) -> None:
    _message(70, company)
    company.brand.messages_kept = 3
    company.brand.save()
    assert delete_old(NOW) == 0
    company.brand.messages_kept = 2
    company.brand.save()
    assert delete_old(NOW) == 1


def test_nought_keeps_everything(company: Company) -> None:
    _message(5_000, company)
    company.brand.messages_kept = 0
    company.brand.save()
    assert delete_old(NOW) == 0
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [("2026-11-22", 12, "2025-11-22"), ("2026-03-31", 1, "2026-02-28"), ("2024-02-29", 12, "2023-02-28")],
)
def test_a_month_is_a_month_of_the_calendar(day: str, months: int, earlier: str) -> None:
    assert months_before(datetime.fromisoformat(day), months) == datetime.fromisoformat(earlier)


@pytest.mark.django_db
def test_the_worker_does_it_every_night(company: Company) -> None:
    [scheduled] = [each for each in registered() if each.task == delete_old_messages]
    assert scheduled.cron == "20 3 * * *"
    message = _message(0, company)
    Message.objects.filter(pk=message.pk).update(submit_time=timezone.now() - timedelta(days=370))
    assert delete_old_messages.call() == 1
