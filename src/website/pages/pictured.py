"""What content pages, articles, events and services share: a lead, an opening picture and blocks below them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.search import index

from website.blocks.body import BodyBlock

from .base import BasePage
from .body import gather
from .picture import OpeningPicturePage

# What elements/portrait.html and elements/landscape.html ask for, so that a list's pictures come in one query.
CARD_RENDITIONS = [
    f"format-{kind}|fill-{size}"
    for kind in ("avif", "webp", "jpeg")
    for size in ("400x500", "680x850", "800x1000", "480x320", "960x640", "1680x1120")
]


class PicturedPage(OpeningPicturePage):
    """A page that opens with a lead and a picture; by default the list it stands in shows it, not the menu."""

    intro = models.TextField(
        _("introduction"), max_length=500, blank=True, help_text=_("One or two sentences under the title, set larger.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    opening_panels = [FieldPanel("intro"), OpeningPicturePage.picture_panel]
    show_in_menus_default = False
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    # The foreign key to another page, where the page type has one; it is fetched with the links of the body.
    link_field = ""
    # Addresses that the list above this page answers itself; a page must not hide behind one.
    taken_slugs: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in self.taken_slugs:
            raise ValidationError({"slug": _("The list above this page uses this address itself. Choose another.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        gather(self, request, self.body, picture="picture", link=self.link_field)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    @property
    def lead(self) -> str:
        return self.intro


def for_cards(pages: QuerySet[Any]) -> QuerySet[Any]:
    """`pages` with what a card shows of each, in two queries whatever their number."""
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=CARD_RENDITIONS)
    listed: QuerySet[Any] = pages.defer_streamfields()  # type: ignore[attr-defined] # a PageQuerySet's
    # As Image.objects.prefetch_renditions does, without a query of its own for the pictures.
    cut = Prefetch("picture__renditions", renditions, to_attr="prefetched_renditions")
    return listed.select_related("locale", "picture").prefetch_related(cut)
