from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

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
        below = [] if has_cards or self.is_leaf() else list(self._pages_below())
        return super().get_context(request, *args, **kwargs) | {"pages_below": below}

    def _pages_below(self) -> QuerySet[Page]:
        """With the `lead` of each, in one query whatever their types."""
        models = [model for model in self.allowed_subpage_models() if hasattr(model, "intro")]
        leads = Coalesce(*(f"{model._meta.model_name}__intro" for model in models), Value(""))
        pages: QuerySet[Page] = self.get_children().live().select_related("locale").annotate(lead=leads)
        return pages

    @property
    def opens_with_hero(self) -> bool:
        """Does the first block take the place of title, introduction and picture?"""
        return bool(self.body) and self.body.raw_data[0]["type"] == "hero"
