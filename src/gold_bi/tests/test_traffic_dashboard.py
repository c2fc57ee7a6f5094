import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone, translation

from gold_bi.charts.traffic import DAYS
from gold_bi.models import FlowRun, FlowState, TrafficDay, TrafficHour
from gold_bi.words import moment

from .people import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gold"])

PAGE, FIGURE, CSV = ("/admin/figures/traffic/" + rest for rest in ("", "figure.json", "table.csv"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def loaded(minutes_ago: float = 1) -> FlowState:
    return FlowState.objects.create(name="traffic", loaded_at=timezone.now() - timedelta(minutes=minutes_ago))


def requests_on(day: date, **counts: int) -> None:
    """`requests_on(day, answered=5)`."""
    classes = {"answered": 2, "elsewhere": 3, "refused": 4, "failed": 5}
    for outcome, count in counts.items():
        TrafficDay.objects.create(
            day=day, status_class=classes[outcome], requests=count, bytes_sent=0, request_seconds=0
        )


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize("path", [PAGE, FIGURE, CSV])
def test_who_has_not_signed_in_is_sent_to_the_login(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={path}")


@pytest.mark.parametrize("path", [PAGE, FIGURE, CSV])
def test_who_may_not_see_figures_is_turned_away(client: Client, path: str) -> None:
    requests_on(days_ago(1), answered=123)
    answer = signed_in(client, "run_flow").get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_the_title_says_which_day_was_the_busiest(client: Client) -> None:
    loaded()
    requests_on(days_ago(3), answered=1000, failed=2)
    requests_on(days_ago(2), answered=900)
    requests_on(days_ago(0), answered=5000)  # not over: cannot be the busiest yet
    figure = signed_in(client, "view_figures").get(FIGURE).json()
    busiest = f"{days_ago(3):%A} {days_ago(3).day} {days_ago(3):%B}"
    assert figure["layout"]["title"]["text"] == f"{busiest} was the busiest of the last 30 days: 1,002 requests"


def test_failures_come_before_records(client: Client) -> None:
    loaded()
    requests_on(days_ago(3), answered=1000)
    requests_on(days_ago(2), answered=75, failed=25)
    title = signed_in(client, "view_figures").get(FIGURE).json()["layout"]["title"]["text"]
    assert title.endswith(": 25% of the requests failed")


def test_the_figure_has_a_bar_for_each_day_and_outcome(client: Client) -> None:
    loaded()
    requests_on(days_ago(1), answered=7, refused=2)
    requests_on(days_ago(DAYS), answered=100)  # a day too old
    bars = {bar["meta"]["tone"]: bar for bar in signed_in(client, "view_figures").get(FIGURE).json()["data"]}
    assert list(bars) == ["answered", "refused"]
    assert bars["answered"]["x"] == [str(days_ago(n)) for n in reversed(range(DAYS))]
    assert (sum(bars["answered"]["y"]), bars["answered"]["y"][-2], bars["refused"]["y"][-2]) == (7, 7, 2)


def test_the_page_has_the_same_figures_in_a_table(client: Client) -> None:
    state = loaded()
    requests_on(days_ago(1), answered=1234, refused=2)
    page = signed_in(client, "view_figures").get(PAGE).content.decode()
    assert f'data-figure-url="{FIGURE}"' in page
    assert "<details" in page
    assert "<td>1,236</td>" in page
    assert f"As of {moment(state.loaded_at)}" in page  # type: ignore[arg-type]


def test_the_page_is_italian_for_who_reads_italian(client: Client) -> None:
    loaded()
    requests_on(days_ago(1), answered=1234)
    with translation.override("it"):
        signed_in(client, "view_figures")
        page = client.get(PAGE, headers={"accept-language": "it"}).content.decode()
    assert "è stato il giorno più intenso degli ultimi 30: 1.234 richieste" in page


def test_before_the_first_load_the_page_says_why_it_is_empty_and_what_to_do(client: Client) -> None:
    page = signed_in(client, "view_figures", "run_flow").get(PAGE).content.decode()
    assert "The flow “Site traffic” has not brought anything" in page
    assert 'href="/admin/figures/flows/"' in page
    assert "data-figure-url" not in page


def test_an_empty_log_is_told_from_a_flow_that_never_ran(client: Client) -> None:
    loaded()
    page = signed_in(client, "view_figures").get(PAGE).content.decode()
    assert "the request log holds no request of the last 30 days" in page


def test_a_failed_run_is_said_with_its_reason_and_since_when_data_is_missing(client: Client) -> None:
    state = loaded(minutes_ago=10)
    requests_on(days_ago(1), answered=5)
    FlowRun.objects.create(flow="traffic", state="failed", reason="The log was eaten.")
    page = signed_in(client, "view_figures").get(PAGE).content.decode()
    assert f"No data since {moment(state.loaded_at)}: the last run failed. The log was eaten." in page  # type: ignore[arg-type]


def test_figures_nobody_refreshes_are_said_to_be_old(client: Client) -> None:
    loaded(minutes_ago=31)
    requests_on(days_ago(1), answered=5)
    assert "Perhaps the worker is not running." in signed_in(client, "view_figures").get(PAGE).content.decode()


def test_the_csv_has_the_days_newest_first(client: Client) -> None:
    loaded()
    requests_on(days_ago(2), answered=1, failed=3)
    requests_on(days_ago(1), answered=2)
    answer = signed_in(client, "view_figures").get(CSV)
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Day", "All requests", "Answered", "Went wrong"],
        [str(days_ago(1)), "2", "2", "0"],
        [str(days_ago(2)), "4", "1", "3"],
    ]


def test_the_admins_home_compares_today_with_the_same_hours_a_week_ago(client: Client) -> None:
    now = timezone.localtime().replace(hour=12, minute=30)
    FlowState.objects.create(name="traffic", loaded_at=now)
    requests_on(days_ago(0), answered=110)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    week = timedelta(days=7)
    for hour, count in (
        (midnight, 10), (midnight.replace(hour=11), 100), (midnight.replace(hour=12), 7),
        (midnight - week, 100), (midnight.replace(hour=11) - week, 100), (midnight.replace(hour=12) - week, 9),
    ):  # fmt: skip
        TrafficHour.objects.create(day=hour.date(), hour=hour, requests=count, bytes_sent=0, request_seconds=0)
    page = signed_in(client, "view_figures").get("/admin/").content.decode()
    assert f"110 requests today until 12:00: 45% below last {now:%A} by then (200)." in page


def test_the_panel_is_only_for_who_may_see_figures(client: Client) -> None:
    assert "gold-traffic" not in signed_in(client).get("/admin/").content.decode()
