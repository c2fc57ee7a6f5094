from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from website.navigation.around import around

from .choosers import PageLinkBlock, PictureField
from .preview import any_picture


@dataclass(frozen=True)
class Card:
    """What one card shows."""

    title: str
    line: str
    url: str
    image: AbstractImage | None
    day: date | None = None


@dataclass(frozen=True)
class Details:
    """What a page has to say of itself."""

    lead: str = ""
    picture: AbstractImage | None = None


class CardBlock(blocks.StructBlock):
    page = PageLinkBlock(label=_("Page"), required=False)
    picture = PictureField(label=_("Picture"), required=False, help_text=_("Empty: the page's own picture."))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80, help_text=_("Empty: the page's title."))
    line = blocks.CharBlock(
        label=_("One line"), required=False, max_length=160, help_text=_("Empty: the page's introduction.")
    )

    class Meta:
        icon = "doc-empty"
        label = _("Card")


class CardsBlock(blocks.StructBlock):
    """Ways into the site: a picture, a title, one line."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=2, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("Two to six links to pages, each with a picture and one line.")
        template = "website/blocks/cards.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request, here = context.get("request"), context.get("page")
        targets = {}
        if request:
            nearby = around(request, here if isinstance(here, Page) else None)
            targets = {each["page"].pk: nearby.counterpart(each["page"]) for each in value["cards"] if each["page"]}
        details = getattr(here, "card_details", {})
        cards = [_card(each, targets, details, request) for each in value["cards"]]
        context["cards"] = [card for card in cards if card.title or card.image]
        return context

    def get_preview_value(self) -> blocks.StructValue:
        words = [(str(_("Tables")), str(_("Made to measure"))), (str(_("Chairs")), str(_("Light and solid")))]
        cards = [
            {"page": None, "picture": any_picture(number), "title": title, "line": line}
            for number, (title, line) in enumerate(words)
        ]
        return self.to_python({"heading": "", "cards": cards})


def _card(value: Any, targets: dict[int, Page | None], details: dict[int, Details], request: Any) -> Card:
    """The editor's words where there are any, else the page's own; a page that is not live gives none."""
    page = targets.get(value["page"].pk) if value["page"] else None
    more = details.get(page.pk, Details()) if page else Details()
    return Card(
        title=value["title"] or (page.title if page else ""),
        line=value["line"] or more.lead,
        url=(page.get_url(request) or "") if page else "",
        image=value["picture"] or more.picture,
    )


def unfinished(raw: Iterable[Any]) -> Iterator[int]:
    """The pages of a stream's cards, by primary key, that must say more of themselves than their title."""
    for block in raw:
        cards = block["value"].get("cards", []) if block["type"] == "cards" else []
        for card in (each.get("value", each) for each in cards):
            picture = (card.get("picture") or {}).get("image")
            if card.get("page") and not (card.get("line") and picture):
                yield card["page"]


def details_of(pages: Iterable[Page]) -> dict[int, Details]:
    """By primary key: each page's own line and picture, fetched per page type."""
    found: dict[int, Details] = {}
    by_type = sorted(pages, key=lambda page: page.content_type_id)
    for page_type, same in groupby(by_type, lambda page: page.specific_class):
        rows = page_type.objects.filter(pk__in=[page.pk for page in same])
        field = getattr(page_type, "picture_field", "")
        specific = list(rows.select_related(field) if field else rows)
        pictures = page_type.main_pictures(specific) if hasattr(page_type, "main_pictures") else {}
        found |= {page.pk: Details(getattr(page, "lead", ""), pictures.get(page.pk)) for page in specific}
    return found
