"""A visitor's message is kept, mailed by the worker, and a machine's is not."""

import time

import pytest
from django.core import mail
from django.test import Client
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.contrib.forms.models import FormSubmission

from website.tasks import send_message
from website.tests.conftest import Company


def worker_queue() -> DummyBackend:
    """What the worker would do; empty at first."""
    backend = task_backends["db"]
    assert isinstance(backend, DummyBackend)
    backend.clear()
    return backend


def message(**changes: str) -> dict[str, str]:
    """What the browser sends for a form opened a minute ago."""
    return {
        "e_mail": "giulia@example.it",
        "messaggio": "Un tavolo da otto?",
        "whf_name": "",
        "whf_time": str(int(time.time()) - 60),
    } | changes


def test_a_message_is_kept_and_handed_to_the_worker(
    client: Client, company: Company, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    queue = worker_queue()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(company.it.contact.url, message())
    assert "Ti rispondiamo entro tre giorni" in answer.content.decode()
    submission = FormSubmission.objects.get()
    assert submission.form_data["messaggio"] == "Un tavolo da otto?"
    assert [result.args for result in queue.results] == [[submission.pk]]
    assert mail.outbox == []


def test_the_mail_answers_to_the_sender(client: Client, company: Company) -> None:
    client.post(company.it.contact.url, message())
    send_message.call(FormSubmission.objects.get().pk)
    (sent,) = mail.outbox
    assert sent.to == ["bottega@example.it"]
    assert sent.reply_to == ["giulia@example.it"]
    assert sent.subject == "Messaggio dal sito: Contatti"
    assert "Un tavolo da otto?" in sent.body


@pytest.mark.parametrize(
    "machine",
    [
        {"whf_name": "https://casino.example"},
        {"whf_time": "9999999999"},
        {"whf_time": "ieri"},
    ],
)
def test_a_machine_is_refused_in_words(client: Client, company: Company, machine: dict[str, str]) -> None:
    answer = client.post(company.it.contact.url, message(**machine))
    assert "sembrava il messaggio di una macchina" in answer.content.decode()
    assert not FormSubmission.objects.exists()


def test_what_is_missing_is_said_beside_the_field(client: Client, company: Company) -> None:
    html = client.post(company.it.contact.url, message(e_mail="giulia")).content.decode()
    assert "Non è ancora partito nulla" in html
    assert 'id="id_e_mail_error"' in html
    assert not FormSubmission.objects.exists()


def test_the_english_form_thanks_in_english_words(client: Client, company: Company) -> None:
    html = client.post(company.en.contact.url, message()).content.decode()
    assert "Thank you" in html


def test_without_an_address_a_message_is_only_kept(
    client: Client, company: Company, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    company.it.contact.to_address = ""
    company.it.contact.save()
    queue = worker_queue()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(company.it.contact.url, message())
    assert FormSubmission.objects.count() == 1
    assert queue.results == []
