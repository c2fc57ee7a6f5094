from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .choosers import PictureField
from .preview import any_picture


class SlideBlock(blocks.StructBlock):
    image = PictureField(label=_("Picture"), required=False)
    text = blocks.TextBlock(
        label=_("Words"),
        required=False,
        max_length=240,
        help_text=_("With a picture: its caption. Without: somebody's words, set large, without quotation marks."),
    )
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=80)

    class Meta:
        icon = "image"
        label = _("Slide")


class CarouselBlock(blocks.StructBlock):
    """A few pictures, or a few quotes, one after the other: a row to push along, with buttons where scripts run."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, help_text=_("It also names the carousel."))
    slides = blocks.ListBlock(SlideBlock(), label=_("Slides"), min_num=2, max_num=8)
    moves = blocks.BooleanBlock(
        label=_("Moves on by itself"),
        required=False,
        help_text=_(
            "Every seven seconds, until the visitor points at it or stops it. It never moves for those who have "
            "asked their device for less motion."
        ),
    )

    class Meta:
        icon = "sliders"
        label = _("Carousel")
        description = _("Two to eight pictures, or quotes, one at a time. Most visitors see only the first.")
        template = "website/blocks/carousel.html"
        script = "website/js/carousel.js"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be half made
            return cleaned
        pictured = [bool(slide["image"]) for slide in cleaned["slides"]]
        if any(pictured) and not all(pictured):
            raise _wrong_slides(_("Either every slide has a picture, or none has."))
        if not any(pictured) and not all(slide["text"] for slide in cleaned["slides"]):
            raise _wrong_slides(_("A slide without a picture needs words."))
        return cleaned

    def get_preview_value(self) -> blocks.StructValue:
        slides = [{"image": any_picture(number), "text": "", "who": ""} for number in range(3)]
        return self.to_python({"heading": str(_("From drawing to room")), "slides": slides, "moves": False})


def _wrong_slides(words: Any) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={"slides": ValidationError(words)})
