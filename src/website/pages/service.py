from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search import index

from website.navigation.around import around
from website.prices.kinds import PriceKind

from .base import BasePage
from .gallery import GalleryPage, GalleryPicture
from .json_ld import service
from .pictured import CARD_RENDITIONS, PicturedPage, for_cards

GALLERY_PICTURES = 4


class ServicesIndexPage(BasePage):
    """Lists the services under it in the tree's order, each with its picture and price."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ServicePage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/services_index.html"

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        services = for_cards(ServicePage.objects.child_of(self).live()).order_by("path")
        return super().get_context(request, *args, **kwargs) | {"services": list(services)}


class ServicePage(PicturedPage):
    """One thing the company does for its customers, and what it costs."""

    price_kind = models.CharField(
        _("price"), max_length=10, choices=PriceKind.choices, default=PriceKind.ON_REQUEST, blank=True
    )
    price = models.DecimalField(
        _("amount"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In euro, as the customer pays it: with VAT."),
    )
    price_unit = models.CharField(
        _("for what"), max_length=40, blank=True, help_text=_("For example “a chair”, “an hour”. Empty: for all of it.")
    )
    gallery = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("gallery"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its first pictures stand at the foot of this page, with a link to all of them."),
    )

    content_panels = [
        *PicturedPage.content_panels,
        *PicturedPage.opening_panels,
        MultiFieldPanel(
            [FieldPanel("price_kind"), FieldRowPanel([FieldPanel("price"), FieldPanel("price_unit")])], _("Price")
        ),
        FieldPanel("body"),
        PageChooserPanel("gallery", "website.GalleryPage"),
    ]
    parent_page_types = ["website.ServicesIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*PicturedPage.search_fields]
    link_field = "gallery"
    template = "website/pages/service.html"

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def clean(self) -> None:
        super().clean()
        if self.price_kind in (PriceKind.FIXED, PriceKind.FROM) and self.price is None:
            raise ValidationError({"price": _("Write the amount, or choose “On request”.")})
        if self.gallery and self.gallery.specific_class is not GalleryPage:
            raise ValidationError({"gallery": _("This page is not a gallery.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # `gather` has fetched the gallery's translations too: it is shown in the page's own language.
        gallery = around(request, self).counterpart(self.gallery) if self.gallery else None
        return context | {
            "gallery": gallery,
            "pictures": self._pictures(gallery) if gallery else [],
            "structured_data": service(self, request),
        }

    def _pictures(self, gallery: Page) -> list[GalleryPicture]:
        renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=CARD_RENDITIONS)
        cut = Prefetch("image__renditions", renditions, to_attr="prefetched_renditions")
        pictures = GalleryPicture.objects.filter(page_id=gallery.pk).select_related("image").prefetch_related(cut)
        return list(pictures.order_by("sort_order")[:GALLERY_PICTURES])
