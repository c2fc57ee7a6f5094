"""Sales: order lines from files of a shop's till or of its accounts."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Aggregate, Count, Max, Q, Sum
from django.db.models.expressions import Combinable
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
    SalesOrder,
    SalesProductMonth,
)
from gold_bi.models.sales import SaleKind
from gold_bi.sources import Files

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

PIECES = Q(kind__in=[SaleKind.GOODS, SaleKind.CREDIT])
COUNTED = Q(counted=True)
# Of lines, and of orders, whose lines are added up already.
OF_LINES: dict[str, Aggregate | Combinable] = {
    "revenue": Sum("amount"),
    "credited": -Sum("amount", filter=Q(kind=SaleKind.CREDIT), default=0),
    "quantity": Sum("quantity", filter=PIECES, default=0),
    "lines": Count("*"),
    "orders": Count("order", distinct=True, filter=Q(kind=SaleKind.GOODS)),
}
OF_ORDERS: dict[str, Aggregate | Combinable] = OF_LINES | {"lines": Sum("lines")}
CUSTOMERS: dict[str, Aggregate | Combinable] = {
    "customers": Count("customer", distinct=True, filter=Q(kind=SaleKind.GOODS) & ~Q(customer=""))
}

# Codes that stand for money, not for goods: what tills and accounts write for postage, fees, discounts, vouchers.
CHARGES = (
    r"^(?:POST(?:AGE)?|CARRIAGE|DOT|C2|M|D|B|S|CRUK|BANK CHARGES|AMAZONFEE|GIFT.*|TEST\d+|ADJUST\d*|"
    r"SPED(?:IZIONE)?|SPESE|TRASPORTO|PORTO|BOLLO|SCONTO|ABBUONO|BUONO|ACCONTO)$"
)


@flow(
    name="sales",
    title=_("Sales"),
    description=_("Order lines and credit notes, from the files of a shop's till or accounts."),
    owner=_("Accounts"),
    source=Files(folder="sales"),
    contract=Contract(
        columns=(
            Column(
                "order",
                Kind.TEXT,
                longest=40,
                headers=("InvoiceNo", "Invoice", "Fattura", "Numero fattura", "Ordine"),
                meaning=_("Number of the order, the receipt or the invoice; a credit note’s begins with C."),
            ),
            Column(
                "product",
                Kind.TEXT,
                longest=40,
                headers=("StockCode", "Codice", "Articolo", "SKU"),
                meaning=_("Code of the article."),
            ),
            Column(
                "description",
                Kind.TEXT,
                required=False,
                longest=200,
                headers=("Descrizione",),
                meaning=_("Name of the article."),
            ),
            Column(
                "quantity",
                Kind.NUMBER,
                headers=("Quantità", "Qta", "Pezzi"),
                unit=_("pieces"),
                meaning=_("Negative where goods came back."),
            ),
            Column(
                "sold_at",
                Kind.MOMENT,
                headers=("InvoiceDate", "Data", "Data e ora", "Date"),
                meaning=_("By the site’s clock."),
            ),
            Column(
                "unit_price",
                Kind.NUMBER,
                headers=("UnitPrice", "Price", "Prezzo", "Prezzo unitario"),
                unit=_("currency"),
                meaning=_("Of one piece."),
            ),
            Column(
                "customer",
                Kind.TEXT,
                required=False,
                longest=40,
                headers=("CustomerID", "Customer ID", "Cliente"),
                meaning=_("Number of the customer; empty where nobody knows."),
            ),
            Column(
                "country",
                Kind.TEXT,
                required=False,
                longest=60,
                headers=("Country", "Paese", "Nazione"),
                meaning=_("Where the customer is."),
            ),
        ),
        key=("order", "product"),
        repeats_are_faults=False,
    ),
    target=FactSale,
    key=("sold_at", "order", "product", "description", "customer", "country", "quantity", "unit_price"),
    rollups=(
        Rollup(
            SalesOrder,
            by={
                "day": "day",
                "hour": "hour",
                "order": "order",
                "kind": "kind",
                "customer": "customer",
                "country": "country",
            },
            measures={"amount": Sum("amount"), "quantity": Sum("quantity"), "lines": Count("*")},
            where=COUNTED,
        ),
        Rollup(SalesDay, by={"day": "day", "kind": "kind"}, measures=OF_ORDERS | CUSTOMERS, of=SalesOrder),
        Rollup(SalesMonth, by={"month": "month"}, measures=OF_ORDERS | CUSTOMERS, of=SalesOrder),
        Rollup(SalesHour, by={"day": "day", "hour": "hour"}, measures=OF_ORDERS, of=SalesOrder),
        Rollup(
            SalesProductMonth,
            by={"month": "month", "product": "product"},
            measures=OF_LINES | {"description": Max("description")},
            where=COUNTED,
        ),
        Rollup(
            SalesCountryMonth,
            by={"month": "month", "country": "country"},
            measures=OF_ORDERS | CUSTOMERS,
            of=SalesOrder,
        ),
        Rollup(
            SalesCustomerMonth,
            by={"month": "month", "customer": "customer"},
            measures=OF_ORDERS | {"last_day": Max("day")},
            where=~Q(customer=""),
            of=SalesOrder,
        ),
    ),
    stale_after=timedelta(days=3),
)
def sales(lines: "DataFrame") -> "DataFrame":
    """Order lines with their day, kind and amount. A file's times are those of the site's clock."""
    import numpy as np
    import pandas as pd

    # Lines of an order share their moment: each is placed on the clock once.
    codes, moments = pd.factorize(lines["sold_at"])
    clock = pd.DatetimeIndex(moments).tz_localize(None)
    utc = clock.tz_localize(settings.TIME_ZONE, ambiguous=np.ones(len(clock), dtype=bool), nonexistent="shift_forward")
    order, product = lines["order"].str.upper(), lines["product"].str.upper()
    kind = np.select(
        [order.str.match(r"^C\d"), product.str.match(CHARGES), lines["unit_price"] == 0],
        [SaleKind.CREDIT.value, SaleKind.CHARGE.value, SaleKind.FREE.value],
        SaleKind.GOODS.value,
    )
    return pd.DataFrame(
        {
            "day": clock.normalize()[codes],
            "sold_at": utc.tz_convert("UTC")[codes],
            "hour": clock.hour.to_numpy()[codes],
            "order": order,
            "kind": kind,
            "product": product,
            "description": lines["description"].fillna("").str.strip(),
            "customer": lines["customer"].fillna("").str.removesuffix(".0"),
            "country": lines["country"].fillna(""),
            "quantity": lines["quantity"],
            "unit_price": lines["unit_price"],
            "amount": lines["quantity"] * lines["unit_price"],
        },
        index=lines.index,
    )
