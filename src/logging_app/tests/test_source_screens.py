"""Where visitors come from, who the bots are, and who looks for holes: ranked from the days' figures."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django.fixtures import Settings

from logging_app.models import Agent, LogPolicy
from logging_app.screens.addresses.deny import deniable, snippet
from logging_app.screens.addresses.probes import RULES

from .stored import GOOGLEBOT, IPHONE, asked, store

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

SCREENS = ["sources", "bots", "browsers", "probes", "addresses", "not_found"]
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"


def seen(client: Client, screen: str, **query: Any) -> tuple[Any, str]:
    answer = client.get(reverse(f"request_log_{screen}"), query)
    assert answer.status_code == 200
    return answer.context, answer.content.decode()


def test_sites_are_grouped_and_compared_with_the_days_before(owner: Client, tmp_path: Path, settings: Settings) -> None:
    yesterday, long_ago = timedelta(days=1), timedelta(days=9)
    store(
        tmp_path,
        settings,
        asked("/it/", times=3, referrer="https://www.google.com/", ago=yesterday),
        asked("/it/", times=1, referrer="https://www.google.it/", ip="192.0.2.8", ago=yesterday),
        asked("/it/", times=2, referrer="https://www.google.com/", ago=long_ago),
        asked("/it/", times=2, referrer="https://l.instagram.com/", ago=yesterday),
        asked("/it/", referrer="https://www.comune.example.org/imprese", ago=yesterday),
        asked("/it/", referrer="http://semalt.com/", ago=yesterday),
        asked("/it/", times=5, ago=yesterday),
        asked("/it/", times=7, referrer="https://www.google.com/", agent=GOOGLEBOT, ago=yesterday),
        asked("/it/", ago=timedelta(days=15)),
    )
    context, page = seen(owner, "sources", period="7")
    groups = {group.name: group for group in context["groups"]}
    assert [group.name for group in context["groups"]] == ["search", "social", "other", "spam"]
    (google,) = groups["search"].sites
    assert (google.name, google.views.now, google.views.before, google.visitors.now) == ("Google", 4, 2, 2)
    assert google.views.sign == "▲ +100\N{NO-BREAK SPACE}%"
    assert groups["other"].sites[0].linking == ["https://www.comune.example.org/imprese"]
    assert (context["sent"], context["views"]) == (8, 13)
    assert "8 pagine viste su 13 sono arrivate da un altro sito" in page


def test_days_that_nobody_recorded_are_not_compared(owner: Client, tmp_path: Path, settings: Settings) -> None:
    google = "https://www.google.com/"
    yesterday = timedelta(days=1)
    seen_once = asked("/it/", times=3, referrer=google, ago=yesterday), asked("/it/", agent=GOOGLEBOT, ago=yesterday)
    store(tmp_path, settings, *seen_once)
    for screen in ("sources", "bots", "browsers"):
        page = seen(owner, screen, period="yesterday")[1]
        assert "rank-table" in page
        assert "log-change" not in page
        assert "confronto con" not in page


def test_campaigns_are_counted_by_source_medium_and_name(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(
        tmp_path,
        settings,
        asked("/it/?utm_source=newsletter&utm_medium=email&utm_campaign=Autunno", times=3),
        asked("/it/?gclid=abc"),
        asked("/it/?utm_source=<script>alert(1)</script>"),
    )
    context, page = seen(owner, "sources", period="today")
    first, *others = context["campaigns"]
    assert (first.source, first.medium, first.name, first.views.now) == ("newsletter", "email", "autunno", 3)
    assert ("google", "cpc", "") in [(row.source, row.medium, row.name) for row in others]
    assert "<script>alert" not in page


def test_bots_say_what_for_how_much_and_why(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(
        tmp_path,
        settings,
        asked("/it/", times=6, agent=GOOGLEBOT, body_bytes_sent=1_000),
        asked("/it/gone/", times=2, agent=GOOGLEBOT, status=404, body_bytes_sent=10),
        asked("/it/", times=1, agent=GPTBOT),
        asked("/it/", times=1, agent=""),
        asked("/it/", times=10),
    )
    context, page = seen(owner, "bots", period="today")
    google, gpt, nameless = (
        sorted(context["bots"], key=lambda bot: bot.kind, reverse=True)[0],
        *[next(bot for bot in context["bots"] if bot.name == name) for name in ("GPTBot", "")],
    )
    assert (google.name, google.kind, google.requests.now, google.errors) == ("Googlebot", "search", 8, 2)
    assert google.bytes_sent == 6_020
    assert google.share == 40
    assert gpt.kind == Agent.BotKind.AI
    assert nameless.robots_name == ""
    assert "User-agent: GPTBot\nDisallow: /" in page
    assert "Non dichiara alcuno user agent." in page
    assert "Il suo user agent dice «<bdi>Googlebot</bdi>»" in page
    assert "Il 50\N{NO-BREAK SPACE}% di tutte le richieste viene da bot" in page


def test_browsers_and_devices_count_people_only(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(
        tmp_path,
        settings,
        asked("/it/", times=4),
        asked("/it/", ip="192.0.2.1", agent=IPHONE),
        asked("/it/", ip="192.0.2.2", agent=IPHONE),
        asked("/it/", times=9, agent=GOOGLEBOT),
    )
    context, page = seen(owner, "browsers", period="today")
    found = [[(row.name, row.visitors.now) for row in rows] for _label, rows, _most in context["tables"]]
    assert found == [
        [("telefono", 2), ("computer", 1)],
        [("Safari", 2), ("Chrome", 1)],
        [("iOS", 2), ("Windows", 1)],
    ]
    assert "Googlebot" not in page


def test_probes_by_rule_and_by_address(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(
        tmp_path,
        settings,
        asked("/wp-login.php", times=4, ip="198.51.100.7", status=404),
        asked("/wp-admin/", times=2, ip="198.51.100.7", status=404),
        asked("/.env", times=1, ip="198.51.100.8", status=404),
        asked("/it/", times=3, ip="198.51.100.9"),
    )
    context, page = seen(owner, "probes")
    first, second = context["rules"]
    assert (first.name, first.requests, first.paths) == ("WordPress", 6, 2)
    assert first.examples == ["/wp-login.php", "/wp-admin/"]
    assert second.name == "secrets"
    assert [(row.who, row.probes) for row in context["addresses"]] == [("198.51.100.7", 6), ("198.51.100.8", 1)]
    assert "WordPress, che qui non c’è" in page
    assert f"{reverse('requests:index')}?ip=198.51.100.7" in page
    assert context["snippet"] == "deny 198.51.100.7;\n"


def test_every_rule_of_a_probe_has_its_words() -> None:
    from logging_app.enrichment import paths

    assert {rule for rule, _pattern in paths._PROBES} | {"proxy", "no request"} == set(RULES)


def test_sign_in_attempts_tell_who_was_let_in(owner: Client, tmp_path: Path, settings: Settings) -> None:
    def tried(ip: str, status: int, times: int = 1) -> list[bytes]:
        return asked("/admin/login/", times=times, ip=ip, status=status, request_method="POST")

    store(
        tmp_path,
        settings,
        tried("198.51.100.1", 200, 4) + tried("198.51.100.1", 429, 2),
        tried("198.51.100.2", 200, 5) + tried("198.51.100.2", 302),
        tried("198.51.100.3", 200) + tried("198.51.100.3", 302),
        asked("/admin/login/", times=8, ip="198.51.100.4"),
    )
    context, page = seen(owner, "probes")
    found = {each.ip: (each.wrong, each.refused, each.let_in, each.outcome[1]) for each in context["guessers"]}
    assert found == {
        "198.51.100.1": (4, 2, 0, "bad"),
        "198.51.100.2": (5, 0, 1, "broken"),
        "198.51.100.3": (1, 0, 1, "good"),
    }
    assert "198.51.100.2 è entrato nel pannello dopo 5 tentativi falliti" in page
    assert context["snippet"] == "deny 198.51.100.1;\n"


def test_only_single_addresses_of_the_internet_are_denied_never_ones_own() -> None:
    LogPolicy.objects.create(pk=1, office_networks="203.0.113.0/28")
    wanted = ["198.51.100.2", "2001:db8::1", "10.0.0.1", "192.168.1.4", "127.0.0.1", "fd00::1", "203.0.113.3",
              "198.51.100.0/24", "1.2.3.4; allow all", "", "198.51.100.1"]  # fmt: skip
    assert snippet(deniable(wanted, ["198.51.100.1"])) == "deny 198.51.100.2;\ndeny 2001:db8::1;\n"


def test_who_looks_is_not_in_the_list_of_those_to_turn_away(owner: Client, tmp_path: Path, settings: Settings) -> None:
    store(tmp_path, settings, asked("/.env", times=9, ip="198.51.100.7", status=404))
    answer = owner.get(reverse("request_log_probes"), headers={"x-real-ip": "198.51.100.7"})
    assert answer.context["snippet"] == ""


def test_addresses_are_whole_for_some_days_and_networks_afterwards(
    owner: Client, tmp_path: Path, settings: Settings
) -> None:
    LogPolicy.objects.create(pk=1, full_ip_days=7)
    store(
        tmp_path,
        settings,
        asked("/it/", times=3, ip="198.51.100.7"),
        asked("/it/", times=2, ip="198.51.100.8"),
        asked("/it/", times=1, ip="2001:db8:1:2::3", status=404),
    )
    context, page = seen(owner, "addresses")
    assert [(row.who, row.requests) for row in context["rows"]] == [
        ("198.51.100.7", 3),
        ("198.51.100.8", 2),
        ("2001:db8:1:2::3", 1),
    ]
    month = {"from": str(localdate() - timedelta(days=29)), "to": str(localdate())}
    context, page = seen(owner, "addresses", **month)
    assert [(row.who, row.requests) for row in context["rows"]] == [("198.51.100.0/24", 5), ("2001:db8:1::/48", 1)]
    assert "198.51.100.7" not in page
    assert "?ip=198.51.100.0%2F24" in page
    context, page = seen(owner, "addresses", order="errors")
    assert context["rows"][0].who == "2001:db8:1:2::3"
    context, page = seen(owner, "probes", **month)
    assert context["snippet"] == ""


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_without_figures_says_why(owner: Client, screen: str) -> None:
    assert "Non ci sono ancora cifre" in seen(owner, screen)[1]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["period", "from", "to", "order", "what"])
def test_what_a_query_invents_is_not_asked_of_the_database(
    owner: Client, tmp_path: Path, settings: Settings, screen: str, name: str
) -> None:
    store(tmp_path, settings, asked("/it/", ago=timedelta(days=1)))
    with CaptureQueriesContext(connection) as queries:
        context, page = seen(owner, screen, **{name: "requests; DROP TABLE invented\0"})
    assert queries
    assert not [query["sql"] for query in queries if "invented" in query["sql"]]
    # It is said in words, or shown as if nothing had been asked for.
    nonsense = name in ("period", "from", "to")
    assert ("log-period__error" in page) == nonsense
    assert context["period"].days == (30 if nonsense or screen in ("sources", "bots", "browsers") else 7)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_few_questions_however_much_there_is(
    owner: Client, tmp_path: Path, settings: Settings, screen: str
) -> None:
    store(
        tmp_path,
        settings,
        *(
            asked(f"/it/page-{n}/", status=404, ip=f"192.0.2.{n}", referrer=f"https://s{n}.example/x")
            for n in range(60)
        ),
        *(asked(f"/.env{n}", agent=f"Bot{n}/1.0", ip=f"198.51.100.{n}") for n in range(60)),
    )
    seen(owner, screen, period="today")
    with CaptureQueriesContext(connection) as queries:
        seen(owner, screen, period="today")
    assert len(queries) <= 30, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("may_look", [True, False])
def test_only_who_may_look_sees_it(client: Client, screen: str, may_look: bool) -> None:
    group = Group.objects.create(name="Staff")
    allowed = ["access_admin"] + ["view_accesslogentry"] * may_look
    group.permissions.add(*Permission.objects.filter(codename__in=allowed))
    user = get_user_model().objects.create_user("staff", "staff@example.it", "secret")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(reverse(f"request_log_{screen}")).status_code == (200 if may_look else 302)
    assert client.post(reverse(f"request_log_{screen}")).status_code == (405 if may_look else 302)
