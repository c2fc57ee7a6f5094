from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PageLinkBlock, PictureField
from .preview import any_picture

EAGER, LAZY = "website/elements/hero_picture.html", "website/elements/landscape.html"


class HeroLayout(TextChoices):
    EDITORIAL = "editorial", _("A heading over everything, a large picture, the words beside it")
    SPLIT = "split", _("Words and picture side by side")
    FULL = "full", _("Words on the picture, which fills the screen")


class HeroBlock(blocks.StructBlock):
    """A large opening. As the first block of a content page it takes the place of the page's own head."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=90, help_text=_("Up to eight words read best."))
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=300, help_text=_("One or two sentences."))
    image = PictureField(
        label=_("Picture"),
        required=False,
        help_text=_("At least 1600 pixels wide; it is cropped around its focal point. Empty: words only."),
    )
    layout = blocks.ChoiceBlock(
        label=_("Layout"),
        choices=HeroLayout.choices,
        default=HeroLayout.SPLIT,
        help_text=_("On the picture, the words get as much shade behind them as this picture needs to be read."),
    )
    page = PageLinkBlock(label=_("Button leads to"), required=False)
    label = blocks.CharBlock(
        label=_("Button text"), required=False, max_length=60, help_text=_("Empty: the title of that page.")
    )

    class Meta:
        icon = "form"
        label = _("Hero")
        description = _("A large heading with a picture. First on a page, it opens the page. Once is enough.")
        template = "website/blocks/hero.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page: Any = context.get("page")
        opens = getattr(page, "opens_with_hero", False) and page.body[0].value is value
        # What opens a page is fetched first; what stands further down waits until it is near. The cut that the
        # shade is measured on is the smallest the picture is drawn with.
        if opens:
            return context | {"level": "h1", "picture_template": EAGER, "cut": "fill-640x480"}
        return context | {"level": "h2", "picture_template": LAZY, "cut": "fill-480x320"}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python(
            {
                "heading": str(_("Tables made to stay")),
                "text": str(_("Drawn, built and fitted by the same nine people.")),
                "image": any_picture(),
                "layout": "split",
                "page": None,
                "label": "",
            }
        )
