"""Order lines as files, given the way a person gives them."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model

from gold_bi import runner
from gold_bi.files import store
from gold_bi.flows.registry import find
from gold_bi.models import FactSale, FlowRun, RejectedRow, SourceFile
from gold_bi.reading import ColumnReading, Reading

EXCERPT = Path(__file__).parent / "retail"  # real lines of the UCI data set “Online Retail” (D. Chen, CC BY 4.0)
HEADINGS = {
    "InvoiceNo": "order", "StockCode": "product", "Description": "description", "Quantity": "quantity",
    "InvoiceDate": "sold_at", "UnitPrice": "unit_price", "CustomerID": "customer", "Country": "country",
}  # fmt: skip
_WAYS = {"quantity": "decimal point", "unit_price": "decimal point", "sold_at": "year first"}
READING = Reading(tuple(ColumnReading(one, column, _WAYS.get(column, "text")) for one, column in HEADINGS.items()))


def text(lines: Iterable[str]) -> bytes:
    return ("\n".join([",".join(HEADINGS), *lines]) + "\n").encode()


def given(name: str, content: bytes) -> SourceFile:
    sha256, size = store.keep(io.BytesIO(content))
    reading: dict[str, Any] = READING.as_json()
    return SourceFile.objects.create(flow="sales", name=name, sha256=sha256, size=size, reading=reading)


def loaded(name: str, content: bytes) -> FlowRun:
    return runner.load_file(given(name, content).pk, "anna")


def state(name: str) -> SourceFile:
    """The loaded version of a file."""
    return SourceFile.objects.of("sales").loaded().get(name=name)


def empty() -> None:
    """No sales, as at first."""
    rollups = [rollup.model for rollup in find("sales").rollups]
    models: list[type[Model]] = [FactSale, RejectedRow, SourceFile, *rollups]
    for model in models:
        model._default_manager.using("gold").all().delete()
