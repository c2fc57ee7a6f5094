"""Links to other sites: followed when a person asks, by the worker, and never into our own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from website.checks import leading_out
from website.checks.asking import IP, is_public
from website.checks.leading_out import check_some
from website.models import OutsideLink, User
from website.tasks import check_outside_links
from website.tests.conftest import Company
from website.tests.test_problems import _write as write

REPORT = "website_problems"


class Elsewhere(BaseHTTPRequestHandler):
    """Another site; it remembers what it was asked."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        code = {"/gone": 404, "/shut": 403, "/broken": 503, "/moved": 302, "/round": 302}.get(self.path, 200)
        if self.path == "/only-get" and self.command == "HEAD":
            code = 405
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/round" if self.path == "/round" else "/gone")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Silence."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def anybody(_number: IP) -> bool:
    return True


def link_to(company: Company, *addresses: str) -> None:
    write(company.it.content, ("text", "".join(f'<p><a href="{address}">là</a></p>' for address in addresses)))


def press(client: Client) -> str:
    answer = client.post(reverse("website_check_outside_links"), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def states() -> dict[str, str]:
    return {link.address.rsplit("/", 1)[-1]: link.state for link in OutsideLink.objects.all()}


def test_each_answer_is_told_in_plain_words_with_page_and_field(
    admin_client: Client, company: Company, elsewhere: str
) -> None:
    link_to(company, *(f"{elsewhere}/{name}" for name in ("here", "gone", "shut", "broken", "moved", "round")))
    press(admin_client)
    assert check_some(anybody) == 0
    assert states() == {
        "here": "fine", "gone": "gone", "shut": "shut", "broken": "troubled", "moved": "gone", "round": "winding",
    }  # fmt: skip
    answer = admin_client.get(reverse(REPORT), {"kind": "outside"})
    problems = {problem.detail.split(" ")[2].rsplit("/")[-1]: problem for problem in answer.context["object_list"]}
    assert sorted(problems) == ["broken.", "gone.", "moved.", "round.", "shut."]
    gone = problems["gone."]
    assert gone.title == company.it.content.title
    assert gone.detail.startswith(f"In «contenuto»: {elsewhere}/gone. L’altro sito non ha più questa pagina.")
    assert gone.detail.endswith("(codice HTTP 404)")
    assert gone.url.endswith("#block-block-text-section")


def test_a_server_that_knows_no_head_is_asked_with_get(admin_client: Client, company: Company, elsewhere: str) -> None:
    link_to(company, f"{elsewhere}/only-get")
    press(admin_client)
    check_some(anybody)
    assert Elsewhere.asked == ["HEAD /only-get", "GET /only-get"]
    assert states() == {"only-get": "fine"}


def test_nothing_listens_to_nobody_s_name(admin_client: Client, company: Company) -> None:
    link_to(company, "http://127.0.0.1:9/silent", "http://nobody.invalid/none", "http://[broken/bad")
    press(admin_client)
    check_some(anybody)
    assert set(states().values()) == {"silent"}


def test_the_worker_asks_nobody_in_its_own_network(admin_client: Client, company: Company, elsewhere: str) -> None:
    port = elsewhere.rsplit(":", 1)[1]
    link_to(
        company, f"{elsewhere}/a", f"http://localhost:{port}/b", "http://[::ffff:127.0.0.1]/c", "http://2130706433/d"
    )
    press(admin_client)
    assert check_outside_links.call() == 0
    assert states() == {"a": "private", "b": "private", "c": "private", "d": "private"}
    assert Elsewhere.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(
    admin_client: Client, company: Company, elsewhere: str
) -> None:
    numbers: list[IP] = []

    def only_once(number: IP) -> bool:
        numbers.append(number)
        return len(numbers) == 1

    link_to(company, f"{elsewhere}/moved")
    press(admin_client)
    check_some(only_once)
    assert Elsewhere.asked == ["HEAD /moved"]
    assert states() == {"moved": "private"}


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
     "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_a_number_of_no_public_network_is_refused(number: str) -> None:
    assert not is_public(ip_address(number))


def test_a_public_number_may_be_asked() -> None:
    assert is_public(ip_address("1.1.1.1"))
    assert is_public(ip_address("2606:4700:4700::1111"))


def test_the_report_says_how_far_the_check_has_come(
    admin_client: Client, company: Company, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading_out, "A_ROUND", 2)
    link_to(company, *(f"{elsewhere}/{number}" for number in range(5)))
    assert "5 link verranno controllati." in press(admin_client)
    check_some(anybody)
    assert "Link verso altri siti: 2 di 5 controllati" in admin_client.get(reverse(REPORT)).content.decode()
    assert "Un controllo è già in corso." in press(admin_client)
    while check_some(anybody):
        pass
    html = admin_client.get(reverse(REPORT)).content.decode()
    assert "5 link verso altri siti, controllati il" in html
    assert "data-link-check" not in html


def test_a_link_that_no_page_holds_any_more_is_forgotten(
    admin_client: Client, company: Company, elsewhere: str
) -> None:
    link_to(company, f"{elsewhere}/gone")
    press(admin_client)
    check_some(anybody)
    link_to(company)
    assert admin_client.get(reverse(REPORT)).context["object_list"] == []
    assert "Nessuna pagina porta verso altri siti." in press(admin_client)
    assert states() == {}


def test_reading_the_report_asks_nobody(admin_client: Client, company: Company, elsewhere: str) -> None:
    link_to(company, f"{elsewhere}/here")
    assert admin_client.get(reverse(REPORT)).status_code == 200
    assert admin_client.get(reverse("website_check_outside_links")).status_code == 405
    assert not OutsideLink.objects.exists()


def test_only_who_edits_pages_may_have_links_checked(client: Client, company: Company) -> None:
    reader = User.objects.create_user("lettore", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    link_to(company, "https://example.com/")
    client.post(reverse("website_check_outside_links"))
    assert not OutsideLink.objects.exists()
