from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from website.hours.place import Place
from website.snippets.contacts import Contacts
from website.snippets.languages import in_readers_language, same_records
from website.snippets.opening_hours import with_spans

from .base import BasePage
from .pictured import for_cards
from .place import PlacePage

PLACES_A_PAGE = 12


@dataclass(frozen=True)
class Branch:
    """A place as its list shows it, in the reader's language."""

    page: PlacePage
    url: str
    contacts: Contacts | None
    hours: Place | None


class PlacesIndexPage(BasePage):
    """Lists the company's places in the tree's order, each with its address and whether it is open now."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.PlacePage"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    template = "website/pages/places_index.html"

    class Meta:
        verbose_name = _("list of places")
        verbose_name_plural = _("lists of places")

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        places = for_cards(PlacePage.objects.child_of(self).live()).order_by("path")
        try:
            shown = Paginator(places, PLACES_A_PAGE).page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404 from error
        further = f"?page={shown.number}" if shown.number > 1 else ""
        return super().get_context(request, *args, **kwargs) | {
            "branches": branches(list(shown), request),
            "places": shown,
            "canonical": f"{self.full_url}{further}",
        }


def branches(pages: Sequence[PlacePage], request: HttpRequest) -> list[Branch]:
    """`pages` with their contacts and hours; two queries whatever their number."""
    contacts = same_records(Contacts.objects.all(), {page.contacts_id for page in pages})
    hours = same_records(with_spans(), {page.opening_hours_id for page in pages if page.opening_hours_id})
    return [
        Branch(
            page,
            page.get_url(request) or "",
            in_readers_language(contacts[page.contacts_id], page.contacts_id),
            Place.among(hours.get(page.opening_hours_id, [])),
        )
        for page in pages
    ]
