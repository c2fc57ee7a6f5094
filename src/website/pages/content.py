from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.query import PageQuerySet

from .base import BasePage
from .pictured import PicturedPage


class ContentPage(PicturedPage):
    """A page of words and pictures; pages may stand under one another."""

    content_panels = [*BasePage.content_panels, *PicturedPage.opening_panels, FieldPanel("body")]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types = ["website.ContentPage", "website.TeamPage", "website.PriceListPage", "website.FaqPage"]
    template = "website/pages/content.html"
    show_in_menus_default = True

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # An editor who lays out cards has said what leads on from here.
        # Asked of the raw data: going through the blocks would fetch what they name one block at a time.
        has_cards = any(block["type"] == "cards" for block in self.body.raw_data)
        below = [] if has_cards or self.is_leaf() else self._pages_below()
        return super().get_context(request, *args, **kwargs) | {"pages_below": below}

    @property
    def opens_with_hero(self) -> bool:
        """Does the first block take the place of title, introduction and picture?"""
        return bool(self.body) and self.body.raw_data[0]["type"] == "hero"

    def _pages_below(self) -> PageQuerySet:
        """Live pages below this one, each with its introduction as `lead`: one query, whatever their types."""
        types = [model._meta for model in type(self).allowed_subpage_models()]
        introduced = [each.model_name for each in types if any(field.name == "intro" for field in each.fields)]
        introductions = [F(f"{name}__intro") for name in introduced]
        lead = Coalesce(*introductions, Value(""), output_field=TextField())
        return self.get_children().live().annotate(lead=lead)
