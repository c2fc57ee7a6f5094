"""Site traffic: the request log's hourly rollups into GOLD, and from there the figures per day."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import DecimalField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import FactTrafficHour, TrafficDay, TrafficHour
from gold_bi.sources import Rows, site

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("requests", "bytes_sent", "request_seconds")
MEASURES = {
    "requests": Sum("requests"),
    "bytes_sent": Sum("bytes_sent"),
    # Doubles added in another order differ in the last digit; decimals do not.
    "request_seconds": Sum(Cast("request_seconds", DecimalField(max_digits=20, decimal_places=6))),
}


@flow(
    name="traffic",
    title=_("Site traffic"),
    description=_("What the site served, hour by hour, from the request log."),
    cron="*/5 * * * *",
    owner=_("Webmaster"),
    source=Rows(site.traffic_hours, watermark="revision", tables=("logging_app_traffic_hour",)),
    contract=Contract(
        columns=(
            Column("revision", Kind.WHOLE, minimum=1, meaning=_("Grows with every change; the watermark.")),
            Column("hour", Kind.MOMENT, meaning=_("When the hour begins.")),
            Column("host", Kind.TEXT, meaning=_("The name the visitor asked for.")),
            Column(
                "status_class",
                Kind.WHOLE,
                one_of=(0, 2, 3, 4, 5),
                meaning=_("First digit of the status; 0 where there was none."),
            ),
            Column("requests", Kind.WHOLE, minimum=0, unit=_("requests"), meaning=_("Of people and bots.")),
            Column("bytes_sent", Kind.WHOLE, minimum=0, unit=_("bytes"), meaning=_("Bodies of the answers.")),
            Column(
                "request_seconds",
                Kind.NUMBER,
                minimum=0,
                unit=_("seconds"),
                meaning=_("Spent answering, as nginx measured it."),
            ),
        ),
        key=("hour", "host", "status_class"),
    ),
    target=FactTrafficHour,
    rollups=(
        Rollup(TrafficDay, by={"day": "day", "status_class": "status_class"}, measures=MEASURES),
        Rollup(TrafficHour, by={"day": "day", "hour": "hour"}, measures=MEASURES),
    ),
)
def traffic(hours: "DataFrame") -> "DataFrame":
    """Each UTC hour with the day it falls on in the site's zone, so a day may have 23 or 25 of them."""
    facts = hours[["hour", "host", "status_class", *COLUMNS]].copy()
    facts.insert(1, "day", hours["hour"].dt.tz_convert(settings.TIME_ZONE).dt.date)
    return facts
