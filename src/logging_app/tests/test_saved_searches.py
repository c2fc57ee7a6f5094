"""Searches people keep: each their own, and none with somebody's full address."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from logging_app.models import SavedSearch

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


def save(client: Client, name: str, query: str) -> Any:
    return client.post(reverse("requests:save_search"), {"name": name, "query": query}, follow=True)


def test_a_search_is_saved_and_stands_above_the_list(admin_client: Client) -> None:
    page = save(
        admin_client, "Errori <b>", "status_class=4&status_class=5&who=people&p=older-1-1&evil=1"
    ).content.decode()
    search = SavedSearch.objects.get()
    assert search.query == "status_class=4&status_class=5&who=people"
    assert "La ricerca «Errori &lt;b&gt;» è salvata" in page
    assert 'aria-current="true">Errori &lt;b&gt;</a>' in page


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("ip=203.0.113.9", "ip=203.0.113.0%2F24"),
        ("ip=203.0.113.0%2F28", "ip=203.0.113.0%2F24"),
        ("q=203.0.113.9&who=bots", "q=203.0.113.0%2F24&who=bots"),
        ("ip=2001%3Adb8%3A1%3A2%3A%3A7", "ip=2001%3Adb8%3A1%3A%3A%2F48"),
        ("ip=203.0.0.0%2F16", "ip=203.0.0.0%2F16"),
    ],
)
def test_of_an_address_only_the_network_is_kept_and_it_says_so(admin_client: Client, query: str, kept: str) -> None:
    page = save(admin_client, "Indirizzo", query).content.decode()
    assert SavedSearch.objects.get().query == kept
    assert ("Cerca la rete" in page) == (kept != query)


def test_a_name_in_use_gets_the_new_search(admin_client: Client) -> None:
    save(admin_client, "Errori", "status=404")
    save(admin_client, "Errori", "status=500")
    assert SavedSearch.objects.get().query == "status=500"


@pytest.mark.parametrize(("name", "query"), [("", "status=404"), ("Niente", ""), ("Niente", "evil=1")])
def test_without_a_name_or_a_filter_nothing_is_saved(admin_client: Client, name: str, query: str) -> None:
    assert "Non è stato salvato nulla" in save(admin_client, name, query).content.decode()
    assert not SavedSearch.objects.exists()


def test_a_search_is_renamed_and_deleted(admin_client: Client) -> None:
    save(admin_client, "Errori", "status=404")
    save(admin_client, "Lente", "slower=3000")
    search = SavedSearch.objects.get(name="Errori")
    page = admin_client.get(reverse("requests:searches")).content.decode()
    assert "Stato: 404" in page
    admin_client.post(reverse("requests:rename_search", args=[search.pk]), {"name": "Non trovate"})
    answer = admin_client.post(reverse("requests:rename_search", args=[search.pk]), {"name": "Lente"}, follow=True)
    assert "ha già questo nome" in answer.content.decode()
    search.refresh_from_db()
    assert search.name == "Non trovate"
    admin_client.post(reverse("requests:delete_search", args=[search.pk]))
    assert [each.name for each in SavedSearch.objects.all()] == ["Lente"]


def test_nobody_touches_the_search_of_another(admin_client: Client) -> None:
    other = get_user_model().objects.create_superuser("other", "other@example.it", "secret")
    search = SavedSearch.objects.create(user=other, name="Sua", query="status=404")
    assert "Sua" not in admin_client.get(reverse("requests:index")).content.decode()
    for verb in ("rename_search", "delete_search"):
        address = reverse(f"requests:{verb}", args=[search.pk])
        assert admin_client.post(address, {"name": "Mia"}, follow=True).status_code in (404, 405)
    search.refresh_from_db()
    assert search.name == "Sua"
