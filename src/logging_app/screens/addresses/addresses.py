"""Which addresses asked: whole ones while they are kept, their networks afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from logging_app.answers import rows_of, streamed
from logging_app.enrichment.countries import are_known
from logging_app.models import LogPolicy
from logging_app.networks import IS_WHOLE, KEPT
from logging_app.screens.downloads import Column, Download
from logging_app.screens.figures.period import RECENT, Period
from logging_app.screens.figures.ranking import LINES
from logging_app.screens.figures.screen import FiguresView

# What the table may be ordered by; the names are the rollup's columns.
ORDERS: dict[str, Promise] = {
    "requests": _("Requests"),
    "errors": _("Errors"),
    "probes": _("Probes"),
    "sign_ins": _("Sign-in attempts"),
    "bytes_sent": _("Bytes"),
}
# As far as an address is kept whole: see the log's rules. The networks are those that erasing leaves.
_WHO = f"CASE WHEN %(whole)s OR NOT ({IS_WHOLE}) THEN ip ELSE {KEPT} END"
_SUMS = ("requests", "bot_requests", "views", "errors", "probes", "sign_ins", "bytes_sent")
# All are ranked by what stands in the index; the other sums are those of the first ones only. A network sorts before
# the addresses in it; `day + 0` keeps PostgreSQL from looking for them day by day. Small numbers are added up quicker.
_RANKED = """
    WITH top AS MATERIALIZED (
        SELECT {who} AS who, sum({order}{quick}) AS ranked FROM logging_app_addressday
        WHERE day BETWEEN %(first)s AND %(last)s {only} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(lines)s
    )
    SELECT abbrev(who) AS who, summed.* FROM top CROSS JOIN LATERAL (
        SELECT max(country) AS country, {sums}, max(day) AS last FROM logging_app_addressday
        WHERE ip BETWEEN who AND set_masklen(broadcast(who), CASE family(who) WHEN 4 THEN 32 ELSE 128 END)
        AND day + 0 BETWEEN %(first)s AND %(last)s {only}
    ) AS summed ORDER BY ranked DESC, requests DESC, top.who
"""


@dataclass
class Address:
    """`who` is an address, or a network such as 203.0.113.0/24."""

    who: str
    country: str
    requests: int
    bot_requests: int
    views: int
    errors: int
    probes: int
    sign_ins: int
    bytes_sent: int
    last: date

    @property
    def is_network(self) -> bool:
        return "/" in self.who

    @property
    def requests_url(self) -> str:
        return reverse("requests:index") + "?" + urlencode({"ip": self.who})

    @property
    def bots_percent(self) -> int:
        return round(self.bot_requests * 100 / self.requests) if self.requests else 0


def columns() -> list[Column]:
    """Of a file of addresses."""
    return [
        (_("Address or network"), "who"),
        *([(_("Country"), "country")] if are_known() else []),
        *((label, name) for name, label in ORDERS.items()),
        (_("Requests of bots"), "bot_requests"),
        (_("Page views"), "views"),
        (_("Last seen"), "last"),
    ]


class AddressesView(FiguresView):
    template_name = "logging_app/addresses/addresses.html"
    page_title = _("Addresses")
    header_icon = "globe"
    default = RECENT
    compares = False
    kept = ("order",)

    @property
    def order(self) -> str:
        order = self.request.GET.get("order", "")
        return order if order in ORDERS else "requests"

    @property
    def downloads(self) -> list[Download]:
        return [Download(self.page_title, columns(), lambda limit: whole(self.period, self.order, limit))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ranked(self.period, self.order)
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "whole": are_whole(self.period),
            "kept_days": LogPolicy.current().full_ip_days,
            "with_countries": any(row.country for row in rows),
            "orders": [
                {"label": label, "url": self.address(order=name), "current": name == self.order}
                for name, label in ORDERS.items()
            ],
        }


def are_whole(period: Period) -> bool:
    """Whether every address of these days is kept whole."""
    return period.first > localdate() - timedelta(days=LogPolicy.current().full_ip_days)


def ranked(period: Period, order: str, only: str = "", lines: int = LINES) -> list[Address]:
    """By the column `order`; `only` names a column that must not be 0."""
    return [Address(**row) for row in rows_of(*_ranking(period, order, only, lines))]


def whole(period: Period, order: str, lines: int, only: str = "") -> Iterator[Address]:
    """The same for a file."""
    return (Address(**row) for row in streamed(*_ranking(period, order, only, lines)))


def _ranking(period: Period, order: str, only: str, lines: int) -> tuple[str, dict[str, Any]]:
    if order not in ORDERS or (only and only not in ORDERS):
        raise ValueError(f"no column of the addresses: {order}, {only}")
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in _SUMS)
    quick = "" if order == "bytes_sent" else "::integer"
    statement = _RANKED.format(who=_WHO, sums=sums, order=order, quick=quick, only=f"AND {only} > 0" if only else "")
    return statement, {"whole": are_whole(period), "first": period.first, "last": period.last, "lines": lines}
