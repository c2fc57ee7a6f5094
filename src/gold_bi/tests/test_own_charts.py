"""Charts of one's own: any choice from the lists gives sums of rollups, kept for oneself or for all."""

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from gold_bi.dashboards.board import Selection
from gold_bi.dashboards.datasets import DATASETS, Question
from gold_bi.dashboards.period import Period
from gold_bi.own.models import OwnChart

from .boards import owner, visited  # noqa: F401 -- a fixture
from .sales_files import EXCERPT, loaded

pytestmark = pytest.mark.django_db(databases=["default", "gold"])
NEW = "/admin/figures/dashboards/sales/own/"


@pytest.fixture(autouse=True)
def _english(tmp_path: Any, settings: Any) -> Any:
    settings.FLOW_FILES_DIR = str(tmp_path)
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def sold() -> None:
    for path in sorted(EXCERPT.glob("*.csv")):
        loaded(path.name, path.read_bytes())


def total(sql: str) -> float:
    with connections["gold"].cursor() as cursor:
        cursor.execute(sql)
        return float(cursor.fetchone()[0] or 0)


@pytest.mark.usefixtures("sold", "visited")
def test_every_choice_there_is_adds_up_to_the_rollups_sum_and_asks_no_fact() -> None:
    for dataset in DATASETS:
        year = 2011 if dataset.flow == "sales" else 2026
        selection = Selection(Period(date(year, 1, 1), date(year, 12, 31)))
        column = "month" if dataset.monthly else "day"
        for measure in dataset.measures:
            everything = total(
                f'SELECT sum("{measure}") FROM {dataset.model._meta.db_table}'
                f" WHERE {column} BETWEEN '{year}-01-01' AND '{year}-12-31'"
            )
            for by in dataset.dimensions:
                with CaptureQueriesContext(connections["gold"]) as asked:
                    rows = Question(dataset, measure, by).read(selection, selection.of(selection.period.before)).rows
                assert not [one["sql"] for one in asked if "gold_bi_fact" in one["sql"]]
                found, whole = sum(float(row[1] or 0) for row in rows), everything
                if by in dataset.columns:  # the twenty largest
                    whole = total(
                        f'SELECT sum(most) FROM (SELECT sum("{measure}") AS most FROM {dataset.model._meta.db_table}'
                        f" WHERE {column} BETWEEN '{year}-01-01' AND '{year}-12-31'"
                        f" GROUP BY {by} ORDER BY 1 DESC LIMIT 20) t"
                    )
                assert round(found, 2) == round(whole, 2), (dataset.name, measure, by)
            for only in dataset.columns:
                for value in dataset.choices(only)[:2]:
                    rows = Question(dataset, measure, "time", only, value).read(selection, selection).rows
                    quoted = value.replace("'", "''")
                    part = total(
                        f'SELECT sum("{measure}") FROM {dataset.model._meta.db_table}'
                        f" WHERE {column} BETWEEN '{year}-01-01' AND '{year}-12-31' AND {only} = '{quoted}'"
                    )
                    found = sum(float(row[1] or 0) for row in rows)
                    assert round(found, 2) == round(part, 2), (dataset.name, only, value)


@pytest.mark.usefixtures("sold")
def test_one_is_chosen_seen_kept_changed_and_taken_away(client: Client) -> None:
    owner(client)
    given = {"dataset": "countries", "measure": "revenue", "by": "country", "title": ""}
    seen = client.post(NEW, given | {"part": "1"}).content.decode()
    assert "<html" not in seen
    assert "Revenue by country" in seen
    assert not OwnChart.objects.exists()
    answer = client.post(NEW, given | {"save": "1", "title": "Where it goes"})
    chart = OwnChart.objects.get()
    assert answer["Location"].endswith(f"/dashboards/sales/#own-{chart.pk}")
    address = "/admin/figures/dashboards/sales/?from=2011-01-01&to=2011-12-31"
    page = BeautifulSoup(client.get(address).content, "html.parser")
    part = page.select_one(f"#own-{chart.pk}")
    assert part is not None
    countries = page.select(".board__part--bars tbody")
    assert countries[0].get_text() == countries[1].get_text(), "the same as the dashboard's own chart of countries"
    csv = client.get(f"/admin/figures/dashboards/sales/own-{chart.pk}.csv?from=2011-01-01&to=2011-12-31")
    assert "United Kingdom" in csv.content.decode()
    client.post(f"{NEW}{chart.pk}/", given | {"save": "1", "title": "Tables", "table": "on", "by": "time"})
    chart.refresh_from_db()
    assert (chart.title, chart.by, chart.table) == ("Tables", "time", True)
    assert "was taken off" in client.post(f"{NEW}{chart.pk}/", {"delete": "1"}, follow=True).content.decode()
    assert not OwnChart.objects.exists()


@pytest.mark.usefixtures("sold")
def test_what_another_dataset_had_chosen_gives_way(client: Client) -> None:
    owner(client)
    given = {"dataset": "leads", "measure": "revenue", "by": "country", "only": "country", "value": "France"}
    page = client.post(NEW, given).content.decode()
    assert re.search(r'<option value="leads" selected>Leads</option>', page)
    assert "Only where" in page
    assert "There is nothing to show yet" in page


def test_it_is_ones_own_until_it_is_shared_and_seen_by_those_who_may(client: Client) -> None:
    owner(client)
    mine = OwnChart.objects.create(
        board="leads", title="Mine", dataset="leads", measure="leads", by="page",
        user_id=client.session["_auth_user_id"],
    )  # fmt: skip
    other = get_user_model().objects.create_user("b", "b@example.it", "x")
    other.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_leads", "view_sales"]))
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(other)
    address = "/admin/figures/dashboards/leads/"
    assert f'id="own-{mine.pk}"' in client.get(address).content.decode()
    assert "Mine" not in reader.get(address).content.decode()
    OwnChart.objects.update(shared=True)
    shown = reader.get(address).content.decode()
    assert "Mine" in shown
    assert f"/own/{mine.pk}/" not in shown
    assert reader.post(f"{address}own/{mine.pk}/", {"delete": "1"}, follow=True).status_code == 404
    OwnChart.objects.update(board="sales")
    other.user_permissions.remove(Permission.objects.get(codename="view_leads"))
    assert "Mine" not in reader.get("/admin/figures/dashboards/sales/").content.decode(), "its figures are not theirs"


def test_what_can_no_longer_be_asked_is_left_out(client: Client) -> None:
    owner(client)
    user = client.session["_auth_user_id"]
    for change in ({"dataset": "gone"}, {"measure": "gone"}, {"by": "gone"}, {"only": "day"}):
        asked = {"dataset": "leads", "measure": "leads", "by": "page", "only": ""} | change
        OwnChart.objects.create(board="leads", title="Gone", user_id=user, **asked)
    answer = client.get("/admin/figures/dashboards/leads/")
    assert answer.status_code == 200
    assert "Gone" not in answer.content.decode()
