"""The worker's letters: to the company and to the sender, tried again until the mail server takes them."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from base.lib.schedule.registry import registered
from website.inbox.deliveries import PAUSES
from website.models import Delivery, Message
from website.tasks import send_due_letters
from website.tests.conftest import Company
from website.tests.letters import message


@pytest.fixture
def sent(client: Client, company: Company) -> Message:
    client.post(company.it.contact.url, message(client))
    return Message.objects.get()


def letters(message: Message) -> dict[str, Delivery]:
    return {letter.kind: letter for letter in message.deliveries.all()}


def failing(error: Exception) -> "mock._patch[mock.NonCallableMagicMock]":
    return mock.patch.object(EmailMessage, "send", autospec=True, side_effect=error)


def test_the_company_s_letter_answers_to_the_sender(sent: Message) -> None:
    assert send_due_letters.call() == 2
    letter = mail.outbox[0]
    assert letter.to == ["bottega@example.it"]
    assert letter.reply_to == ["giulia@example.it"]
    assert letter.subject == "Messaggio dal sito: Contatti"
    assert "Un tavolo da otto?" in letter.body


def test_the_receipt_thanks_without_repeating_what_was_written(sent: Message) -> None:
    send_due_letters.call()
    receipt = mail.outbox[1]
    assert receipt.to == ["giulia@example.it"]
    assert receipt.reply_to == ["bottega@example.it"]
    assert "Abbiamo il tuo messaggio" in receipt.subject
    assert "Ti rispondiamo entro tre giorni" in receipt.body
    assert "Un tavolo da otto?" not in receipt.body
    assert receipt.message()["Auto-Submitted"] == "auto-replied"


def test_a_receipt_speaks_the_language_of_its_page(client: Client, company: Company) -> None:
    client.post(company.en.contact.url, message(client))
    send_due_letters.call()
    assert "We have your message" in mail.outbox[1].subject


def test_a_letter_is_sent_once(sent: Message) -> None:
    assert send_due_letters.call() == 2
    assert send_due_letters.call() == 0
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_away_loses_nothing(sent: Message) -> None:
    with failing(SMTPServerDisconnected("connection lost")):
        assert send_due_letters.call() == 0
    waiting = letters(sent)["company"]
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert "connection lost" in waiting.last_error
    assert letters(sent)["receipt"].attempts == 0  # no use asking the same server again at once
    Delivery.objects.update(next_try_at=timezone.now())
    assert send_due_letters.call() == 2


def test_the_pauses_grow_and_end_after_three_days(sent: Message) -> None:
    sent.deliveries.filter(kind="receipt").delete()
    with failing(ConnectionRefusedError("nobody there")):
        for number, pause in enumerate(PAUSES, start=1):
            before = timezone.now()
            send_due_letters.call()
            letter = letters(sent)["company"]
            assert letter.attempts == number
            assert pause <= letter.next_try_at - before < pause + timedelta(minutes=1)
            Delivery.objects.update(next_try_at=timezone.now())
        send_due_letters.call()
    assert letters(sent)["company"].state == "failed"
    assert timedelta(days=2) < sum(PAUSES, timedelta()) < timedelta(days=4)
    assert send_due_letters.call() == 0


def test_an_address_that_does_not_exist_is_not_tried_again(sent: Message) -> None:
    with failing(SMTPRecipientsRefused({"giulia@example.it": (550, b"no such user")})):
        send_due_letters.call()
    assert letters(sent)["receipt"].state == "failed"


def test_a_full_mailbox_is_tried_again(sent: Message) -> None:
    with failing(SMTPRecipientsRefused({"giulia@example.it": (452, b"mailbox full")})):
        send_due_letters.call()
    assert letters(sent)["receipt"].state == "waiting"


def test_one_broken_letter_holds_back_no_other(sent: Message) -> None:
    whole = EmailMessage.send

    def send(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == ["bottega@example.it"]:
            raise ValueError("broken")
        return whole(self, fail_silently)

    with mock.patch.object(EmailMessage, "send", autospec=True, side_effect=send):
        assert send_due_letters.call() == 1
    assert letters(sent)["receipt"].state == "sent"


def test_nothing_is_sent_about_spam(sent: Message) -> None:
    sent.state = Message.State.SPAM
    sent.save()
    assert send_due_letters.call() == 0
    assert mail.outbox == []


def test_a_stranger_s_address_gets_three_receipts_an_hour_at_most(client: Client, company: Company) -> None:
    for number in range(5):
        client.post(company.it.contact.url, message(client, messaggio=f"Comprate {number}"))
    assert Message.objects.count() == 5
    assert Delivery.objects.filter(kind="receipt").count() == 3
    assert Delivery.objects.filter(kind="company").count() == 5


def test_the_letters_left_behind_are_on_the_schedule() -> None:
    assert "send due letters" in [entry.name for entry in registered()]
