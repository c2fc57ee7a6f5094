from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from .base import BasePage


class GalleryIndexPage(BasePage):
    """Lists the galleries under it, each by its first picture."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.GalleryPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/gallery_index.html"

    class Meta:
        verbose_name = _("list of galleries")
        verbose_name_plural = _("lists of galleries")

    @property
    def lead(self) -> str:
        return self.intro


class GalleryPage(BasePage):
    """Pictures in the editor's order, opened large by a click."""

    intro = models.TextField(
        _("introduction"), max_length=500, blank=True, help_text=_("Where, when, for whom: one or two sentences.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("pictures", heading=_("Pictures"), label=_("Picture"), help_text=_("The first one is the cover.")),
    ]
    parent_page_types = ["website.GalleryIndexPage", "website.HomePage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.RelatedFields("pictures", [index.SearchField("caption"), index.SearchField("alt_text")]),
    ]
    template = "website/pages/gallery.html"

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @property
    def main_picture(self) -> Any:
        first = self.pictures.first()
        return first.image if first else None

    @property
    def lead(self) -> str:
        return self.intro


class GalleryPicture(TranslatableMixin, Orderable):
    """One picture of a gallery."""

    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=255, help_text=_("What the picture shows, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=255, blank=True, help_text=_("Small words under the picture."))

    panels = [FieldPanel("image"), FieldPanel("alt_text"), FieldPanel("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery pictures")

    def __str__(self) -> str:
        return self.alt_text
