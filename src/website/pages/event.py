from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from website.events.schedule import Occurrence, Repeats, Schedule

from .calendar_file import calendar_file
from .json_ld import event
from .pictured import PicturedPage

NEXT_DATES = 6
LONGEST_REPEATED = timedelta(days=6)


class EventPage(RoutablePageMixin, PicturedPage):
    """Something that takes place on a day, or again and again."""

    first_day = models.DateField(_("day"))
    starts = models.TimeField(_("from"), null=True, blank=True, help_text=_("Empty: all day."))
    last_day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only if it ends on another day than it begins.")
    )
    ends = models.TimeField(_("to"), null=True, blank=True)
    repeats = models.CharField(_("repeats"), max_length=20, choices=Repeats.choices, default=Repeats.NEVER, blank=True)
    repeats_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day it may take place. Empty: until you say so.")
    )
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("For example “The workshop”."))
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("Street, number and town. Empty: the company's own.")
    )

    content_panels = [
        *PicturedPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_day"), FieldPanel("starts")]),
                FieldRowPanel([FieldPanel("last_day"), FieldPanel("ends")]),
                FieldRowPanel([FieldPanel("repeats"), FieldPanel("repeats_until")]),
            ],
            _("When"),
        ),
        InlinePanel(
            "skipped_days",
            heading=_("Days it does not take place"),
            label=_("Day"),
            help_text=_("Exceptions to the rule above: holidays, closures."),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("address")], _("Where")),
        *PicturedPage.opening_panels,
        FieldPanel("body"),
    ]
    parent_page_types = ["website.EventIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*PicturedPage.search_fields, index.SearchField("place"), index.FilterField("first_day")]
    taken_slugs = ("calendar",)
    template = "website/pages/event.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.first_day is None:
            return  # the field itself complains
        last = self.last_day or self.first_day
        if last < self.first_day:
            raise ValidationError({"last_day": _("It would end before it begins.")})
        if self.ends and not self.starts:
            raise ValidationError({"starts": _("It has an end but no beginning.")})
        if self.starts and not self.ends and last > self.first_day:
            raise ValidationError({"ends": _("It lasts several days: say when it ends on the last one.")})
        if self.starts and self.ends and last == self.first_day and self.ends <= self.starts:
            raise ValidationError({"ends": _("It would end before it begins. Past midnight, set the last day too.")})
        if self.repeats and last - self.first_day > LONGEST_REPEATED:
            raise ValidationError({"repeats": _("What repeats may last a week at most.")})
        if self.repeats_until and (not self.repeats or self.repeats_until < self.first_day):
            raise ValidationError({"repeats_until": _("Only for what repeats, and not before its first day.")})

    @property
    def schedule(self) -> Schedule:
        first = Occurrence(self.first_day, self.last_day or self.first_day, self.starts, self.ends)
        skipped = frozenset(each.day for each in self.skipped_days.all())
        return Schedule(first, self.repeats, self.repeats_until, skipped)

    @path("calendar/")
    def as_calendar(self, request: HttpRequest) -> HttpResponse:
        return calendar_file(self.title, [self], request, self.slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        schedule = self.schedule
        coming = schedule.coming(localtime(now()), NEXT_DATES)
        shown = coming[0] if coming else schedule.last() or schedule.first
        return context | {
            "coming": coming,
            "shown": shown,
            "calendar_url": f"{self.get_url(request)}calendar/",
            "zone": settings.TIME_ZONE,
            "structured_data": event(self, shown, request),
        }


class SkippedDay(models.Model):
    """A day on which a repeating event does not take place."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="skipped_days")
    day = models.DateField(_("day"))

    panels = [FieldPanel("day")]

    class Meta:
        ordering = ["day"]
        verbose_name = _("skipped day")
        verbose_name_plural = _("skipped days")

    def __str__(self) -> str:
        return self.day.isoformat()
