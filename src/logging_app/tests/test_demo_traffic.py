"""The demo's past traffic is a log like any other, about this site, from nobody's address."""

import json
import re
from collections import Counter
from datetime import timedelta
from io import StringIO
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from logging_app.demo.traffic import BROKEN_LINK
from logging_app.enrichment.agents import facts_of
from logging_app.enrichment.campaigns import campaign_of
from logging_app.enrichment.paths import kind_of
from logging_app.enrichment.referrers import group_of
from logging_app.models import Agent, Referrer
from logging_app.parser import AccessLogRecord, parse_line

pytestmark = pytest.mark.django_db

RESERVED = [ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]


@pytest.fixture
def pages() -> None:
    """A home in each language, each with three pages."""
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for code in ("it", "en"):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home = root.add_child(instance=Page(title=f"Home {code}", slug=f"home-{code}", locale=locale))
        for name in ("one", "two", "three"):
            home.add_child(instance=Page(title=name, slug=f"{name}-{code}", locale=locale))
        if code == "it":
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
            italian = home
        else:
            Page.objects.filter(pk=home.pk).update(translation_key=italian.translation_key)


def records(file: Path) -> list[AccessLogRecord]:
    parsed = [parse_line(raw) for raw in file.read_bytes().splitlines()]
    assert all(isinstance(record, AccessLogRecord) for record in parsed)
    return [record for record in parsed if isinstance(record, AccessLogRecord)]


@pytest.mark.usefixtures("pages")
def test_thirty_days_read_like_a_month_of_a_small_company(tmp_path: Path) -> None:
    file = tmp_path / "access.log.1"
    said = StringIO()
    call_command("write_demo_traffic", str(file), "--days", "30", stdout=said)
    requests = records(file)
    assert said.getvalue() == f"Wrote {len(requests)} lines of 30 days to {file}.\n"
    assert 20_000 <= len(requests) <= 40_000
    assert requests == sorted(requests, key=lambda request: request.time)
    assert timezone.now() - timedelta(days=31) < requests[0].time
    assert timezone.now() - timedelta(hours=12) < requests[-1].time <= timezone.now()

    assert {"/it/", "/en/", "/it/one-it/", "/en/three-en/"} <= {request.path for request in requests}
    assert {200, 301, 304, 404, 499, 500} <= {request.status for request in requests}
    assert any(request.path == "/wp-login.php" and request.status == 404 for request in requests)
    assert any("iPhone" in request.user_agent for request in requests)
    assert (
        sum(1 for agent in {request.user_agent for request in requests} if re.search("bot|externalhit", agent, re.I))
        >= 12
    )
    hours = Counter(request.time.astimezone(ZoneInfo("Europe/Rome")).hour for request in requests)
    assert hours[20] > 5 * hours[3]
    for request in requests:
        assert any(ip_address(request.remote_addr or "") in network for network in RESERVED)


@pytest.mark.usefixtures("pages")
def test_a_month_has_something_for_every_screen_of_the_log(tmp_path: Path) -> None:
    file = tmp_path / "access.log.1"
    call_command("write_demo_traffic", str(file), "--days", "30", stdout=StringIO())
    requests = records(file)
    own = frozenset({urlsplit(settings.SITE_URL).hostname or ""})
    groups = {group_of(request.referrer, own)[1] for request in requests if request.referrer not in ("", "-")}
    assert groups == set(Referrer.Group.values)
    campaigns = {campaign_of(request.query) for request in requests} - {None}
    assert {("newsletter", "email", "autunno"), ("google", "cpc", "")} <= campaigns
    bots = {facts_of(agent).bot_kind for agent in {request.user_agent for request in requests}}
    assert bots >= set(Agent.BotKind.values) - {""}
    kinds = {kind_of(path)[0] for path in {request.path for request in requests}}
    assert kinds >= {"page", "asset", "probe", "sign_in"}
    tried = [request for request in requests if request.path == "/admin/login/" and request.method == "POST"]
    assert {200, 429} <= {request.status for request in tried}
    assert len({request.remote_addr for request in tried}) == 2
    missing = Counter(request.path for request in requests if request.status == 404)
    assert missing["/prodotti.html"] >= 10
    assert any(request.referrer.endswith("/it/") for request in requests if request.path == BROKEN_LINK)


@pytest.mark.usefixtures("pages")
def test_it_writes_the_fields_of_our_log_format_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "access.log.1"
    call_command("write_demo_traffic", str(file), "--days", "1", stdout=StringIO())
    declared = (settings.PROJECT_DIR / "nginx" / "includes" / "log_format.conf").read_text()
    assert list(json.loads(file.read_text().splitlines()[0])) == re.findall(r'"(\w+)":', declared)


@pytest.mark.usefixtures("pages")
def test_it_never_overwrites_a_file(tmp_path: Path) -> None:
    file = tmp_path / "access.log.1"
    file.write_text("kept")
    with pytest.raises(CommandError, match=r"access\.log\.1 exists already"):
        call_command("write_demo_traffic", str(file))
    assert file.read_text() == "kept"
