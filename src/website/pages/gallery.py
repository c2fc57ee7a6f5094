from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.images import get_image_model, get_image_model_string
from wagtail.images.models import AbstractImage
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from website.pictures.panel import KnownPictures, PicturesPanel
from website.pictures.shown import RENDITIONS, SOCIAL, Shown, credits_of

from .base import BasePage
from .gallery_form import GalleryForm

PICTURES_A_PAGE = 60


class AlbumOrder(models.TextChoices):
    NEWEST = "newest", _("newest first")
    TITLE = "title", _("by title")


ALBUM_ORDERS = {AlbumOrder.NEWEST: ("-created_at", "-pk"), AlbumOrder.TITLE: ("title", "pk")}


class GalleryPage(BasePage):
    """Pictures in the editor's order, or all of a collection's; a click opens one large."""

    intro = models.TextField(
        _("introduction"), max_length=500, blank=True, help_text=_("Where, when, for whom: one or two sentences.")
    )
    collection = models.ForeignKey(
        "wagtailcore.Collection",
        verbose_name=_("album of a collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Shows every picture of this collection instead of the ones above, and those you add to it later. "
            "Their alternative text is the description they have in the library."
        ),
    )
    collection_order = models.CharField(
        _("order of the album"), max_length=10, choices=AlbumOrder, default=AlbumOrder.NEWEST
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        PicturesPanel(
            "pictures", "image", heading=_("Pictures"), label=_("Picture"), help_text=_("The first one is the cover.")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("collection"), FieldPanel("collection_order")])],
            _("Album"),
            icon="folder-open-1",
        ),
    ]
    parent_page_types = ["website.GalleryIndexPage", "website.HomePage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.RelatedFields("pictures", [index.SearchField("caption"), index.SearchField("alt_text")]),
    ]
    base_form_class = GalleryForm
    template = "website/pages/gallery.html"

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @classmethod
    def main_pictures(cls, pages: Sequence[BasePage]) -> dict[int, AbstractImage]:
        first = GalleryPicture.objects.filter(page__in=[page.pk for page in pages])
        first = first.order_by("page_id", "sort_order", "pk").distinct("page_id").select_related("image")
        covers = {picture.page_id: picture.image for picture in first}
        for page in pages:
            if isinstance(page, cls) and page.collection_id:
                covers.pop(page.pk, None)
        return covers | _covers_of_albums([page for page in pages if isinstance(page, cls) and page.collection_id])

    @property
    def main_picture(self) -> AbstractImage | None:
        """On a screen the first picture shown, which is fetched anyway."""
        return getattr(self, "_first", None) or super().main_picture

    @property
    def items(self) -> QuerySet[Any]:
        """What it shows, in order: pictures of its own, or of the library."""
        if self.collection_id is None:
            return self.pictures.select_related("image")
        pictures = get_image_model().objects.filter(collection=self.collection_id)
        return pictures.order_by(*ALBUM_ORDERS[AlbumOrder(self.collection_order)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            page = Paginator(self.items, PICTURES_A_PAGE).page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404 from error
        pictures = with_renditions(list(page.object_list), page.start_index())
        self._first = pictures[0].image if pictures else None
        return super().get_context(request, *args, **kwargs) | {
            "pictures": pictures,
            "list": page,
            "credits": credits_of(pictures),
            "canonical": self.full_url if page.number == 1 else f"{self.full_url}?page={page.number}",
        }

    @property
    def lead(self) -> str:
        return self.intro


class GalleryPicture(TranslatableMixin, Orderable):
    """One picture of a gallery."""

    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        get_image_model_string(), verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=255, help_text=_("What the picture shows, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=255, blank=True, help_text=_("Small words under the picture."))

    panels = [FieldPanel("image", widget=KnownPictures), FieldPanel("alt_text"), FieldPanel("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery pictures")

    def __str__(self) -> str:
        return self.alt_text


def with_renditions(items: list[Any], first: int = 1) -> list[Shown]:
    """`items` as they are shown, with what was cut of them, in one query; `first` is the place of the first one."""
    images = [item if isinstance(item, get_image_model()) else item.image for item in items]
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=[*RENDITIONS, SOCIAL])
    prefetch_related_objects(images, Prefetch("renditions", renditions, to_attr="prefetched_renditions"))
    return [Shown.of(item, number) for number, item in enumerate(items, first)]


def _covers_of_albums(pages: list[GalleryPage]) -> dict[int, AbstractImage]:
    """One query for each order in use."""
    covers: dict[int, AbstractImage] = {}
    for order, columns in ALBUM_ORDERS.items():
        albums = [page for page in pages if page.collection_order == order]
        if albums:
            pictures = get_image_model().objects.filter(collection__in={page.collection_id for page in albums})
            first = pictures.order_by("collection_id", *columns).distinct("collection_id")
            by_collection = {picture.collection_id: picture for picture in first}
            covers |= {
                page.pk: by_collection[page.collection_id] for page in albums if page.collection_id in by_collection
            }
    return covers
