"""docs/operations/rights.md against the admin, and every address of the admin against nobody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from website.models import User
from website.tests.conftest import Company

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
DOCUMENT = Path(__file__).parents[3] / "docs" / "operations" / "rights.md"
GROUPS = ["Editors", "Moderators", "Owners", "Integrators"]
# What whoever is not signed in may ask for: the entrance itself, and the words of the admin's scripts.
OPEN = r"admin/(login/|password_reset/|invitation/|logout/|jsi18n/|sprite|icons|.*jsi18n/|.*\$$)"
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}


def table() -> list[tuple[str, dict[str, bool]]]:
    rows = [line.strip("| \n").split(" | ") for line in DOCUMENT.read_text().splitlines() if "| `" in line]
    return [(row[1].strip("`"), dict(zip(GROUPS, [cell == "yes" for cell in row[2:]], strict=True))) for row in rows]


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        else:
            yield route


def an_address(route: str) -> str:
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "x"), route)
    return "/" + plain


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_may_what_the_table_says(client: Client, company: Company, group: str) -> None:
    person = User.objects.create_user("p", password="x")
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    rows = table()
    assert len(rows) >= 20
    wrong = []
    for name, rights in rows:
        address = reverse(name)
        for method in (client.get, client.post):
            # Who may not is sent to the admin's home with a sentence, or refused.
            status = method(address).status_code
            may = status not in (302, 403)
            if may is not rights[group]:
                wrong.append(f"{method.__name__} {name}: {status}")
    assert wrong == []


def test_nobody_reaches_any_address_of_the_admin(client: Client, company: Company) -> None:
    asked = [route for route in routes(get_resolver()) if route.startswith("admin/") and not re.match(OPEN, route)]
    assert len(asked) > 250
    reached = []
    for route in asked:
        for method in (client.get, client.post):
            answer = method(an_address(route))
            sent_to = answer.headers.get("Location", "")
            if not (answer.status_code == 403 or sent_to.startswith("/admin/login/")):
                reached.append(f"{method.__name__} {route}: {answer.status_code} {sent_to}")
    assert reached == []
