from typing import Any

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model
from wagtail.search import index

from .base import BasePage
from .gallery import GalleryPage


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
        in_albums = _numbers_of_albums(galleries)
        cards = [
            {
                "title": page.title,
                "url": page.get_url(request),
                "line": page.intro,
                "count": in_albums.get(page.collection_id, 0) if page.collection_id else page.number,
                "cover": covers.get(page.pk),
            }
            for page in galleries
        ]
        return super().get_context(request, *args, **kwargs) | {"galleries": cards}

    @property
    def lead(self) -> str:
        return self.intro


def _numbers_of_albums(galleries: list[GalleryPage]) -> dict[int, int]:
    """By collection, how many pictures it holds."""
    collections = {page.collection_id for page in galleries if page.collection_id}
    if not collections:
        return {}
    pictures = get_image_model().objects.filter(collection__in=collections).order_by()
    return dict(pictures.values_list("collection").annotate(Count("pk")))
