"""Pages, the campaigns and sites that bring visitors, and what went live when. From the log's days and the history."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import (
    ArrivalDay,
    ArrivalMonth,
    FactArrival,
    FactPage,
    FactPublishing,
    PageDay,
    PageMonth,
    PublishingDay,
    PublishingMonth,
)
from gold_bi.sources import Rows, site

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

REVISION = Column("revision", Kind.WHOLE, minimum=1, meaning=_("Grows with every change; the watermark."))
DAY = Column("day", Kind.DAY, meaning=_("In the site’s time zone."))
VIEWS = Column("views", Kind.WHOLE, minimum=0, unit=_("views"), meaning=_("What people, not bots, got of pages."))
VISITS = Column("visits", Kind.WHOLE, minimum=0, unit=_("visits"), meaning=_("Distinct visitors of the day."))
PAGE_MEASURES = {name: Sum(name) for name in ("views", "visits", "client_errors", "server_errors")}
ARRIVAL_MEASURES = {name: Sum(name) for name in ("views", "visits")}


@flow(
    name="pages",
    title=_("Pages"),
    description=_("What visitors saw of each page, and what went wrong there, day by day."),
    cron="*/5 * * * *",
    owner=_("Marketing"),
    source=Rows(
        site.pages, watermark="revision", tables=("logging_app_day", "logging_app_pathday", "logging_app_path")
    ),
    contract=Contract(
        columns=(
            REVISION,
            DAY,
            Column("page", Kind.TEXT, longest=300, meaning=_("Its path; empty for all that is none.")),
            VIEWS,
            VISITS,
            Column("client_errors", Kind.WHOLE, minimum=0, unit=_("requests"), meaning=_("Status 400 to 499.")),
            Column("server_errors", Kind.WHOLE, minimum=0, unit=_("requests"), meaning=_("Status 500 to 599.")),
        ),
        key=("day", "page"),
    ),
    target=FactPage,
    rollups=(
        Rollup(PageDay, by={"day": "day"}, measures=PAGE_MEASURES),
        Rollup(PageMonth, by={"month": "month", "page": "page"}, measures=PAGE_MEASURES),
    ),
    notes=_(
        "Visits are the visitors of one day, and are added up: whoever comes on two days counts twice, since nobody "
        "can tell. Addresses that nobody got a page of are one row. There is nothing about a single visitor."
    ),
)
def pages(rows: "DataFrame") -> "DataFrame":
    return rows[["day", "page", *PAGE_MEASURES]]


@flow(
    name="campaigns",
    title=_("Campaigns and referrers"),
    description=_("Which campaigns and which other sites brought visitors, day by day."),
    cron="*/5 * * * *",
    owner=_("Marketing"),
    source=Rows(
        site.arrivals,
        watermark="revision",
        tables=(
            "logging_app_day",
            "logging_app_campaignday",
            "logging_app_campaign",
            "logging_app_referrerday",
            "logging_app_referrer",
        ),
    ),
    contract=Contract(
        columns=(
            REVISION,
            DAY,
            Column(
                "way",
                Kind.TEXT,
                one_of=("campaign", "search", "social", "mail", "assistant", "spam", "other"),
                meaning=_("A campaign, or the kind of site that linked here."),
            ),
            Column("source", Kind.TEXT, longest=200, meaning=_("utm_source, or the other site.")),
            Column("medium", Kind.TEXT, longest=200, meaning=_("utm_medium.")),
            Column("campaign", Kind.TEXT, longest=200, meaning=_("utm_campaign.")),
            VIEWS,
            VISITS,
        ),
        key=("day", "way", "source", "medium", "campaign"),
    ),
    target=FactArrival,
    rollups=(
        Rollup(ArrivalDay, by={"day": "day", "way": "way"}, measures=ARRIVAL_MEASURES),
        Rollup(
            ArrivalMonth,
            by={"month": "month", "way": "way", "source": "source", "medium": "medium", "campaign": "campaign"},
            measures=ARRIVAL_MEASURES,
        ),
    ),
    notes=_(
        "A visit whose address names a campaign and that came by a link of another site counts as both: compare rows "
        "of one way only. The log’s days do not say which page a campaign led to. Visits without either are not here."
    ),
)
def campaigns(rows: "DataFrame") -> "DataFrame":
    return rows[["day", "way", "source", "medium", "campaign", *ARRIVAL_MEASURES]]


@flow(
    name="publishing",
    title=_("Publishing"),
    description=_("Which pages went live, changed, or were taken off the site, and when."),
    cron="*/10 * * * *",
    owner=_("Editors"),
    source=Rows(site.publishing, tables=("wagtailcore_pagelogentry", "wagtailcore_page", "wagtailcore_locale")),
    contract=Contract(
        columns=(
            Column("event", Kind.WHOLE, minimum=1, meaning=_("Its number in the website’s own history.")),
            Column("happened_at", Kind.MOMENT, meaning=_("When it was done.")),
            Column("what", Kind.TEXT, one_of=("new", "changed", "removed"), meaning=_("What was done to the page.")),
            Column("page", Kind.TEXT, longest=300, meaning=_("Its path; empty once it is deleted.")),
            Column("title", Kind.TEXT, longest=255, meaning=_("As it is called now.")),
            Column("language", Kind.TEXT, longest=20, meaning=_("Code of the page’s language.")),
        ),
        key=("event",),
    ),
    target=FactPublishing,
    rollups=(
        Rollup(PublishingDay, by={"day": "day", "what": "what"}, measures={"events": Count("*")}),
        Rollup(PublishingMonth, by={"month": "month", "what": "what"}, measures={"events": Count("*")}),
    ),
    notes=_("Who published is left out. Every run reads the whole history, and changes what differs."),
    stale_after=timedelta(hours=1),
)
def publishing(events: "DataFrame") -> "DataFrame":
    """Each event with the day it falls on in the site's zone."""
    facts = events.copy()
    facts.insert(2, "day", events["happened_at"].dt.tz_convert(settings.TIME_ZONE).dt.date)
    return facts
