"""docs/operations/rights.md against the admin: every address of it, for nobody and for each group."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import gettext as in_wagtails_words
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from website.models import User
from website.tests.conftest import Company

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
DOCUMENT = Path(__file__).parents[3] / "docs" / "operations" / "rights.md"
GROUPS = ["Editors", "Moderators", "Owners", "Integrators"]
# What whoever is not signed in may ask for: the entrance itself, and the words of the admin's scripts.
OPEN = r"admin/(login/|password_reset/|invitation/|logout/|jsi18n/|sprite|icons|.*jsi18n/|.*\$$)"
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}


def table() -> list[tuple[str, dict[str, bool]]]:
    screens, _addresses = DOCUMENT.read_text().split("## Every address")
    rows = [line.strip("| \n").split(" | ") for line in screens.splitlines() if "| `" in line]
    return [(row[1].strip("`"), dict(zip(GROUPS, [cell == "yes" for cell in row[2:]], strict=True))) for row in rows]


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        else:
            yield route


def is_refused(answer: Any) -> bool:
    """Who may not is refused, or sent to the admin's home with Wagtail's sentence."""
    said = {str(message).strip() for message in get_messages(answer.wsgi_request)}
    sentence = in_wagtails_words("Sorry, you do not have permission to access this area.")
    return answer.status_code == 403 or sentence in said


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
            answer = method(address)
            if is_refused(answer) is rights[group]:
                wrong.append(f"{method.__name__} {name}: {answer.status_code}")
    assert wrong == []


def areas() -> dict[str, dict[str, str]]:
    _screens, addresses = DOCUMENT.read_text().split("## Every address")
    rows = [line.strip("| \n").split(" | ") for line in addresses.splitlines() if "| `" in line]
    return {row[1].strip("`"): dict(zip(GROUPS, row[2:], strict=True)) for row in rows}


def area_of(route: str, beginnings: Iterable[str]) -> str:
    """The longest beginning of the address; the home's is all of its own. Raises ValueError where there is none."""
    address = "/" + route.removeprefix("admin/")
    if address == "/":
        return "/"
    return max((each for each in beginnings if each != "/" and address.startswith(each)), key=len)


def there_is(company: Company) -> list[tuple[str, str]]:
    """What stands in addresses for things that are there: (pattern of the route, what takes its place)."""
    picture = get_image_model().objects.first()
    picture.collection = Collection.get_first_root_node()
    picture.save()
    document = get_document_model().objects.create(title="d", file=ContentFile(b"x", "d.txt"))
    redirect = Redirect.objects.create(old_path="/x", redirect_link="/y")
    collection = Collection.get_first_root_node().add_child(name="c")
    files, runs = apps.get_model("gold_bi", "SourceFile").objects, apps.get_model("gold_bi", "FlowRun").objects
    file = files.create(flow="sales", name="a.csv", sha256="0" * 64, size=1, given_by="x")
    run = runs.create(flow="sales", started_by="x")
    alike, hours, contacts = company.it, company.brand.opening_hours, company.brand.contacts
    assert hours
    assert contacts
    return [
        (r"(figures/dashboards/)<slug:name>", r"\1sales"),
        (r"<slug:part>", "over-time"),
        (r"<slug:measure>/<int:year>", "revenue/2026"),
        (r"(figures/files/)<int:pk>", rf"\g<1>{file.pk}"),
        (r"(figures/runs/)<int:pk>", rf"\g<1>{run.pk}"),
        (r"((?:figures/flows|rows-set-aside/load|figures/charts)/)<slug:name>", r"\1sales"),
        (r"(actions/)<slug:name>", r"\1rebuild-search-index"),
        (r"<int:redirect_id>", str(redirect.pk)),
        (r"<int:doc(?:ument)?_id>", str(document.pk)),
        (r"<int:image_id>", str(picture.pk)),
        (r"(collections/)<int:\w+>", rf"\g<1>{collection.pk}"),
        (r"(sites/\w+/)<int:pk>", rf"\g<1>{company.site.pk}"),
        (r"(groups/\w+/)<int:pk>", rf"\g<1>{Group.objects.get(name='Editors').pk}"),
        (r"(openinghours/[\w-]+/)<int:pk>", rf"\g<1>{hours.pk}"),
        (r"(contacts/[\w-]+/)<int:pk>", rf"\g<1>{contacts.pk}"),
        (r"<int:site>", str(company.site.pk)),
        (r"<str:theme>", "light"),
        (r"<slug:app_name>/<slug:model_name>/<int:pk>", f"website/brandingsettings/{company.site.pk}"),
        (r"settings/<slug:app_name>/<slug:model_name>", "settings/website/brandingsettings"),
        (r"(submissions/)<int:page_id>", rf"\g<1>{alike.contact.pk}"),
        (r"<int:(?:parent_)?page_(?:id|to_move_id|pk)>", str(alike.content.pk)),
        (r"<int:destination_id>", str(alike.home.pk)),
        (r"<slug:(?:content_type_)?app_\w+>/<slug:(?:content_type_)?model_\w+>", "website/contentpage"),
    ]


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_reaches_the_addresses_of_its_areas_and_no_other(
    company: Company, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By GET and POST. What is asked for is whether one may; pages are not drawn."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    table, given = areas(), there_is(company)
    person = User.objects.create_user("p", password="x")
    person.groups.add(Group.objects.get(name=group))
    client = Client(raise_request_exception=False)
    wrong, reached, used = [], 0, set()
    asked = [route for route in routes(get_resolver()) if route.startswith("admin/") and not re.match(OPEN, route)]
    assert len(asked) > 250
    for route in asked:
        area = area_of(route, table)
        used.add(area)
        filled = route
        for pattern, what in given:
            filled = re.sub(pattern, what, filled)
        address = an_address(filled)
        for method in ("get", "post"):
            client.cookies.clear()  # a sentence that nobody read yet would be said again
            client.force_login(person)
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            may = table[area][group] == "yes" or (table[area][group], method) == ("looks", "get")
            if may:
                reached += answer.status_code in (200, 302, 400, 422)
                right = not is_refused(answer)
            else:  # nothing may be there, or a method not offered; one never gets through
                to = answer.headers.get("Location", "")
                nothing = answer.status_code in (404, 405) or to.startswith(("/it/admin/", "/en/admin/"))
                right = nothing or is_refused(answer)
            if not right:
                wrong.append(f"{method} {address} ({area}): {answer.status_code}")
    assert wrong == []
    assert used == set(table)
    assert reached > 150


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
