import pytest
from django.db import DatabaseError, connections
from django.test import Client


def test_healthz_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db(databases=["default", "gold"])
def test_readyz_says_ready_when_both_databases_answer(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"state": "ready", "databases": {"default": "up", "gold": "up"}}


@pytest.mark.django_db(databases=["default", "gold"])
@pytest.mark.parametrize(("dead", "status", "state"), [("gold", 200, "degraded"), ("default", 503, "down")])
def test_readyz_tells_a_dead_gold_from_a_dead_site(
    client: Client, monkeypatch: pytest.MonkeyPatch, dead: str, status: int, state: str
) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("the server is away")

    monkeypatch.setattr(connections[dead], "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (status, state)
    assert answer.json()["databases"][dead] == "down"
