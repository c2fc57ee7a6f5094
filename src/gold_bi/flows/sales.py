"""Sales: order lines from files of a shop's till or of its accounts."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import (
    FactSale,
    SalesCountryMonth,
    SalesCustomerMonth,
    SalesDay,
    SalesHour,
    SalesMonth,
    SalesProductMonth,
)
from gold_bi.models.sales import SaleKind
from gold_bi.sources import Files

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

MEASURES = {
    "revenue": Sum("amount"),
    "credited": -Sum("amount", filter=Q(kind=SaleKind.CREDIT), default=0),
    "quantity": Sum("quantity"),
    "lines": Count("id"),
    "orders": Count("order", distinct=True, filter=Q(kind=SaleKind.GOODS)),
}
CUSTOMERS = {"customers": Count("customer", distinct=True, filter=~Q(customer=""))}
COUNTED = Q(counted=True)


@flow(
    name="sales",
    title=_("Sales"),
    description=_("Order lines and credit notes, from the files of a shop's till or accounts."),
    source=Files(folder="sales"),
    contract=Contract(
        columns=(
            Column("order", Kind.TEXT, longest=40, headers=("InvoiceNo", "Invoice", "Fattura", "Numero fattura", "Ordine")),
            Column("product", Kind.TEXT, longest=40, headers=("StockCode", "Codice", "Articolo", "SKU")),
            Column("description", Kind.TEXT, required=False, longest=200, headers=("Descrizione",)),
            Column("quantity", Kind.NUMBER, headers=("Quantità", "Qta", "Pezzi"), unit="pieces"),
            Column("sold_at", Kind.MOMENT, headers=("InvoiceDate", "Data", "Data e ora", "Date")),
            Column("unit_price", Kind.NUMBER, headers=("UnitPrice", "Price", "Prezzo", "Prezzo unitario"), unit="currency"),
            Column("customer", Kind.TEXT, required=False, longest=40, headers=("CustomerID", "Customer ID", "Cliente")),
            Column("country", Kind.TEXT, required=False, longest=60, headers=("Country", "Paese", "Nazione")),
        ),
        key=("order", "product"),
        repeats_are_faults=False,
    ),
    target=FactSale,
    key=("sold_at", "order", "product", "description", "customer", "country", "quantity", "unit_price"),
    rollups=(
        Rollup(SalesDay, by={"day": "day", "kind": "kind"}, measures=MEASURES | CUSTOMERS, where=COUNTED),
        Rollup(SalesMonth, by={"month": "month"}, measures=MEASURES | CUSTOMERS, where=COUNTED),
        Rollup(
            SalesHour, by={"day": "day", "hour": ExtractHour("sold_at")}, measures=MEASURES, where=COUNTED
        ),
        Rollup(
            SalesProductMonth,
            by={"month": "month", "product": "product"},
            measures=MEASURES | {"description": Max("description")},
            where=COUNTED,
        ),
        Rollup(SalesCountryMonth, by={"month": "month", "country": "country"}, measures=MEASURES | CUSTOMERS, where=COUNTED),
        Rollup(
            SalesCustomerMonth,
            by={"month": "month", "customer": "customer"},
            measures=MEASURES | {"last_day": Max("day")},
            where=COUNTED & ~Q(customer=""),
        ),
    ),
    stale_after=timedelta(days=3),
)
def sales(lines: "DataFrame") -> "DataFrame":
    """Order lines with their day, kind and amount, in the site's zone."""
    import numpy as np
    import pandas as pd

    sold_at = lines["sold_at"].dt.tz_localize(None).dt.tz_localize(settings.TIME_ZONE, ambiguous=True, nonexistent="shift_forward")
    product, order = lines["product"].str.upper(), lines["order"].str.upper()
    goods = product.str.match(r"^\d{5}")
    kind = np.where(
        order.str.startswith("C"), SaleKind.CREDIT.value, np.where(goods, SaleKind.GOODS.value, SaleKind.CHARGE.value)
    )
    return pd.DataFrame(
        {
            "day": sold_at.dt.date,
            "sold_at": sold_at.dt.tz_convert("UTC"),
            "order": order,
            "kind": kind,
            "product": product,
            "description": lines["description"].fillna("").str.strip(),
            "customer": lines["customer"].fillna("").str.removesuffix(".0"),
            "country": lines["country"].fillna(""),
            "quantity": lines["quantity"],
            "unit_price": lines["unit_price"],
            "amount": (lines["quantity"] * lines["unit_price"]).round(4),
        },
        index=lines.index,
    )
