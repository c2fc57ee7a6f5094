"""A visitor's message is kept once, whoever sends it twice; a machine's is not."""

import time
from unittest import mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from pytest_django import DjangoCaptureOnCommitCallbacks

from website.models import Delivery, Message
from website.tests.conftest import Company
from website.tests.letters import forged, message, proof


def worker_queue() -> DummyBackend:
    """What the worker would do; empty at first."""
    backend = task_backends["db"]
    assert isinstance(backend, DummyBackend)
    backend.clear()
    return backend


def test_a_message_is_kept_and_handed_to_the_worker(
    client: Client, company: Company, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    queue = worker_queue()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(company.it.contact.url, message(client))
    assert answer.status_code == 302
    assert "Ti rispondiamo entro tre giorni" in client.get(answer["Location"]).content.decode()
    kept = Message.objects.get()
    assert kept.answers == [("E-mail", "giulia@example.it"), ("Messaggio", "Un tavolo da otto?")]
    assert (kept.state, kept.sender, kept.language) == ("new", "giulia@example.it", "it")
    assert len(queue.results) == 1
    assert mail.outbox == []


def test_reloading_the_thanks_sends_nothing_again(client: Client, company: Company) -> None:
    answer = client.post(company.it.contact.url, message(client), follow=True)
    assert client.get(answer.redirect_chain[-1][0]).status_code == 200
    assert Message.objects.count() == 1


def test_a_second_click_is_the_same_message(client: Client, company: Company) -> None:
    sent = message(client)
    for _click in range(2):
        assert client.post(company.it.contact.url, sent).status_code == 302
    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_a_proof_carries_one_message_only(client: Client, company: Company) -> None:
    solved = proof(client)
    client.post(company.it.contact.url, message(client, proof=solved))
    answer = client.post(company.it.contact.url, message(client, proof=solved, messaggio="Comprate qui!"))
    assert "Non è ancora partito nulla" in answer.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("solution", ["", "e30=", "A" * 5_000, "forged"], ids=["none", "empty", "long", "forged"])
def test_without_a_proof_the_form_says_so_and_keeps_the_words(client: Client, company: Company, solution: str) -> None:
    solved = forged(proof(client)) if solution == "forged" else solution
    answer = client.post(company.it.contact.url, message(client, proof=solved))
    html = answer.content.decode()
    assert "Serve JavaScript" in html
    assert "Un tavolo da otto?" in html
    assert "mailto:bottega@example.it" in html[html.index("form__alert") :]
    assert not Message.objects.exists()


def test_an_old_proof_is_refused(client: Client, company: Company) -> None:
    sent = message(client)
    with mock.patch("altcha.v2.time.time", return_value=time.time() + 3 * 60 * 60):
        answer = client.post(company.it.contact.url, sent)
    assert answer.status_code == 200
    assert not Message.objects.exists()


def test_a_challenge_is_never_cached(client: Client, company: Company) -> None:
    first, second = (client.get("/contact/challenge") for _time in range(2))
    assert "no-store" in first["Cache-Control"]
    assert first.json()["parameters"]["nonce"] != second.json()["parameters"]["nonce"]
    assert not first.cookies


def test_without_javascript_the_form_names_another_way(client: Client, company: Company) -> None:
    html = client.get(company.it.contact.url).content.decode()
    words = html[html.index("<noscript>") : html.index("</noscript>")]
    assert "mailto:bottega@example.it" in words
    assert "tel:+390310000168" in words


@pytest.mark.parametrize(
    "machine",
    [
        {"whf_name": "https://casino.example"},
        {"whf_time": "9999999999"},
        {"whf_time": "ieri"},
    ],
)
def test_a_machine_is_refused_in_words(client: Client, company: Company, machine: dict[str, str]) -> None:
    answer = client.post(company.it.contact.url, message(client, **machine))
    assert "sembrava il messaggio di una macchina" in answer.content.decode()
    assert not Message.objects.exists()


def test_what_is_missing_is_said_beside_the_field(client: Client, company: Company) -> None:
    html = client.post(company.it.contact.url, message(client, e_mail="giulia")).content.decode()
    assert "Non è ancora partito nulla" in html
    assert 'id="id_e_mail_error"' in html
    assert not Message.objects.exists()


def test_the_english_form_thanks_in_english_words(client: Client, company: Company) -> None:
    html = client.post(company.en.contact.url, message(client), follow=True).content.decode()
    assert "Thank you" in html


def test_without_an_address_a_message_is_only_kept(
    client: Client, company: Company, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    company.it.contact.to_address = ""
    company.it.contact.send_receipt = False
    company.it.contact.save()
    queue = worker_queue()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(company.it.contact.url, message(client))
    assert Message.objects.count() == 1
    assert queue.results == []


def test_a_message_outlives_its_page_and_its_fields(client: Client, company: Company) -> None:
    client.post(company.it.contact.url, message(client))
    company.it.contact.form_fields.all().delete()
    company.it.contact.delete()
    kept = Message.objects.get()
    assert kept.page is None
    assert ("Messaggio", "Un tavolo da otto?") in kept.answers


def test_the_page_takes_twelve_queries_at_most(client: Client, company: Company) -> None:
    client.get(company.it.contact.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(company.it.contact.url)
    assert len(captured.captured_queries) <= 12, "\n".join(query["sql"] for query in captured.captured_queries)
