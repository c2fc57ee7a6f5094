"""Charts that need no more than their declaration."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from plotly.graph_objects import Figure

from gold_bi import dashboards
from gold_bi.charts.declared import Chart
from gold_bi.models import LeadDay, TargetMonth

from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def lead_day(day: date, leads: int) -> None:
    LeadDay.objects.create(day=day, leads=leads, answered=0, spam=0, answered_minutes=0, timed=0)


def test_a_chart_shows_its_measure_with_the_days_between(client: Client) -> None:
    lead_day(date(2026, 11, 1), 2)
    lead_day(date(2026, 11, 4), 5)
    signed_in(client, "view_figures")
    page = client.get("/admin/figures/charts/leads/").content.decode()
    assert "Wednesday 4 November had the most: 5 leads" in page
    figure = client.get("/admin/figures/charts/leads/figure.json").json()
    assert figure["data"][0]["x"] == ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"]
    assert figure["data"][0]["y"] == [2, 0, 0, 5]
    assert "2026-11-04,5" in client.get("/admin/figures/charts/leads/table.csv").content.decode()


def test_a_chart_of_months_shows_what_its_condition_lets_through(client: Client) -> None:
    for measure, target in (("revenue", "12500.50"), ("leads", "9")):
        TargetMonth.objects.create(month=date(2026, 11, 1), measure=measure, target=target)
    page = signed_in(client, "view_figures").get("/admin/figures/charts/revenue-target/").content.decode()
    assert "November 2026 had the most: 12,500.50" in page


@pytest.mark.parametrize("chart", dashboards.CHARTS, ids=lambda chart: chart.name)
def test_every_chart_says_so_when_there_is_nothing_to_show(client: Client, chart: Chart) -> None:
    signed_in(client, "view_figures")
    assert str(chart.title) in client.get("/admin/figures/charts/").content.decode()
    page = client.get(f"/admin/figures/charts/{chart.name}/").content.decode()
    assert "There is nothing to show yet" in page
    assert f"/admin/figures/flows/{chart.flow}/" in page
    Figure(client.get(f"/admin/figures/charts/{chart.name}/figure.json").json())  # refuses what cannot be drawn


def test_charts_are_for_those_who_may_see_figures(client: Client) -> None:
    assert signed_in(client).get("/admin/figures/charts/leads/")["Location"] == "/admin/"
