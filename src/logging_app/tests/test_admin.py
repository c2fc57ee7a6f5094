"""The request log in the Wagtail admin: shown as it is, to whom may look, changed by nobody."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.fixtures import Settings

from logging_app.models import AccessLogEntry, LogFile, UnparsableLine
from logging_app.screens.menu import request_log_menu
from logging_app.screens.permissions import ViewOnlyPolicy
from logging_app.screens.requests.places import Place
from logging_app.screens.urls import urlpatterns

from .lines import line
from .reading import ingest

# The admin home, where a refused editor lands, reads GOLD.
pytestmark = pytest.mark.django_db(databases=["default", "gold"])

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture
def some(tmp_path: Path, settings: Settings) -> None:
    ingest(
        tmp_path,
        settings,
        line(request_uri="/it/contatti/?a=1", request_id="a" * 32, msec=1795368661),
        line(request_uri="/wp-login.php", status=404, remote_addr="198.51.100.7", msec=1795368662),
        line(request_uri="/it/", status=502, request_method="POST", remote_addr="2001:db8::1", msec=1795368663),
        b"no json\n",
    )


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("requests:index"), query)
    assert answer.status_code == 200
    return [row.entry.path.text for row in answer.context["object_list"]]


@pytest.mark.usefixtures("some")
def test_the_newest_request_comes_first(owner: Client) -> None:
    assert listed(owner) == ["/it/", "/wp-login.php", "/it/contatti/"]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ({"status_class": "4"}, ["/wp-login.php"]),
        ({"request_method": "POST"}, ["/it/"]),
        ({"path_contains": "CONTATTI"}, ["/it/contatti/"]),
        ({"ip": "198.51.100.7"}, ["/wp-login.php"]),
        ({"ip": "198.51.100.0/24"}, ["/wp-login.php"]),
        ({"ip": "2001:db8::/32"}, ["/it/"]),
        ({"request_id": "a" * 32}, ["/it/contatti/"]),
        ({"q": "a" * 32}, ["/it/contatti/"]),
        ({"q": "wp-"}, ["/wp-login.php"]),
        ({"start": "2026-11-23T00:00"}, []),
        ({"start": "2026-11-22T18:31", "end": "2026-11-22T18:31"}, ["/it/", "/wp-login.php", "/it/contatti/"]),
        ({"ip": "nonsense"}, []),
        ({"ordering": "user_agent", "p": "nonsense"}, ["/it/", "/wp-login.php", "/it/contatti/"]),
    ],
)
def test_the_list_can_be_narrowed_down(owner: Client, query: dict[str, str], paths: list[str]) -> None:
    assert listed(owner, **query) == paths


@pytest.mark.usefixtures("some")
def test_a_wrong_address_is_named_in_plain_words(owner: Client) -> None:
    answer = owner.get(reverse("requests:index"), {"ip": "nonsense"})
    assert "«nonsense» non è un indirizzo IP" in answer.content.decode()


def test_hostile_values_are_shown_and_never_run(owner: Client, tmp_path: Path, settings: Settings) -> None:
    fields = dict.fromkeys(
        [
            "request_uri",
            "http_user_agent",
            "http_referer",
            "host",
            "server_protocol",
            "scheme",
            "request_id",
            "request",
        ],
        HOSTILE,
    )
    ingest(
        tmp_path,
        settings,
        line(**fields),
        line(**fields | {"request_method": HOSTILE}),
        line(request_method="", **fields),
    )
    for address in [
        reverse("requests:index"),
        reverse("requests:index") + "?q=script",
        *(reverse("requests:inspect", args=[Place.of(entry)]) for entry in AccessLogEntry.objects.all()),
    ]:
        page = owner.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in page


@pytest.mark.usefixtures("some")
def test_one_request_shows_all_that_nginx_wrote(owner: Client) -> None:
    entry = AccessLogEntry.objects.get(request_id="a" * 32)
    page = owner.get(reverse("requests:inspect", args=[Place.of(entry)])).content.decode()
    for text in (
        "/it/contatti/",
        "<bdi>a</bdi>",
        "a" * 32,
        "203.0.113.9",
        "Firefox/140.0",
        "https://example.org/",
        "34 ms",
    ):
        assert text in page


def test_the_csv_holds_what_is_filtered_and_no_formula(owner: Client, tmp_path: Path, settings: Settings) -> None:
    ingest(
        tmp_path,
        settings,
        *(line(request_uri="/keep", http_user_agent=start + "cmd|' /C calc'!A0") for start in "=+-@\t\r"),
        line(request_uri="/other"),
    )
    answer = owner.get(reverse("requests:export", args=["csv"]), {"path": "/keep"})
    assert isinstance(answer, StreamingHttpResponse)
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer).decode()
    rows = list(csv.reader(StringIO(text, newline="")))
    agent = rows[0].index("User agent")
    assert [row[agent][0] for row in rows[1:]] == ["'"] * 6
    assert {row[rows[0].index("Percorso")] for row in rows[1:]} == {"/keep"}


def test_an_address_with_a_word_too_many_leads_to_the_whole_list(owner: Client) -> None:
    answer = owner.get("/admin/request-log/files/", {"nonsense": "1"})
    assert answer.headers["Location"] == "/admin/request-log/files/"


@pytest.mark.usefixtures("some")
def test_the_log_files_show_how_far_they_were_read(owner: Client) -> None:
    page = owner.get("/admin/request-log/files/").content.decode()
    assert LogFile.objects.get().path in page
    assert "File di log" in page


def stored() -> list[list[Any]]:
    return [
        list(AccessLogEntry.objects.values()),
        list(LogFile.objects.values()),
        list(UnparsableLine.objects.values()),
    ]


CHANGING = [
    *("requests/new/", "requests/copy/{}/", "requests/edit/{}/", "requests/delete/{}/", "requests/history/{}/"),
    *("requests/usage/{}/", "requests/reorder/{}/", "bulk/logging_app/accesslogentry/delete/?id={}"),
    *("bulk/logging_app/logfile/delete/?id={}", "request-log/files/create/", "request-log/files/edit/{}/"),
    *("request-log/files/delete/{}/", "request-log/files/inspect/{}/", "request-log/files/history/{}/"),
]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("address", CHANGING)
def test_nobody_changes_the_log_not_even_a_superuser(owner: Client, address: str) -> None:
    before = stored()
    target = LogFile.objects.get().pk if "file" in address else AccessLogEntry.objects.all()[0].pk
    for verb in ("get", "post", "put", "delete"):
        answer = getattr(owner, verb)("/admin/" + address.format(target), follow=True)
        sent_home = answer.redirect_chain[-1:] == [(reverse("wagtailadmin_home"), 302)]
        assert sent_home or answer.status_code in (403, 404, 405), (verb, answer)
    assert before == stored()


def test_the_policy_refuses_every_change_to_a_superuser() -> None:
    owner = get_user_model().objects.create_superuser("owner", "owner@example.it", "secret")
    policy = ViewOnlyPolicy(AccessLogEntry)
    assert policy.user_has_permission(owner, "view")
    assert not any(policy.user_has_permission(owner, action) for action in ("add", "change", "delete", "publish"))
    assert not policy.users_with_any_permission(["add", "change"]).exists()


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("may_look", [True, False])
def test_only_who_may_look_sees_the_log(client: Client, may_look: bool) -> None:
    group = Group.objects.create(name="Staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if may_look:
        group.permissions.add(*Permission.objects.filter(codename__in=["view_accesslogentry", "view_logfile"]))
    user = get_user_model().objects.create_user("staff", "staff@example.it", "secret")
    user.groups.add(group)
    client.force_login(user)
    entry = AccessLogEntry.objects.all()[0]
    for address in (
        reverse("requests:index"),
        reverse("requests:index_results"),
        reverse("requests:export", args=["csv"]),
        reverse("requests:live"),
        reverse("requests:live_rows"),
        reverse("requests:searches"),
        reverse("unparsable:index"),
        reverse("unparsable:raw", args=[UnparsableLine.objects.get().pk]),
        reverse("requests:inspect", args=[Place.of(entry)]),
        "/admin/request-log/files/",
    ):
        assert client.get(address).status_code == (200 if may_look else 302), address
    assert ("request-log" in client.get("/admin/").content.decode()) == may_look


def test_every_screen_of_the_log_is_in_the_menu_with_an_icon_of_its_own(
    admin_client: Client, settings: Settings
) -> None:
    settings.COUNTRY_DATABASE = "countries.mmdb"
    menu = request_log_menu().menu
    items = menu.registered_menu_items
    icons = [item.icon_name for item in items]
    assert len(set(icons)) == len(icons)
    listed = {resolve(str(item.url)).func for item in items}
    for name in [each.name for each in urlpatterns if "<" not in str(each.pattern)]:
        # A form for one miss, a file for one person, the pages of one source: each opens from its list.
        if name not in ("request_log_create_redirect", "request_log_person_data", "request_log_landing"):
            assert resolve(reverse(name)).func in listed, name
    for item in items:
        assert admin_client.get(str(item.url)).status_code == 200, item.url
