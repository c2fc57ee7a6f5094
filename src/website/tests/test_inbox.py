"""The inbox: who may read it, what is found in it, and what may be done with a message."""

import csv
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry

from website.models import Delivery, Message, User
from website.tasks import send_due_letters
from website.tests import factories
from website.tests.conftest import Company
from website.tests.letters import message

INBOX = "/admin/inbox/"


def write(client: Client, company: Company, **changes: str) -> Message:
    client.post(company.it.contact.url, message(client, **changes))
    return Message.objects.latest("pk")


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get(INBOX, query)
    assert answer.status_code == 200
    return [each.form_data["messaggio"] for each in answer.context["object_list"]]


def person(*rights: str) -> Client:
    """Somebody who may enter the admin, and has the named rights on messages."""
    user = User.objects.create_user("anna", "anna@example.it", "segreta")
    group = Group.objects.create(name="Anna's")
    names = ["access_admin", *(f"{right}_message" for right in rights)]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_the_newest_message_comes_first(admin_client: Client, client: Client, company: Company) -> None:
    for words in ("prima", "seconda"):
        write(client, company, messaggio=words)
    assert listed(admin_client) == ["seconda", "prima"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "PERCHE ciliègio"}, ["Perché il ciliegio?"]),
        ({"q": "marco@"}, ["Un preventivo"]),
        ({"q": "niente"}, []),
        ({"state": "answered"}, ["Un preventivo"]),
        ({"state": "new"}, ["Perché il ciliegio?"]),
        ({"letters": "sent"}, ["Un preventivo"]),
        ({"submit_time_from": "2020-01-01", "submit_time_to": "2020-12-31"}, []),
        ({"submit_time_from": "ieri"}, []),
    ],
)
def test_a_message_is_found(
    admin_client: Client, client: Client, company: Company, query: dict[str, str], found: list[str]
) -> None:
    answered = write(client, company, messaggio="Un preventivo", e_mail="marco@example.it")
    answered.state = Message.State.ANSWERED
    answered.save()
    answered.deliveries.update(state=Delivery.State.SENT)
    write(client, company, messaggio="Perché il ciliegio?")
    assert listed(admin_client, **query) == found


def test_messages_are_told_apart_by_page(admin_client: Client, client: Client, company: Company) -> None:
    write(client, company, messaggio="dall'italiano")
    client.post(company.en.contact.url, message(client, messaggio="from English"))
    assert listed(admin_client, page=str(company.en.contact.pk)) == ["from English"]


def test_a_message_shows_all_that_was_written(admin_client: Client, client: Client, company: Company) -> None:
    hostile = "<script>alert(1)</script>\nseconda riga"
    kept = write(client, company, messaggio=hostile)
    html = admin_client.get(f"{INBOX}inspect/{kept.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "seconda riga" in html
    assert "Messaggio" in html
    assert "mailto:giulia%40example.it?subject=Re%3A%20Contatti" in html


def test_the_list_names_the_sender_and_how_they_begin(admin_client: Client, client: Client, company: Company) -> None:
    contact = company.it.contact
    factories.ContactFormFieldFactory(page=contact, locale=contact.locale, label="Nome", field_type="singleline")
    write(client, company, nome="Giulia Bianchi", messaggio="Cerco un tavolo.\nDa otto.")
    html = admin_client.get(INBOX).content.decode()
    assert "<bdi>Giulia Bianchi</bdi>" in html
    assert "<bdi>Cerco un tavolo. Da otto.</bdi>" in html


@pytest.mark.parametrize("state", ["answered", "spam", "new"])
def test_a_message_is_marked(admin_client: Client, client: Client, company: Company, state: str) -> None:
    kept = write(client, company)
    admin_client.post(f"{INBOX}mark/{kept.pk}/", {"state": state})
    kept.refresh_from_db()
    assert kept.state == state


def test_a_state_that_does_not_exist_is_refused_in_words(
    admin_client: Client, client: Client, company: Company
) -> None:
    kept = write(client, company)
    answer = admin_client.post(f"{INBOX}mark/{kept.pk}/", {"state": "forse"}, follow=True)
    assert "forse" in answer.content.decode()
    kept.refresh_from_db()
    assert kept.state == "new"


def test_the_menu_counts_the_new_ones(admin_client: Client, client: Client, company: Company) -> None:
    write(client, company)
    write(client, company, messaggio="altro")
    assert "Messaggi (2)" in admin_client.get(INBOX).content.decode()
    Message.objects.update(state=Message.State.ANSWERED)
    html = admin_client.get(INBOX).content.decode()
    assert "Messaggi (" not in html
    assert "Messaggi" in html


def test_without_the_permission_nothing_is_shown(client: Client, company: Company) -> None:
    kept = write(client, company)
    anna = person()
    for address in (INBOX, f"{INBOX}results/", f"{INBOX}inspect/{kept.pk}/", f"{INBOX}?export=csv"):
        answer = anna.get(address)
        assert answer.status_code == 302, address
        assert "giulia" not in answer.content.decode()
    assert '"/admin/inbox/"' not in anna.get("/admin/").content.decode()


def test_who_may_only_read_can_neither_mark_nor_delete(client: Client, company: Company) -> None:
    kept = write(client, company)
    anna = person("view")
    assert anna.get(INBOX).status_code == 200
    html = anna.get(f"{INBOX}inspect/{kept.pk}/").content.decode()
    assert f"{INBOX}mark/" not in html
    assert f"{INBOX}delete/" not in html
    anna.post(f"{INBOX}mark/{kept.pk}/", {"state": "spam"})
    anna.post(f"{INBOX}send-again/{kept.pk}/")
    anna.post(f"{INBOX}delete/{kept.pk}/")
    assert Message.objects.get().state == "new"


def test_editing_the_page_is_no_right_to_its_messages(client: Client, company: Company) -> None:
    write(client, company)
    edda = person()
    page = company.it.contact.pk
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Anna's"), page=company.it.contact, permission=change
    )
    assert edda.get(f"/admin/pages/{page}/edit/").status_code == 200
    answer = edda.get(f"/admin/forms/submissions/{page}/", follow=True)
    assert "Un tavolo" not in answer.content.decode()
    chosen = {"selected-submissions": str(Message.objects.get().pk)}
    edda.post(f"/admin/forms/submissions/{page}/delete/?selected-submissions={chosen['selected-submissions']}")
    assert Message.objects.exists()
    assert '"/admin/forms/"' not in edda.get("/admin/").content.decode()


def test_deleting_asks_first_and_leaves_no_name_behind(admin_client: Client, client: Client, company: Company) -> None:
    kept = write(client, company)
    asked = admin_client.get(f"{INBOX}delete/{kept.pk}/").content.decode()
    assert "per sempre" in asked
    assert Message.objects.exists()
    admin_client.post(f"{INBOX}delete/{kept.pk}/")
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
    entry = ModelLogEntry.objects.get(action="wagtail.delete")
    assert "giulia" not in entry.label


def exported(client: Client, **query: str) -> list[list[str]]:
    answer = client.get(INBOX, {"export": "csv"} | query)
    assert isinstance(answer, StreamingHttpResponse)
    return list(csv.reader(StringIO(answer.getvalue().decode().removeprefix("\ufeff"))))


def test_the_csv_has_a_column_for_each_field(admin_client: Client, client: Client, company: Company) -> None:
    write(client, company, messaggio='=HYPERLINK("https://evil.example")')
    head, row = exported(admin_client)
    assert head == ["Ricevuto", "Stato", "Pagina", "Mittente", "E-mail", "Messaggio"]
    assert row[1:4] == ["Nuovo", "Contatti", "giulia@example.it"]
    assert row[-1] == '\'=HYPERLINK("https://evil.example")'


def test_the_csv_holds_what_the_list_shows(admin_client: Client, client: Client, company: Company) -> None:
    write(client, company, messaggio="uno")
    write(client, company, messaggio="due")
    assert [row[-1] for row in exported(admin_client, q="due")[1:]] == ["due"]


def test_a_letter_that_was_not_sent_shows_and_can_be_sent_again(
    admin_client: Client, client: Client, company: Company
) -> None:
    kept = write(client, company)
    with mock.patch("django.core.mail.EmailMessage.send", autospec=True, side_effect=OSError("nobody there")):
        for _attempt in range(9):
            Delivery.objects.update(next_try_at="2020-01-01T00:00Z")
            send_due_letters.call()
            Delivery.objects.filter(kind="receipt").update(next_try_at="2999-01-01T00:00Z")
    assert "non inviata" in admin_client.get(INBOX).content.decode()
    html = admin_client.get(f"{INBOX}inspect/{kept.pk}/").content.decode()
    assert "nobody there" in html
    admin_client.post(f"{INBOX}send-again/{kept.pk}/")
    assert send_due_letters.call() == 2


def test_a_full_inbox_costs_no_more_queries(admin_client: Client, client: Client, company: Company) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("inbox:index"))
        return len(captured.captured_queries)

    write(client, company)
    queries()
    one = queries()
    for number in range(8):
        write(client, company, messaggio=f"numero {number}")
    assert queries() <= one
