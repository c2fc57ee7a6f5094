from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from website.prices.entries import SectionsBlock
from website.prices.sections import declared, sections
from website.prices.structured_data import catalogue, menu

from .base import BasePage
from .json_ld import price_list

JUMP_FROM = 4  # sections: fewer are seen without links to them


class Selling(models.TextChoices):
    MENU = "menu", _("Food and drink")
    OFFERS = "offers", _("Goods, work, time")


class PriceListPage(BasePage):
    """What the company sells and for how much: a restaurant's menu, a hairdresser's or a workshop's prices."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))
    selling = models.CharField(
        _("what is sold"),
        max_length=10,
        choices=Selling.choices,
        default=Selling.OFFERS,
        help_text=_("Search engines are told of a menu or of an offer; food and drink ask for their allergens."),
    )
    sections = StreamField(
        SectionsBlock(),
        verbose_name=_("sections"),
        blank=True,
        help_text=_("Drag sections and lines into the order in which they are read."),
    )
    note = models.TextField(
        _("note"),
        max_length=500,
        blank=True,
        help_text=_("Stands at the foot: cover charge, VAT, until when the prices hold."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("selling"),
        FieldPanel("sections"),
        FieldPanel("note"),
    ]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("sections"),
        index.SearchField("note"),
    ]
    template = "website/pages/price_list.html"

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = sections(self.sections)
        describe = menu if self.selling == Selling.MENU else catalogue
        return super().get_context(request, *args, **kwargs) | {
            "sections": parts,
            "jumps": parts if len(parts) >= JUMP_FROM else [],
            "allergens": declared(entry for part in parts for entry in part.entries),
            "structured_data": price_list(self, request, describe(parts)) if parts else None,
        }
