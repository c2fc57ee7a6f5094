"""The page of a dashboard: it reads no fact, says how its figures are computed, and is asked for by its address."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from plotly.graph_objects import Figure

from gold_bi import words
from gold_bi.dashboards import BOARDS, keeping
from gold_bi.dashboards.board import Board, Selection
from gold_bi.dashboards.period import PRESETS, Period, end_of, preset
from gold_bi.dashboards.showing import show
from gold_bi.gold import reading_gold
from gold_bi.last_known.models import LastKnown, Trouble
from gold_bi.models import (
    FactSale,
    FlowRun,
    FlowState,
    PageDay,
    SalesDay,
    TargetMonth,
    TrafficHour,
)

from .boards import aside, ask, owner, sold, sold_for_months, visited  # noqa: F401 -- fixtures among them
from .sales_files import EXCERPT, loaded

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

TODAY, SALES, *_OTHERS = BOARDS


def test_a_day_is_shown_by_the_hour_beside_the_same_weekday_before() -> None:
    day = date(2026, 3, 29)  # on which 02:30 does not exist
    for when, requests in ((day, 7), (day - timedelta(days=7), 5)):
        hour = datetime(when.year, when.month, when.day, 8, tzinfo=UTC)
        TrafficHour.objects.create(day=when, hour=hour, requests=requests, bytes_sent=0, request_seconds=0)
    period = Period(day, day)
    shown = show(TODAY, Selection(period))["parts"]["course"]
    assert period.before == Period(day - timedelta(days=7), day - timedelta(days=7))
    assert [row for row in shown["rows"] if row[1] or row[2]] == [
        ["2026-03-29T09:00", 0, 5],
        ["2026-03-29T10:00", 7, 0],
    ]


def test_a_day_that_is_not_over_is_not_said_to_be_less_than_a_whole_one(client: Client) -> None:
    now = timezone.localtime()
    for days, count in ((0, 4), (7, 10)):
        day = now.date() - timedelta(days=days)
        PageDay.objects.create(day=day, views=count, visits=0, client_errors=0, server_errors=0)
        for hour in {0, now.hour, 23}:
            at = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
            TrafficHour.objects.create(day=day, hour=at, requests=count, bytes_sent=0, request_seconds=0)
    page = owner(client).get("/admin/figures/dashboards/today/").content.decode()
    assert f"10 on the whole of {words.spelt(now.date() - timedelta(days=7))}" in page
    assert "−60% than before" not in page.replace("</b>", "")
    begun = len({0, now.hour}) if now.hour < 23 else len({0, 23})
    with reading_gold():
        rows = show(TODAY, Selection(Period(now.date(), now.date())))["parts"]["course"]["rows"]
    assert sum(row[2] for row in rows if row[1] is not None) == 10 * begun
    assert [row[1] for row in rows[now.hour + 1 :]] == [None] * (23 - now.hour)


def test_today_leads_to_the_dashboards_its_reader_may_see(client: Client) -> None:
    page = owner(client, "today", "leads").get("/admin/figures/dashboards/today/").content.decode()
    assert "/dashboards/leads/?period=today" in page
    assert "/dashboards/sales/" not in page


@pytest.mark.usefixtures("sold")
def test_a_period_that_began_before_the_figures_is_compared_with_nothing(client: Client) -> None:
    """Of the 187 days before these, the shop's figures cover the last forty."""
    owner(client)
    page = client.get("/admin/figures/dashboards/sales/?from=2011-02-15&to=2011-08-20").content.decode()
    assert "There are figures since Wednesday 5 January 2011: what began before that is compared with nothing." in page
    assert "than before" not in page
    finding = re.compile(r'chart__finding">(Revenue: [^<]+)<')
    assert "%" not in finding.findall(page)[0]
    # Nine of ten days are enough: a shop's first day is seldom the first of a month.
    page = client.get("/admin/figures/dashboards/sales/?from=2011-07-20&to=2011-08-20").content.decode()
    assert "There are figures since" not in page


@pytest.mark.usefixtures("sold")
def test_what_was_drawn_for_one_leads_another_only_where_that_one_may_go(client: Client) -> None:
    """And what the same person may do since counts at once, as do new rows."""
    address = "/admin/figures/dashboards/sales/?from=2011-08-01&to=2011-08-31"
    boss = Client(headers={"accept-language": "en"})
    boss.force_login(get_user_model().objects.create_superuser("boss", "boss@example.it", "x"))
    owner(client, "sales")
    seen_by_boss = boss.get(address).content.decode()
    assert ">Set targets" in seen_by_boss
    assert ">Set targets" not in client.get(address).content.decode()
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    user.user_permissions.add(Permission.objects.get(codename="upload_file"))
    assert ">Set targets" in client.get(address).content.decode()
    revenue = re.compile(r'board__value">([^<]+)<')
    before = revenue.findall(boss.get(address).content.decode())
    loaded("2011-08-05.csv", (EXCERPT / "2011-08-12.csv").read_bytes().replace(b"2011-08-12", b"2011-08-05"))
    assert revenue.findall(boss.get(address).content.decode()) != before


@pytest.mark.usefixtures("sold", "visited")
@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_no_dashboard_reads_a_fact(client: Client, board: Board) -> None:
    owner(client)
    with CaptureQueriesContext(connections["gold"]) as asked:
        answer = client.get(f"/admin/figures/dashboards/{board.name}/?from=2010-12-01&to=2011-08-31")
    assert answer.status_code == 200
    assert len(asked) > 3
    assert [one["sql"] for one in asked if "gold_bi_fact" in one["sql"]] == []


@pytest.mark.usefixtures("sold_for_months", "visited")
@pytest.mark.parametrize(
    ("name", "period", "charts"),
    [
        ("sales", "from=2011-01-01&to=2011-08-31", {"revenue", "countries"}),
        ("sales", "from=2011-08-01&to=2011-08-31", {"revenue", "countries"}),
        ("visitors", "from=2026-01-10&to=2026-02-20", {"views", "ways", "ways-over-time"}),
        ("leads", "from=2026-01-10&to=2026-02-20", {"leads"}),
    ],
)
def test_every_chart_is_one_that_plotly_can_draw(client: Client, name: str, period: str, charts: set[str]) -> None:
    page = owner(client).get(f"/admin/figures/dashboards/{name}/?{period}").content.decode()
    found = dict(re.findall(r'<script id="figure-([^"]+)" type="application/json">(.*?)</script>', page, re.S))
    assert set(found) >= charts
    for drawn in map(json.loads, found.values()):
        assert sum(len(trace.x) for trace in Figure(drawn).data) > 0


@pytest.mark.usefixtures("sold")
def test_the_page_says_the_figures_how_they_changed_and_how_they_are_computed(client: Client) -> None:
    TargetMonth.objects.create(month=date(2011, 1, 1), measure="revenue", target=Decimal("10000"))
    page = owner(client).get("/admin/figures/dashboards/sales/?from=2011-01-01&to=2011-01-31").content.decode()
    ((revenue,),) = ask("SELECT sum(revenue) FROM gold_bi_salesday WHERE day BETWEEN '2011-01-01' AND '2011-01-31'")
    assert f"€{revenue:,.0f}" in page
    assert "of the target of €10,000" in page
    assert "less what credit notes took back" in page
    assert "As of " in page
    assert re.search(r'<details class="gold-table">.*?5 January', page, re.S), "a table stands behind the chart"


def test_a_flow_that_waits_for_files_is_not_late_while_others_run(client: Client) -> None:
    hour = timedelta(hours=1)
    FlowState.objects.create(name="sales", loaded_at=timezone.now() - 5 * hour)
    page = owner(client).get("/admin/figures/dashboards/sales/").content.decode()
    assert "Perhaps the worker is not running." in page
    FlowRun.objects.create(flow="traffic", state=FlowRun.State.SUCCEEDED, finished_at=timezone.now())
    page = client.get("/admin/figures/dashboards/sales/").content.decode()
    assert "Perhaps the worker is not running." not in page
    assert "As of " in page
    Trouble.objects.create(
        flow="sales", kind=Trouble.Kind.LATE, reason="Nothing was loaded since Monday.", certain=True
    )
    assert "Nothing was loaded since Monday." in client.get("/admin/figures/dashboards/sales/").content.decode()


@pytest.mark.usefixtures("sold")
def test_one_goes_down_to_the_line_of_the_file(client: Client) -> None:
    owner(client)
    page = client.get("/admin/figures/dashboards/sales/?from=2011-01-01&to=2011-01-31&country=France").content.decode()
    rows = re.search(r'href="([^"]*/rows/[^"]*)"', page)
    assert rows
    listed = client.get(rows[1].replace("&amp;", "&")).content.decode()
    sale = FactSale.objects.filter(country="France", day__month=1).first()
    if sale is None:
        assert "There is no row in this period." in listed
    everything = client.get("/admin/figures/dashboards/sales/rows/?from=2011-01-01&to=2011-01-31").content.decode()
    assert "2011-01-05.csv</a>, line " in everything
    older = re.search(r'href="(\?[^"]*after=[^"]*)"', everything)
    assert older
    rest = client.get("/admin/figures/dashboards/sales/rows/" + older[1].replace("&amp;", "&")).content.decode()
    count = FactSale.objects.filter(day__range=("2011-01-01", "2011-01-31"), counted=True).count()
    assert everything.count(".csv</a>, line ") + rest.count(".csv</a>, line ") == count


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("period=fortnight", "The period “fortnight” does not exist."),
        ("from=2026-02-30&to=2026-03-01", "The first day is “2026-02-30”."),
        ("from=2026-03-02&to=2026-03-01", "comes after the last"),
        ("from=2000-01-01&to=2026-03-01", "five years at most"),
        ("from=<script>&to=2026-03-01", "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_the_usual_period_shown(client: Client, asked: str, words: str) -> None:
    answer = owner(client).get(f"/admin/figures/dashboards/sales/?{asked}")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "There is nothing in this period" in answer.content.decode()


@pytest.mark.usefixtures("sold")
def test_an_empty_period_leads_to_the_last_month_with_figures(client: Client) -> None:
    page = owner(client).get("/admin/figures/dashboards/sales/").content.decode()
    assert "from=2011-08-01&amp;to=2011-08-12" in page


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_each_is_seen_by_those_alone_who_may(client: Client, board: Board) -> None:
    others = [one.name for one in BOARDS if one is not board]
    owner(client, *others)
    for path in ("", "revenue.csv", "rows/"):
        assert client.get(f"/admin/figures/dashboards/{board.name}/{path}").status_code == 302
    assert client.get(f"/admin/figures/dashboards/{others[0]}/").status_code == 200
    assert f"/dashboards/{board.name}/" not in client.get(f"/admin/figures/dashboards/{others[0]}/").content.decode()


@pytest.mark.usefixtures("sold")
def test_the_csv_has_the_cells_of_the_screen(client: Client) -> None:
    address = "/admin/figures/dashboards/sales/countries.csv?from=2010-12-01&to=2011-08-31"
    heading, *rows = csv.reader(owner(client).get(address).content.decode("utf-8-sig").splitlines())
    assert heading == ["Country", "Revenue"]
    shown = show(SALES, Selection(Period(date(2010, 12, 1), date(2011, 8, 31))))
    assert [[name, float(total)] for name, total in rows] == shown["parts"]["countries"]["rows"]


@pytest.mark.usefixtures("sold")
def test_while_gold_is_away_the_last_figures_stay(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    SalesDay.objects.create(
        day=today, kind="goods", revenue=1234, credited=0, quantity=3, lines=2, orders=1, customers=1
    )
    keeping.remember("sales")

    def away(*arguments: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(keeping, "show", away)
    cache.clear()
    page = owner(client).get("/admin/figures/dashboards/sales/").content.decode()
    assert "€1,234" in page
    assert "does not answer" in page


@pytest.mark.django_db(databases=["default", "gold"], transaction=True)
def test_the_worker_keeps_the_figures_once_for_loads_that_follow_one_another(settings: Any) -> None:
    settings.TASKS = {"db": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    for day in ("2011-01-05", "2011-08-12"):
        loaded(f"{day}.csv", (EXCERPT / f"{day}.csv").read_bytes())
    assert not LastKnown.objects.filter(dashboard="dashboard sales").exists(), "a load does not wait for it"
    call_command("run_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert [(one.status, one.args_kwargs["kwargs"]) for one in DBTaskResult.objects.all()] == [
        ("SUCCESSFUL", {"flow": "sales"})
    ]
    assert LastKnown.objects.get(dashboard="dashboard sales").data["shown"]["latest"] == "2011-08-12"


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 11, 23), date(2026, 12, 31)])
def test_a_period_and_those_before_it_fit_together(name: str, today: date) -> None:
    period = preset(name, today)
    assert period.first <= period.last <= today
    assert period.before.last < period.first
    assert period.year_before.last.year in (period.last.year - 1,)
    covered = {day for first, last in period.edges for day in Period(first, last).days}
    covered |= {day for month in period.whole_months for day in Period(month, end_of(month)).days}
    assert covered == set(period.days)
