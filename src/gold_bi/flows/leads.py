"""Leads: the website's forms as figures. What was written, and by whom, stays in the inbox."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from gold_bi.contracts import Column, Contract, Kind
from gold_bi.loaders.rollups import Rollup
from gold_bi.models import FactLead, LeadDay, LeadMonth
from gold_bi.sources import Rows, site

from .registry import flow

if TYPE_CHECKING:
    from pandas import DataFrame

ANSWERED = Q(state="answered")
MEASURES = {
    "leads": Count("message", filter=~Q(state="spam")),
    "answered": Count("message", filter=ANSWERED),
    "spam": Count("message", filter=Q(state="spam")),
    "answered_minutes": Sum("answered_minutes", filter=ANSWERED, default=0),
    "timed": Count("answered_minutes", filter=ANSWERED),
}


@flow(
    name="leads",
    title=_("Leads"),
    description=_("What came in by the site’s forms: from which page and campaign, and how soon it was answered."),
    cron="*/10 * * * *",
    owner=_("Marketing"),
    source=Rows(
        site.leads,
        watermark="message",
        tables=(
            "website_message",
            "wagtailcore_page",
            "wagtailcore_locale",
            "wagtailcore_modellogentry",
            "django_content_type",
            "logging_app_day",
            "logging_app_accesslogentry",
            "logging_app_path",
            "logging_app_endpoint",
            "logging_app_campaign",
            "logging_app_referrer",
        ),
    ),
    contract=Contract(
        columns=(
            Column("message", Kind.WHOLE, minimum=1, meaning=_("Its number in the inbox; the watermark.")),
            Column("received_at", Kind.MOMENT, meaning=_("When the form was sent.")),
            Column("page", Kind.TEXT, longest=300, meaning=_("Path of the page with the form.")),
            Column("form", Kind.TEXT, longest=255, meaning=_("Title of the page with the form.")),
            Column("language", Kind.TEXT, longest=20, meaning=_("In which the form was read.")),
            Column("state", Kind.TEXT, one_of=("new", "answered", "spam"), meaning=_("As the inbox has it.")),
            Column(
                "answered_minutes",
                Kind.WHOLE,
                required=False,
                minimum=0,
                unit=_("minutes"),
                meaning=_("Until it was first marked as answered; empty where that was not recorded."),
            ),
            Column(
                "campaign",
                Kind.TEXT,
                longest=300,
                meaning=_("The last one that the visit’s addresses named; empty where none is known."),
            ),
            Column(
                "referrer",
                Kind.TEXT,
                longest=200,
                meaning=_("The site the visit came from; empty where unknown."),
            ),
        ),
        key=("message",),
    ),
    target=FactLead,
    rollups=(
        Rollup(LeadDay, by={"day": "day"}, measures=MEASURES),
        Rollup(
            LeadMonth,
            by={"month": "month", "page": "page", "campaign": "campaign", "referrer": "referrer"},
            measures=MEASURES,
        ),
    ),
    notes=_(
        "Left out: the answers, the sender’s name and address, the visitor’s number. A message does not record its "
        "campaign or referrer: they are those of the request in the log that brought it, of the same visitor in the "
        "six hours before. They stay empty where the log has no such request, or where two people sent the same form "
        "within seconds. Deleting a message in the inbox leaves its row here. Once the log has deleted the month of a "
        "message, its row is settled: a later answer is not counted."
    ),
    stale_after=timedelta(hours=1),
)
def leads(messages: "DataFrame") -> "DataFrame":
    """Each message with the day it falls on in the site's zone."""
    facts = messages.copy()
    facts.insert(2, "day", messages["received_at"].dt.tz_convert(settings.TIME_ZONE).dt.date)
    return facts
