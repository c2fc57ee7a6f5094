"""The back office asks about a holiday that is near, until somebody answers."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from website.models import OpeningHours

from .places import closure, make_record

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

QUESTION = "martedì 8 dicembre, Immacolata Concezione"


@pytest.fixture
def record() -> OpeningHours:
    return make_record()


def signed_in(*, superuser: bool = True) -> Client:
    user, _ = get_user_model().objects.get_or_create(username="someone", defaults={"is_superuser": superuser})
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


def home(*, superuser: bool = True, today: date = date(2026, 11, 22)) -> str:
    client = signed_in(superuser=superuser)
    with patch("django.utils.timezone.now", return_value=datetime(today.year, today.month, today.day, 9, tzinfo=UTC)):
        return client.get("/admin/").content.decode()


def test_it_asks_three_weeks_before_and_links_to_the_record(record: OpeningHours) -> None:
    page = home()
    assert QUESTION in page
    assert "25 dicembre" not in page
    link = re.search(rf'"(/admin/[^"]*/edit/{record.pk}/)#([^"]+)"', page)
    assert link
    assert f'id="{link[2]}"' in signed_in().get(link[1]).content.decode()


def test_it_asks_no_earlier(record: OpeningHours) -> None:
    assert QUESTION not in home(today=date(2026, 11, 16))


@pytest.mark.parametrize(
    "answer",
    [
        lambda record: record.holiday_rules.append(("rule", _rule("closed"))),
        lambda record: record.holiday_rules.append(("rule", _rule("usual", year=2026))),
        lambda record: record.closures.append(closure(date(2026, 12, 8), date(2026, 12, 8), "")),
        lambda record: record.spans.set([]),
    ],
    ids=["closed", "open", "closure", "closed that weekday anyway"],
)
def test_it_stops_asking_once_it_is_set(record: OpeningHours, answer: Callable[[OpeningHours], None]) -> None:
    answer(record)
    record.save()
    assert QUESTION not in home()


def test_an_answer_for_another_year_is_none(record: OpeningHours) -> None:
    record.holiday_rules.append(("rule", _rule("usual", year=2025)))
    record.save()
    assert QUESTION in home()


def test_it_asks_only_those_who_may_answer(record: OpeningHours) -> None:
    assert QUESTION not in home(superuser=False)


def test_one_click_decides_and_another_takes_it_back(record: OpeningHours) -> None:
    form = re.search(r'<form method="post" action="(/admin/holidays/\d+/decide/)"', home())
    assert form
    client = signed_in()
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 22, 9, tzinfo=UTC)):
        answer = {"holiday": "immaculate", "year": "2026", "decision": "usual"}
        page = client.post(form[1], answer, follow=True).content.decode()
        assert "Sala: aperto come al solito, Immacolata Concezione 2026." in page
        assert QUESTION not in page
        record.refresh_from_db()
        assert [rule.value["decision"] for rule in record.holiday_rules] == ["usual"]
        client.post(form[1], answer)
        undo = re.search(r'action="(/admin/holidays/\d+/undo/[^"]+)"', page)
        assert undo
        assert QUESTION in client.post(undo[1], follow=True).content.decode()
    record.refresh_from_db()
    assert len(record.holiday_rules) == 0


@pytest.mark.parametrize("wrong", [{"holiday": "monday"}, {"year": "soon"}, {"decision": "hours"}])
def test_an_answer_that_is_none_is_refused(record: OpeningHours, wrong: dict[str, str]) -> None:
    answer = {"holiday": "immaculate", "year": "2026", "decision": "usual"} | wrong
    assert signed_in().post(f"/admin/holidays/{record.pk}/decide/", answer).status_code == 400


def test_nobody_else_decides_nor_by_a_mere_link(record: OpeningHours) -> None:
    address = f"/admin/holidays/{record.pk}/decide/"
    answer = {"holiday": "immaculate", "year": "2026", "decision": "usual"}
    assert signed_in().get(address).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(get_user_model().objects.get())
    assert careful.post(address, answer).status_code == 403
    get_user_model().objects.update(is_superuser=False)
    signed_in(superuser=False).post(address, answer)
    record.refresh_from_db()
    assert len(record.holiday_rules) == 0


def _rule(decision: str, year: int | None = None) -> dict[str, object]:
    return {"holiday": "immaculate", "year": year, "decision": decision, "spans": []}
