"""Site traffic: the request log's hourly rollups into GOLD, and from there the figures per day."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract
from gold_bi.loaders import Rollup
from gold_bi.models import FactTrafficHour, TrafficDay, TrafficHour
from gold_bi.sources import site

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

MEASURES = ("requests", "bytes_sent", "request_seconds")


@flow(
    name="traffic",
    title=_("Site traffic"),
    description=_("What the site served, hour by hour, from the request log."),
    cron="*/5 * * * *",
    source=site.traffic_hours,
    watermark="revision",
    contract=Contract(
        columns=(
            Column("revision", "int64", minimum=1),
            Column("hour", "datetime64[us, UTC]"),
            Column("host", "str"),
            Column("status_class", "int64", one_of=(0, 2, 3, 4, 5)),
            Column("requests", "int64", minimum=0),
            Column("bytes_sent", "int64", minimum=0),
            Column("request_seconds", "float64", minimum=0),
        ),
        key=("hour", "host", "status_class"),
    ),
    target=FactTrafficHour,
    rollups=(
        Rollup(TrafficDay, by=("day", "status_class"), sums=MEASURES),
        Rollup(TrafficHour, by=("day", "hour"), sums=MEASURES),
    ),
)
def traffic(hours: "DataFrame") -> "DataFrame":
    """Each UTC hour with the day it falls on in the site's zone, so a day may have 23 or 25 of them."""
    facts = hours[["hour", "host", "status_class", *MEASURES]].copy()
    facts.insert(1, "day", hours["hour"].dt.tz_convert(settings.TIME_ZONE).dt.date)
    return facts
