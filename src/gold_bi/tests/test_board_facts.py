"""Every figure of every dashboard beside plain SQL over the facts."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from gold_bi.dashboards import BOARDS
from gold_bi.dashboards.board import Selection
from gold_bi.dashboards.period import Period, end_of
from gold_bi.dashboards.showing import show
from gold_bi.dashboards.visitors import WAYS
from gold_bi.models import FlowRun, FlowState, RejectedRow

from .boards import aside, ask, sold_for_months, visited  # noqa: F401 -- fixtures among them

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

COMBINATIONS = 50
TODAY, SALES, CUSTOMERS, VISITORS, LEADS, HEALTH = BOARDS
FIRST, LAST = date(2010, 11, 15), date(2011, 9, 15)


def periods(chance: random.Random, first: date, last: date) -> Iterator[Period]:
    for number in range(COMBINATIONS):
        days = (last - first).days
        start = first + timedelta(days=chance.randrange(days))
        end = start + timedelta(days=chance.randrange(1, days))
        if number % 3 == 0:  # whole months, of which some figures come by another way
            start, end = start.replace(day=1), end_of(end)
        yield Period(start, end)


SALES_SQL = """
SELECT coalesce(sum(amount), 0), count(DISTINCT (day, "order")) FILTER (WHERE kind = 'goods'),
    count(DISTINCT customer) FILTER (WHERE kind = 'goods' AND customer <> ''),
    coalesce(-sum(amount) FILTER (WHERE kind = 'credit'), 0)
FROM gold_bi_factsale WHERE counted AND day BETWEEN %s AND %s AND (%s = '' OR country = %s)
"""


@pytest.mark.usefixtures("sold_for_months")
def test_every_figure_of_sales_is_that_of_the_facts() -> None:
    chance = random.Random(6)
    countries = [name for (name,) in ask("SELECT DISTINCT country FROM gold_bi_factsale ORDER BY 1")]
    assert len(countries) > 2
    (begun,) = ask("SELECT min(day) FROM gold_bi_factsale WHERE counted")
    for period in periods(chance, FIRST, LAST):
        country = chance.choice(["", "", *countries])
        shown = show(SALES, Selection(period, {"country": country} if country else {}))
        for which, asked in (("value", period), ("before", period.before), ("year_before", period.year_before)):
            (facts,) = ask(SALES_SQL, asked.first, asked.last, country, country)
            found = [shown["kpis"][name][which] for name in ("revenue", "orders", "customers", "credited")]
            if which != "value" and (begun[0] - asked.first).days > len(asked.days) / 10:
                assert found == [None] * 4, "the figures begin within what is compared with"
                continue
            assert [round(float(one), 2) for one in found] == [round(float(one), 2) for one in facts], (asked, country)
        revenue = round(float(ask(SALES_SQL, period.first, period.last, country, country)[0][0]), 2)
        for part, first in (("revenue", 1), ("week", 1)):
            cells = [
                cell
                for row in shown["parts"][part]["rows"]
                for cell in (row[1:2] if part == "revenue" else row[first:])
            ]
            assert round(sum(cells), 2) == revenue, (part, period, country)
        largest = ask(
            "SELECT country, sum(amount) FROM gold_bi_factsale WHERE counted AND day BETWEEN %s AND %s"
            " AND (%s = '' OR country = %s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
            period.first, period.last, country, country,
        )  # fmt: skip
        assert [[name, round(total, 2)] for name, total in shown["parts"]["countries"]["rows"]] == [
            [name, round(float(total), 2)] for name, total in largest
        ]
        products = ask(
            "SELECT product, sum(quantity) FILTER (WHERE kind IN ('goods', 'credit')), sum(amount)"
            " FROM gold_bi_factsale WHERE counted AND day BETWEEN %s AND %s GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 20",
            period.first.replace(day=1), end_of(period.last),
        )  # fmt: skip
        assert [(row[0], row[2], round(row[3], 2)) for row in shown["parts"]["products"]["rows"]] == [
            (code, float(pieces or 0), round(float(total), 2)) for code, pieces, total in products
        ]


@pytest.mark.usefixtures("sold_for_months")
def test_every_figure_of_customers_is_that_of_the_facts() -> None:
    bought = "counted AND kind = 'goods' AND customer <> ''"
    firsts = dict(
        ask(f"SELECT customer, min(date_trunc('month', day))::date FROM gold_bi_factsale WHERE {bought} GROUP BY 1")
    )
    for period in periods(random.Random(7), FIRST, LAST):
        first, last = period.first.replace(day=1), end_of(period.last)
        orders = dict(
            ask(
                f"SELECT customer, count(DISTINCT (date_trunc('month', day), \"order\")) FROM gold_bi_factsale"
                f" WHERE {bought} AND day BETWEEN %s AND %s GROUP BY 1", first, last,
            )
        )  # fmt: skip
        shown = show(CUSTOMERS, Selection(period))
        assert shown["kpis"]["customers"]["value"] == len(orders)
        assert shown["kpis"]["new"]["value"] == sum(first <= firsts[one] <= last for one in orders)
        again = sum(count > 1 for count in orders.values())
        assert shown["kpis"]["again"]["value"] == (100 * again / len(orders) if orders else None)
        sizes = {row[0]: row[1] for row in shown["parts"]["cohorts"]["rows"]}
        for name, size in sizes.items():
            assert size == sum(f"{month:%B %Y}" == name for month in firsts.values()), name
        year = (period.last - timedelta(days=365)).replace(day=1)
        ((lately,),) = ask(
            f"SELECT count(DISTINCT customer) FROM gold_bi_factsale WHERE {bought} AND day BETWEEN %s AND %s",
            year, end_of(period.last),
        )  # fmt: skip
        assert sum(row[1] for row in shown["parts"]["groups"]["rows"]) == lately


def _series(part: dict[str, Any]) -> dict[tuple[str, str], int]:
    """What stands in a chart of series, without nothings: (moment, series) → value."""
    names = [name for name, _unit in part["headings"]]
    return {
        (row[0], name): value
        for row in part["rows"]
        for name, value in zip(names[1:], row[1:], strict=True)
        if value
    }  # fmt: skip


def _largest(rows: list[Any]) -> dict[tuple[str, str], int]:
    """The same of (moment, way, visits): five ways, or the four largest and the others together."""
    whole: Counter[str] = Counter()
    for _moment, way, visits in rows:
        whole[way] += visits
    ranked = sorted(whole, key=lambda way: (-whole[way], way))
    own = set(ranked if len(ranked) <= 5 else ranked[:4])
    found: Counter[tuple[str, str]] = Counter()
    for moment, way, visits in rows:
        found[moment.isoformat(), str(WAYS[way]) if way in own else "All the others"] += visits
    return {key: visits for key, visits in found.items() if visits}


@pytest.mark.usefixtures("visited")
def test_every_figure_of_visitors_and_leads_is_that_of_the_facts() -> None:
    for period in periods(random.Random(8), date(2025, 12, 15), date(2026, 5, 15)):
        between = (period.first, period.last)
        shown = show(VISITORS, Selection(period))
        (pages,) = ask(
            "SELECT coalesce(sum(views), 0), coalesce(sum(visits), 0), coalesce(sum(client_errors), 0),"
            " coalesce(sum(server_errors), 0) FROM gold_bi_factpage WHERE day BETWEEN %s AND %s", *between,
        )  # fmt: skip
        assert tuple(shown["kpis"][name]["value"] for name in ("views", "visits", "missed", "failed")) == pages
        ways = dict(
            ask("SELECT way, sum(visits) FROM gold_bi_factarrival WHERE day BETWEEN %s AND %s GROUP BY 1", *between)
        )
        assert shown["kpis"]["arrivals"]["value"] == sum(count for way, count in ways.items() if way != "campaign")
        assert sorted(row[1] for row in shown["parts"]["ways"]["rows"]) == sorted(ways.values())
        assert sum(row[1] for row in shown["parts"]["views"]["rows"]) == pages[0]
        assert _series(shown["parts"]["ways-over-time"]) == _largest(
            ask(
                "SELECT date_trunc(%s, day)::date, way, sum(visits) FROM gold_bi_factarrival"
                " WHERE way <> 'campaign' AND day BETWEEN %s AND %s GROUP BY 1, 2",
                "month" if len(period.days) > 92 else "day",
                *between,
            )
        )
        shown = show(LEADS, Selection(period))
        (leads,) = ask(
            "SELECT count(*) FILTER (WHERE state <> 'spam'), count(*) FILTER (WHERE state = 'answered'),"
            " count(*) FILTER (WHERE state = 'spam'), avg(answered_minutes)"
            " FROM gold_bi_factlead WHERE day BETWEEN %s AND %s", *between,
        )  # fmt: skip
        found = {name: figures["value"] for name, figures in shown["kpis"].items()}
        assert (found["leads"], found["spam"]) == (leads[0], leads[2])
        assert found["answered"] == (100 * leads[1] / leads[0] if leads[0] else None)
        assert found["within"] == (pytest.approx(float(leads[3])) if leads[3] is not None else None)
        steps = shown["parts"]["funnel"]["rows"]
        counts = [int(pages[0]), leads[0], leads[1]]
        assert [step[1] for step in steps] == counts
        assert [step[2] for step in steps] == [None, *(100 * b / a if a else None for a, b in pairwise(counts))]
        months = (period.first.replace(day=1), end_of(period.last))
        by_page = ask(
            "SELECT page, count(*) FROM gold_bi_factlead WHERE state <> 'spam' AND day BETWEEN %s AND %s GROUP BY 1"
            " ORDER BY 2 DESC, 1", *months,
        )  # fmt: skip
        assert [row[:2] for row in shown["parts"]["pages"]["rows"]] == [[page or "unknown", n] for page, n in by_page]


@pytest.mark.usefixtures("visited", "sold_for_months")
def test_every_figure_of_today_is_that_of_the_facts() -> None:
    chance = random.Random(9)
    for period in (*periods(chance, date(2025, 12, 15), date(2026, 5, 15)), *periods(chance, FIRST, LAST)):
        shown = show(TODAY, Selection(period))
        for which, asked in (("value", period), ("before", period.before)):
            between = (asked.first, asked.last)
            (pages,) = ask(
                "SELECT coalesce(sum(views), 0), coalesce(sum(server_errors), 0) FROM gold_bi_factpage"
                " WHERE day BETWEEN %s AND %s", *between,
            )  # fmt: skip
            (leads,) = ask(
                "SELECT count(*) FILTER (WHERE state <> 'spam'), count(*) FILTER (WHERE state = 'new')"
                " FROM gold_bi_factlead WHERE day BETWEEN %s AND %s", *between,
            )  # fmt: skip
            found = {name: figures[which] for name, figures in shown["kpis"].items()}
            assert (found["views"], found["failed"]) == pages
            assert (found["leads"], found["waiting"]) == leads
            revenue = ask(SALES_SQL, *between, "", "")[0][0]
            assert round(float(found["revenue"]), 2) == round(float(revenue), 2)
        assert sum(row[1] for row in shown["parts"]["course"]["rows"]) == shown["kpis"]["views"]["value"]
        newest = shown["parts"]["days"]["rows"][0]
        assert newest[0] == period.last.isoformat()
        assert round(newest[4], 2) == round(float(ask(SALES_SQL, period.last, period.last, "", "")[0][0]), 2)


RUNS_SQL = """
SELECT count(*), count(*) FILTER (WHERE state = 'failed'), coalesce(sum(rows_read), 0), coalesce(sum(rows_rejected), 0)
FROM gold_bi_flowrun WHERE (started_at AT TIME ZONE %s)::date BETWEEN %s AND %s AND flow LIKE %s
"""


@pytest.fixture
def runs() -> list[str]:
    """Of three flows, over a winter and a spring; some begin within the hours of midnight. Returns the flows."""
    chance, names = random.Random(10), ["leads", "sales", "traffic"]
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    FlowRun.objects.using("gold").bulk_create(
        FlowRun(
            flow=chance.choice(names), state=chance.choice(["succeeded", "failed", "succeeded", "running"]),
            started_by="schedule", rows_read=chance.randrange(5000), rows_rejected=chance.randrange(40),
            started_at=begins + timedelta(days=chance.randrange(120), minutes=chance.choice([0, 700, 1350, 1439])),
        )
        for _number in range(400)
    )  # fmt: skip
    for name in names:
        FlowState.objects.using("gold").create(name=name, loaded_at=begins + timedelta(days=60, hours=23))
    RejectedRow.objects.using("gold").bulk_create(
        RejectedRow(
            flow=chance.choice(names), column="a", value="b", reason="c", row={}, fingerprint=str(number),
            state=chance.choice(["open", "mended", "left out"]),
        )
        for number in range(60)
    )  # fmt: skip
    return names


def test_every_figure_of_data_health_is_that_of_the_runs(runs: list[str], settings: Any) -> None:
    zone = settings.TIME_ZONE
    for period in periods(random.Random(11), date(2026, 1, 1), date(2026, 5, 1)):
        shown = show(HEALTH, Selection(period))
        for which, asked in (("value", period), ("before", period.before)):
            (wanted,) = ask(RUNS_SQL, zone, asked.first, asked.last, "%")
            found = tuple(shown["kpis"][name][which] for name in ("runs", "failed", "read", "rejected"))
            assert found == wanted
        assert sum(row[1] or 0 for row in shown["parts"]["rows"]["rows"]) == shown["kpis"]["read"]["value"]
        for name, row in zip(runs, shown["parts"]["flows"]["rows"], strict=True):
            (of_flow,) = ask(RUNS_SQL, zone, period.first, period.last, name)
            ((waiting,),) = ask("SELECT count(*) FROM gold_bi_rejectedrow WHERE flow = %s AND state = 'open'", name)
            assert row == [name, "2026-03-03", of_flow[0], of_flow[1], waiting]
