"""Pages, campaigns, publishing and leads from the site's real tables, against plain SQL of the test's own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from wagtail.models import Locale, Page

from gold_bi import runner
from gold_bi.models import FactLead, FactPage, FactPublishing, LeadDay, LeadMonth, PageDay, PageMonth

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "gold", "site_readonly"])

UUID = "gen_random_uuid()"


def sql(statement: str, *values: Any, using: str = "default") -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def text(table: str, **columns: str) -> int:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO logging_app_{table} (digest, {names}) VALUES ({UUID}, {marks}) RETURNING id"
    return int(sql(statement, *columns.values())[0][0])


def path(address: str, kind: str = "page") -> int:
    return text("path", text=address, kind=kind, rule="")


def day(when: str, computed_at: str) -> None:
    sql("INSERT INTO logging_app_day (day, computed_at) VALUES (%s, %s)"
        " ON CONFLICT (day) DO UPDATE SET computed_at = EXCLUDED.computed_at", when, computed_at)  # fmt: skip


def path_day(when: str, of: int, views: int, visitors: int, not_found: int = 0, failed: int = 0) -> None:
    latency = [0] * int(sql("SELECT count(*) FROM generate_series(1, 12)")[0][0])
    sql("INSERT INTO logging_app_pathday (day, path_id, requests, views, visitors, not_found, client_errors,"
        " server_errors, bytes_sent, request_ms, latency) VALUES (%s, %s, 9, %s, %s, %s, %s, %s, 0, 0, %s)"
        " ON CONFLICT (day, path_id) DO UPDATE SET views = EXCLUDED.views, visitors = EXCLUDED.visitors",
        when, of, views, visitors, not_found, not_found, failed, latency)  # fmt: skip


def test_pages_add_up_to_what_the_logs_days_say() -> None:
    home, prices, gone, robots = path("/it/"), path("/it/prezzi/"), path("/it/niente/"), path("/x.css", "asset")
    for number, when in enumerate(["2026-10-31", "2026-11-01", "2026-11-02"]):
        day(when, f"2026-11-02 10:00:0{number}Z")
        path_day(when, home, 10 + number, 5)
        path_day(when, prices, number, number, failed=1)
        path_day(when, gone, 0, 0, not_found=7)
        path_day(when, robots, 0, 0)
    assert runner.run("pages", "test").rows_changed == 9
    wanted = sql(
        "SELECT date_trunc('month', d.day)::date, sum(views), sum(visitors), sum(client_errors), sum(server_errors)"
        " FROM logging_app_pathday d JOIN logging_app_path p ON p.id = d.path_id WHERE p.kind = 'page'"
        " GROUP BY 1 ORDER BY 1"
    )
    found = sql(
        "SELECT month, sum(views), sum(visits), sum(client_errors), sum(server_errors) FROM gold_bi_pagemonth"
        " GROUP BY 1 ORDER BY 1", using="gold",
    )  # fmt: skip
    assert found == wanted
    assert list(PageMonth.objects.filter(page="").order_by("month").values_list("client_errors", flat=True)) == [7, 14]
    assert runner.run("pages", "test").rows_read == 0
    path_day("2026-11-01", home, 20, 6)  # the log summed the day up again
    day("2026-11-01", "2026-11-02 11:00Z")
    again = runner.run("pages", "test")
    assert (again.rows_read, again.rows_changed) == (3, 1)
    assert PageDay.objects.get(day="2026-11-01").views == 21
    assert FactPage.objects.filter(page="/x.css").count() == 0


def test_campaigns_and_referrers_add_up_to_what_the_logs_days_say() -> None:
    autumn = text("campaign", source="newsletter", medium="email", name="autunno")
    google = text("referrer", text="https://www.google.com/", host="www.google.com", group="search", name="Google")
    maps = text("referrer", text="https://www.google.com/maps", host="www.google.com", group="search", name="Google")
    day("2026-11-01", "2026-11-02 10:00Z")
    sql(
        "INSERT INTO logging_app_campaignday (day, campaign_id, views, visitors) VALUES ('2026-11-01', %s, 8, 6)",
        autumn,
    )
    for referrer in (google, maps):
        sql("INSERT INTO logging_app_referrerday (day, referrer_id, views, visitors) VALUES ('2026-11-01', %s, 3, 2)",
            referrer)  # fmt: skip
    assert runner.run("campaigns", "test").rows_changed == 2
    found = sql("SELECT way, source, campaign, views, visits FROM gold_bi_arrivalmonth ORDER BY 1", using="gold")
    assert found == [("campaign", "newsletter", "autunno", 8, 6), ("search", "Google", "", 6, 4)]
    assert runner.run("campaigns", "test").rows_read == 0


@pytest.fixture
def contact() -> Page:
    locale = Locale.objects.get_or_create(language_code="it")[0]
    root = Page.add_root(instance=Page(title="Radice", slug="radice", locale=locale))
    home = root.add_child(instance=Page(title="Casa", slug="casa", locale=locale))
    contact: Page = home.add_child(instance=Page(title="Contatti", slug="contatti", locale=locale))
    return contact


def test_publishing_tells_new_pages_from_changed_and_removed_ones(contact: Page) -> None:
    contact.save_revision().publish()
    contact.save_revision().publish()
    contact.unpublish()
    run = runner.run("publishing", "test")
    rows = list(FactPublishing.objects.order_by("event").values_list("what", "page", "title", "language"))
    assert rows == [(what, "/it/contatti/", "Contatti", "it") for what in ("new", "changed", "removed")]
    wanted = sql("SELECT count(*) FROM wagtailcore_pagelogentry WHERE action ~ 'publish$'")[0][0]
    assert run.rows_changed == wanted == 3
    assert runner.run("publishing", "test").rows_changed == 0


@pytest.fixture
def entries() -> Iterator[None]:
    """A partition for the requests of this test."""
    sql("CREATE TABLE entries_of_a_test PARTITION OF logging_app_accesslogentry"
        " FOR VALUES FROM ('2031-05-01Z') TO ('2031-06-01Z')")  # fmt: skip
    yield
    sql("DROP TABLE entries_of_a_test")


class Site:
    """Messages, and the requests of those who wrote them."""

    def __init__(self, contact: Page) -> None:
        self.contact, self.number = contact, 0
        self.get = text("endpoint", scheme="https", host="example.it", protocol="HTTP/2.0", method="GET")
        self.post = text("endpoint", scheme="https", host="example.it", protocol="HTTP/2.0", method="POST")
        self.home, self.form = path("/it/"), path("/it/contatti/")
        sql("INSERT INTO logging_app_agent (digest, text, is_bot, rule, bot, bot_kind, browser, system, device)"
            f" VALUES ({UUID}, 'Firefox', false, '', '', '', '', '', '')")  # fmt: skip

    def asks(self, at: str, visitor: int, campaign: int | None = None, referrer: int | None = None) -> None:
        self._entry(at, visitor, self.get, self.home, 200, campaign, referrer)

    def sends(self, at: str, visitor: int, status: int = 302) -> None:
        self._entry(at, visitor, self.post, self.form, status, None, None)

    def _entry(self, at: str, visitor: int, endpoint: int, asked: int, status: int, *came: int | None) -> None:
        self.number += 1
        sql("INSERT INTO logging_app_accesslogentry (id, time, visitor, is_bot, country, endpoint_id, path_id, query,"
            " status, bytes_sent, request_ms, campaign_id, referrer_id, agent_id, request_line)"
            " SELECT %s, %s, %s, false, '', %s, %s, '', %s, 0, 0, %s, %s, max(id), '' FROM logging_app_agent",
            self.number, at, visitor, endpoint, asked, status, *came)  # fmt: skip

    def message(self, at: str, state: str = "new", answered_at: str = "") -> int:
        pk = int(
            sql("INSERT INTO website_message (form_data, submit_time, page_id, questions, sender, language, state,"
                " searchable, proof) VALUES ('{\"nome\": \"Giulia\"}', %s, %s, '[]', 'giulia@example.it', 'it', %s,"
                f" '', {UUID}::text) RETURNING id", at, self.contact.pk, state)[0][0]
        )  # fmt: skip
        if answered_at:
            kind = "SELECT id FROM django_content_type WHERE app_label = 'website' AND model = 'message'"
            sql("INSERT INTO wagtailcore_modellogentry (label, action, timestamp, content_changed, deleted, object_id,"
                f" data, content_type_id) VALUES ('', 'wagtail.edit', %s, false, false, %s, %s, ({kind}))",
                answered_at, str(pk), '{"state": "answered"}')  # fmt: skip
        return pk


@pytest.fixture
def site(contact: Page, entries: None) -> Site:
    return Site(contact)


def test_a_lead_has_the_campaign_and_referrer_of_the_visit_that_sent_it(site: Site) -> None:
    autumn = text("campaign", source="newsletter", medium="email", name="autunno")
    google = text("referrer", text="https://www.google.com/", host="www.google.com", group="search", name="Google")
    own = text("referrer", text="https://example.it/", host="example.it", group="own", name="")
    site.asks("2031-05-10 08:00Z", 7, autumn, google)
    site.asks("2031-05-10 08:01Z", 7, None, own)
    site.asks("2031-05-10 08:02Z", 8, None, None)  # somebody else
    site.sends("2031-05-10 08:05:01Z", 7)
    message = site.message("2031-05-10 08:05:00Z", "answered", "2031-05-10 10:05:00Z")
    runner.run("leads", "test")
    lead = FactLead.objects.get(message=message)
    assert (lead.campaign, lead.referrer, lead.answered_minutes) == ("newsletter / email / autunno", "Google", 120)
    assert (lead.page, lead.form, lead.language, lead.state) == ("/it/contatti/", "Contatti", "it", "answered")


def test_where_two_sent_the_form_within_seconds_nobody_guesses_whose_campaign_it_was(site: Site) -> None:
    autumn = text("campaign", source="newsletter", medium="email", name="autunno")
    site.asks("2031-05-10 08:00Z", 7, autumn)
    site.sends("2031-05-10 08:05:01Z", 7)
    site.sends("2031-05-10 08:05:03Z", 8)
    site.message("2031-05-10 08:05:00Z")
    runner.run("leads", "test")
    assert FactLead.objects.get().campaign == ""


def test_leads_add_up_to_what_the_inbox_says_and_follow_its_answers(site: Site) -> None:
    for number in range(9):
        state = ("new", "answered", "spam")[number % 3]
        site.message(
            f"2031-0{4 + number % 2}-1{number} 08:00Z", state, f"2031-05-2{number} 08:00Z" if number == 1 else ""
        )
    assert runner.run("leads", "test").rows_changed == 9
    wanted = (
        "SELECT date_trunc('month', submit_time)::date, count(*) FILTER (WHERE state <> 'spam'),"
        " count(*) FILTER (WHERE state = 'answered'), count(*) FILTER (WHERE state = 'spam')"
        " FROM website_message GROUP BY 1 ORDER BY 1"
    )
    found = "SELECT month, sum(leads), sum(answered), sum(spam) FROM gold_bi_leadmonth GROUP BY 1 ORDER BY 1"
    assert sql(found, using="gold") == sql(wanted)
    assert runner.run("leads", "test").rows_changed == 0
    sql("UPDATE website_message SET state = 'answered' WHERE state = 'new'")
    assert runner.run("leads", "test").rows_changed == 3
    assert sql(found, using="gold") == sql(wanted)
    assert sum(LeadDay.objects.values_list("timed", flat=True)) == 1


def test_once_the_log_has_deleted_a_day_its_leads_keep_their_campaign(site: Site) -> None:
    autumn = text("campaign", source="newsletter", medium="email", name="autunno")
    site.asks("2031-05-10 08:00Z", 7, autumn)
    site.sends("2031-05-10 08:05:01Z", 7)
    site.message("2031-05-10 08:05:00Z")
    runner.run("leads", "test")
    sql("DELETE FROM logging_app_accesslogentry")
    sql("INSERT INTO logging_app_day (day, sealed, computed_at) VALUES ('2031-05-10', true, %s)", timezone.now())
    runner.run("leads", "test")
    assert LeadMonth.objects.get().campaign == "newsletter / email / autunno"


def test_nothing_that_names_a_person_reaches_gold(site: Site) -> None:
    site.message("2031-05-10 08:05:00Z")
    runner.run("leads", "test")
    kept = str(list(FactLead.objects.values())).lower()
    assert "giulia" not in kept
    assert {field.name for field in FactLead._meta.fields}.isdisjoint({"sender", "answers", "visitor", "ip"})
