"""A real shop's order lines: GOLD's figures beside those that plain SQL finds in the same files.

The suite takes five excerpts; `./manager.sh retail` all 305 days of the zip that RETAIL names.
"""

import os
import random
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from gold_bi import runner
from gold_bi.models import FactSale, SalesDay, SalesHour, SalesMonth, SalesProductMonth
from gold_bi.models.sales import SaleKind

from .sales_files import EXCERPT, empty, loaded

pytestmark = pytest.mark.django_db(databases=["default", "gold"])


@pytest.fixture(autouse=True)
def _files_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FLOW_FILES_DIR", str(tmp_path))


def files() -> Iterator[tuple[str, bytes]]:
    if whole := os.environ.get("RETAIL"):
        with zipfile.ZipFile(whole) as archive:
            yield from (
                (Path(name).name, archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".csv")
            )
    else:
        yield from ((path.name, path.read_bytes()) for path in sorted(EXCERPT.glob("*.csv")))


def by_plain_sql() -> list[tuple[Any, ...]]:
    import io

    with connections["gold"].cursor() as cursor:
        # The test is one transaction: the patience of whoever read a chart in it is over by now.
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
        columns = "invoice, stock_code, description, quantity, invoice_date, unit_price, customer, country"
        cursor.execute(f"CREATE TEMPORARY TABLE raw_lines ({columns.replace(',', ' text,')} text)")
        for _name, content in files():
            cursor.cursor.copy_expert(
                "COPY raw_lines FROM STDIN WITH (FORMAT csv, HEADER, FORCE_NOT_NULL (customer, description))",
                io.BytesIO(content),
            )
        cursor.execute((EXCERPT / "figures.sql").read_text())
        return list(cursor.fetchall())


def in_gold() -> list[tuple[Any, ...]]:
    months = SalesMonth.objects.order_by("month").values_list("month", "revenue", "orders", "customers")
    return [(f"{month:%Y-%m}", revenue, orders, customers) for month, revenue, orders, customers in months]


def test_revenue_orders_and_customers_per_month_equal_those_of_plain_sql_to_the_cent() -> None:
    for name, content in files():
        assert loaded(name, content).rows_rejected == 0
    assert in_gold() == by_plain_sql()
    assert len(in_gold()) >= 4
    # No rollup tells another story.
    for model in (SalesDay, SalesHour, SalesProductMonth):
        totals = [sum(one) for one in zip(*model.objects.values_list("revenue", "lines", "quantity"), strict=True)]
        own = [sum(one) for one in zip(*SalesMonth.objects.values_list("revenue", "lines", "quantity"), strict=True)]
        assert totals == own, model


def test_files_loaded_one_by_one_in_any_order_twice_end_in_the_same_state() -> None:
    given = list(files())
    for name, content in given:
        loaded(name, content)
    before = runner.checksum("sales")
    assert FactSale.objects.filter(counted=False).exists()
    empty()
    assert runner.checksum("sales") != before
    chance = random.Random(5)
    for _round in range(2):
        chance.shuffle(given)
        changed = sum(loaded(name, content).rows_changed for name, content in given)
    assert changed == 0
    assert runner.checksum("sales") == before


def test_lines_are_told_apart_by_what_they_are() -> None:
    for name, content in files():
        loaded(name, content)
    kinds = dict.fromkeys(SaleKind.values, 0)
    for kind, product, price, order in FactSale.objects.values_list("kind", "product", "unit_price", "order"):
        kinds[kind] += 1
        if kind == SaleKind.GOODS:
            assert price != 0
            assert not order.startswith("C")
            assert product not in ("POST", "M", "DOT", "BANK CHARGES", "AMAZONFEE", "B")
    assert all(kinds.values()), kinds
    assert SalesMonth.objects.filter(credited__gt=Decimal(0)).exists()
