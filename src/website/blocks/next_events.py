from datetime import date, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.events.agenda import Line, agenda
from website.events.schedule import Occurrence
from website.navigation.around import home_path

from .latest_news import HowMany


class NextEventsBlock(blocks.StructBlock):
    """What takes place next, in the reader's language."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100, help_text=_("Empty: “Coming up”."))
    number = blocks.ChoiceBlock(label=_("How many"), choices=HowMany.choices, default=HowMany.THREE, search_index=False)

    class Meta:
        icon = "calendar"
        label = _("Next events")
        description = _("What takes place next, by itself, with a link to all of it.")
        template = "website/blocks/next_events.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page: Any = context.get("page")
        request: Any = context.get("request")
        if page is None:
            return context | {"lines": _samples(), "events_url": ""}
        moment = localtime(now())
        events = apps.get_model("website", "EventPage").objects.live()
        events = events.filter(_perhaps_coming(moment.date()), path__startswith=home_path(request, page))
        events = events.defer_streamfields().select_related("locale").prefetch_related("skipped_days")
        lines = agenda(events, moment, request)[: int(value["number"])]
        return context | {"lines": lines, "events_url": lines[0].url.rsplit("/", 2)[0] + "/" if lines else ""}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"heading": "", "number": "2"})


def _perhaps_coming(today: date) -> Q:
    """Leaves out what is surely over; a repeating event lasts a week at most."""
    once = Q(repeats="") & (Q(first_day__gte=today) | Q(last_day__gte=today))
    open_end = Q(repeats_until=None) | Q(repeats_until__gte=today - timedelta(days=7))
    return once | (~Q(repeats="") & open_end)


def _samples() -> list[Line]:
    when = Occurrence(date(2027, 3, 6), date(2027, 3, 6), time(10), time(12, 30))
    later = Occurrence(date(2027, 3, 20), date(2027, 3, 21))
    return [
        Line(str(_("Saturday at the bench")), str(_("Bring a chair that wobbles.")), "", "", "", when),
        Line(str(_("Open workshop")), str(_("Two days, no appointment.")), "", "", "", later),
    ]
