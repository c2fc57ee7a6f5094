"""Dashboards in the tests: what was sold, who visited, and who looks."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import translation

from gold_bi.dashboards import BOARDS
from gold_bi.flows.registry import find
from gold_bi.loaders.rollups import add_up
from gold_bi.models import (
    FactArrival,
    FactLead,
    FactPage,
)

from .people import signed_in
from .sales_files import EXCERPT, loaded

MEASURES = ("views", "visits", "client_errors", "server_errors")


@pytest.fixture(autouse=True)
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def sold() -> None:
    """Real lines of a shop, of two days."""
    for day in ("2011-01-05", "2011-08-12"):
        loaded(f"{day}.csv", (EXCERPT / f"{day}.csv").read_bytes())


@pytest.fixture
def sold_for_months() -> None:
    """Real lines of a shop, of five days in as many months."""
    for path in sorted(EXCERPT.glob("*.csv")):
        loaded(path.name, path.read_bytes())


def owner(client: Client, *boards: str) -> Client:
    signed_in(client)
    names = [board.permission.split(".")[1] for board in BOARDS if not boards or board.name in boards]
    user = client.session["_auth_user_id"]
    get_user_model().objects.get(pk=user).user_permissions.add(*Permission.objects.filter(codename__in=names))
    return client


def ask(sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connections["gold"].cursor() as cursor:
        cursor.execute(sql, arguments)
        return list(cursor.fetchall())


def _added_up(flow: str, facts: Any) -> None:
    for rollup in find(flow).rollups:
        add_up(rollup, facts, set(facts.objects.using("gold").values_list("day", flat=True)))


@pytest.fixture
def visited() -> None:
    chance = random.Random(1)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(120)]
    pages = ["", "/it/", "/it/contatti/"]
    FactPage.objects.using("gold").bulk_create(
        FactPage(day=day, page=page, **{name: chance.randrange(20) for name in MEASURES})
        for day in days for page in pages
    )  # fmt: skip
    FactArrival.objects.using("gold").bulk_create(
        FactArrival(day=day, way=way, source=source, views=chance.randrange(9), visits=chance.randrange(9))
        for day in days
        for way, source in (
            ("search", "Google"), ("campaign", "letter"), ("other", "example.org"), ("social", "Mastodon"),
            ("mail", "post"), ("assistant", "one"), ("spam", "free.example"),
        )
    )  # fmt: skip
    FactLead.objects.using("gold").bulk_create(
        FactLead(
            message=number, received_at=datetime(2026, 1, 1, tzinfo=UTC), day=chance.choice(days),
            page=chance.choice(pages),
            state=(state := chance.choice(["new", "answered", "spam"])),
            answered_minutes=chance.randrange(900) if state == "answered" else None,
        )
        for number in range(150)
    )  # fmt: skip
    for flow, facts in (("pages", FactPage), ("campaigns", FactArrival), ("leads", FactLead)):
        _added_up(flow, facts)
