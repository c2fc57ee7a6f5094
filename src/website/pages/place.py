from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from website.branding.company import Company
from website.hours.place import Place
from website.snippets.contacts import with_links
from website.snippets.languages import in_readers_language, same_record

from .json_ld import place
from .pictured import PicturedPage


class PlacePage(PicturedPage):
    """One of the company's places: where it is, when it is open, what it looks like."""

    contacts = models.ForeignKey(
        "website.Contacts",
        verbose_name=_("contacts"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("This place's own address, phone and e-mail. Their latitude and longitude make its map exact."),
    )
    opening_hours = models.ForeignKey(
        "website.OpeningHours",
        verbose_name=_("opening hours"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("This place's own hours. Empty: nothing is said of them."),
    )

    content_panels = [
        *PicturedPage.content_panels,
        *PicturedPage.opening_panels,
        MultiFieldPanel([FieldPanel("contacts"), FieldPanel("opening_hours")], _("Where and when")),
        FieldPanel("body"),
    ]
    parent_page_types = ["website.PlacesIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*PicturedPage.search_fields]
    template = "website/pages/place.html"

    class Meta:
        verbose_name = pgettext_lazy("of the company", "place")
        verbose_name_plural = pgettext_lazy("of the company", "places")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        contacts = in_readers_language(same_record(with_links(), self.contacts_id), self.contacts_id)
        hours = Place.of(self.opening_hours_id)
        branch = Company.of(request).branch(contacts, hours)
        return super().get_context(request, *args, **kwargs) | {
            "contacts": contacts,
            "hours": hours,
            "structured_data": place(self, branch, request),
        }
