from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from website.blocks.body import BodyBlock

from .base import BasePage
from .body import gather


class ContentPage(BasePage):
    """A page of words and pictures; pages may stand under one another."""

    intro = models.TextField(
        _("introduction"), max_length=500, blank=True, help_text=_("One or two sentences under the title, set larger.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Opens the page, and stands for it on cards. It is cropped around its focal point."),
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Empty if it only decorates."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Opening picture")),
        FieldPanel("body"),
    ]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types = ["website.ContentPage", "website.TeamPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    picture_field = "picture"
    template = "website/pages/content.html"

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        gather(self, request, self.body, picture="picture")
        # An editor who lays out cards has said what leads on from here.
        has_cards = any(block.block_type == "cards" for block in self.body)
        below = [] if has_cards or self.is_leaf() else self.get_children().live().specific()
        return super().get_context(request, *args, **kwargs) | {"pages_below": below}

    @property
    def lead(self) -> str:
        return self.intro
