"""What the tests of documents, the weekly letter and alerts have in common: who reads, and what there is to read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from gold_bi.dashboards import BOARDS
from gold_bi.models import FlowState, LeadDay, SalesDay

from .people import signed_in

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def gold_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*arguments: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(connections["gold"], "cursor", away)


def owner(client: Client, *boards: str) -> Any:
    signed_in(client, "view_figures")
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    names = [board.permission.split(".")[1] for board in BOARDS if not boards or board.name in boards]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    UserProfile.objects.create(user=user, preferred_language="en")
    return get_user_model().objects.get(pk=user.pk)


def found(client: Client, address: str) -> bool:
    """What is not there is looked for among the site's pages of one's language, and is not there either."""
    return client.get(address, follow=True).status_code != 404


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


def sold(day: date, revenue: int) -> None:
    SalesDay.objects.create(
        day=day, kind="goods", revenue=revenue, credited=0, quantity=3, lines=2, orders=1, customers=1
    )


def leads(week: int, before: int, today: date) -> None:
    FlowState.objects.update_or_create(name="leads", defaults={"loaded_at": timezone.now()})
    for day, count in ((today - timedelta(days=1), week), (today - timedelta(days=8), before)):
        LeadDay.objects.update_or_create(
            day=day, defaults={"leads": count, "answered": 0, "spam": 0, "answered_minutes": 0, "timed": 0}
        )
    cache.clear()
