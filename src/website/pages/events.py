from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from website.events.agenda import agenda, over

from .base import BasePage
from .calendar_file import calendar_file
from .event import EventPage


class EventIndexPage(RoutablePageMixin, BasePage):
    """Lists the events under it, the next one first; past ones fold away."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.EventPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/event_index.html"

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    @property
    def lead(self) -> str:
        return self.intro

    @path("calendar/")
    def as_calendar(self, request: HttpRequest) -> HttpResponse:
        return calendar_file(self.title, self._events(), request, self.slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        events, moment = list(self._events()), localtime(now())
        coming = agenda(events, moment, request)
        return super().get_context(request, *args, **kwargs) | {
            "coming": coming,
            "past": over(events, moment, request),
            "calendar_url": f"{self.get_url(request)}calendar/",
        }

    def _events(self) -> Any:
        live = EventPage.objects.child_of(self).live().defer_streamfields()
        return live.select_related("locale").prefetch_related("skipped_days")
