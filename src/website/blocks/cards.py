from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class CardValue(blocks.StructValue):
    """What the card shows: the editor's words where there are any, else the page's own."""

    @property
    def target(self) -> Any:
        """The page in the reader's language, or None."""
        page = self.get("page")
        return page.specific.localized if page else None

    @property
    def heading(self) -> str:
        return self.get("title") or (self.target.title if self.target else "")

    @property
    def sentence(self) -> str:
        return self.get("line") or getattr(self.target, "lead", "")

    @property
    def image(self) -> Any:
        return self.get("picture") or getattr(self.target, "main_picture", None)


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
        value_class = CardValue


class CardsBlock(blocks.StructBlock):
    """Ways into the site: a picture, a title, one line."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=2, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("Two to six links to pages, each with a picture and one line.")
        template = "website/blocks/cards.html"
