from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from .base import BasePage

# What templates/website/pages/gallery.html and elements/portrait.html ask for, so that it is fetched in one query.
RENDITIONS = [
    "max-1920x1920|format-webp",
    *(f"fill-{size}|format-{kind}" for kind in ("avif", "webp", "jpeg") for size in ("400x500", "800x1000")),
]


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = GalleryPage.objects.child_of(self).live().annotate(number=Count("pictures", distinct=True))
        galleries = list(pages.select_related("locale"))
        covers = GalleryPage.main_pictures(galleries)
        cards = [
            {
                "title": page.title,
                "url": page.get_url(request),
                "line": page.intro,
                "count": page.number,
                "cover": covers.get(page.pk),
            }
            for page in galleries
        ]
        return super().get_context(request, *args, **kwargs) | {"galleries": cards}

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

    @classmethod
    def main_pictures(cls, pages: Sequence[BasePage]) -> dict[int, AbstractImage]:
        first = GalleryPicture.objects.filter(page__in=[page.pk for page in pages])
        first = first.order_by("page_id", "sort_order", "pk").distinct("page_id").select_related("image")
        return {picture.page_id: picture.image for picture in first}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pictures = list(self.pictures.all())
        # A preview holds pictures that are not stored yet; only the stored ones can be fetched together.
        prefetch_related_objects(
            pictures, Prefetch("image", get_image_model().objects.prefetch_renditions(*RENDITIONS))
        )
        return super().get_context(request, *args, **kwargs) | {"pictures": pictures}

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
