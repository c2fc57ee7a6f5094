from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from .preview import any_image


@dataclass(frozen=True)
class Card:
    """What one card shows."""

    title: str
    line: str
    url: str
    image: AbstractImage | None


class CardBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    picture = ImageBlock(label=_("Picture"), required=False, help_text=_("Empty: the page's own picture."))
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
        pages = _in_readers_language([card["page"] for card in value["cards"] if card["page"]])
        pictures = _main_pictures(list(pages.values()))
        request = context.get("request")
        context["cards"] = [
            card
            for card in (_card(each, pages, pictures, request) for each in value["cards"])
            if card.title or card.image
        ]
        return context

    def get_preview_value(self) -> blocks.StructValue:
        words = [(str(_("Tables")), str(_("Made to measure"))), (str(_("Chairs")), str(_("Light and solid")))]
        cards = [
            {"page": None, "picture": any_image(number), "title": title, "line": line}
            for number, (title, line) in enumerate(words)
        ]
        return self.to_python({"heading": ""}) | {"cards": cards}


def _card(value: Any, pages: dict[Any, Page], pictures: dict[int, AbstractImage], request: Any) -> Card:
    """The editor's words where there are any, else the page's own; a page that is not live gives none."""
    page = pages.get(value["page"].translation_key) if value["page"] else None
    return Card(
        title=value["title"] or (page.title if page else ""),
        line=value["line"] or getattr(page, "lead", ""),
        url=(page.get_url(request) or "") if page else "",
        image=value["picture"] or (pictures.get(page.pk) if page else None),
    )


def _in_readers_language(chosen: Sequence[Page]) -> dict[Any, Page]:
    """By translation key, each live page in the reader's language, or else as it was chosen."""
    if not chosen:
        return {}
    keys, language = [page.translation_key for page in chosen], get_language()
    same = Page.objects.live().filter(translation_key__in=keys).select_related("locale").specific()
    chosen_pks = {page.pk for page in chosen}
    found: dict[Any, Page] = {}
    for page in same:
        if page.locale.language_code == language or (page.pk in chosen_pks and page.translation_key not in found):
            found[page.translation_key] = page
    return found


def _main_pictures(pages: list[Page]) -> dict[int, AbstractImage]:
    pictures: dict[int, AbstractImage] = {}
    for page_type, same in groupby(sorted(pages, key=lambda page: page.__class__.__name__), key=type):
        if hasattr(page_type, "main_pictures"):
            pictures |= page_type.main_pictures(list(same))
    return pictures
