"""A dashboard opened again is the page as it was, for its reader alone, and only while nothing of it has changed."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.test import Client
from wagtail.users.models import UserProfile

from gold_bi.sending.models import Document

from .boards import aside, owner, sold  # noqa: F401 -- fixtures
from .sales_files import EXCERPT, loaded

pytestmark = [pytest.mark.django_db(databases=["default", "gold"]), pytest.mark.usefixtures("sold")]

ADDRESS = "/admin/figures/dashboards/sales/?from=2011-08-01&to=2011-08-31"
NEW_CHART = "/admin/figures/dashboards/sales/own/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def page(client: Client) -> str:
    return client.get(ADDRESS).content.decode()


def darkened(client: Client, user: AbstractUser) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"theme": "dark"})


def renamed(client: Client, user: AbstractUser) -> None:
    get_user_model().objects.filter(pk=user.pk).update(first_name="Annabella")


def folded(client: Client, user: AbstractUser) -> None:
    client.cookies["wagtail_sidebar_collapsed"] = "1"


def in_italian(client: Client, user: AbstractUser) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "it"})


def more_sold(client: Client, user: AbstractUser) -> None:
    loaded("2011-08-05.csv", (EXCERPT / "2011-08-12.csv").read_bytes().replace(b"2011-08-12", b"2011-08-05"))


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        (darkened, 'class="w-theme-dark'),
        (renamed, "Annabella"),
        (folded, 'class="sidebar-collapsed'),
        (in_italian, '<html lang="it"'),
        (more_sold, None),
    ],
)
def test_it_is_the_same_page_until_something_of_it_changes(
    client: Client, change: Callable[[Client, AbstractUser], None], sign: str | None
) -> None:
    owner(client)
    page(client)  # the first brings the CSRF cookie
    before = page(client)
    # Each drawing masks the form's token anew: the same one says that nothing was drawn.
    assert page(client) == before
    change(client, get_user_model().objects.get())
    after = page(client)
    assert TOKEN.findall(after) != TOKEN.findall(before)
    if sign:
        assert sign not in before
        assert sign in after
    assert page(client) == after


def test_its_form_can_be_sent() -> None:
    client = owner(Client(enforce_csrf_checks=True))
    page(client)
    page(client)
    token = TOKEN.search(page(client))
    assert token is not None
    asked = {"kind": "xlsx", "csrfmiddlewaretoken": token[1]}
    assert client.post("/admin/figures/dashboards/sales/document/", asked).status_code == 302
    assert Document.objects.count() == 1


def test_a_message_on_it_is_said_once(client: Client) -> None:
    owner(client)
    usual = "/admin/figures/dashboards/sales/"
    for _twice in range(2):
        client.get(usual)
    given = {"dataset": "countries", "measure": "revenue", "by": "country", "save": "1", "title": "Where it goes"}
    said = "is on the dashboard"
    assert said in client.post(NEW_CHART, given, follow=True).content.decode()
    assert said not in client.get(usual).content.decode()
    assert said not in client.get(usual).content.decode()
