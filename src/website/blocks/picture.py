from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PictureField
from .preview import any_picture


class PictureWidth(TextChoices):
    COLUMN = "column", _("As wide as the text")
    WIDE = "wide", _("Wide")
    FULL = "full", _("From edge to edge")


class PictureBlock(blocks.StructBlock):
    """One large photograph."""

    image = PictureField(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    width = blocks.ChoiceBlock(
        label=_("Width"),
        choices=PictureWidth.choices,
        default=PictureWidth.WIDE,
        search_index=False,
        help_text=_("A wide picture leaves the column of the text."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One large photograph with a caption.")
        template = "website/blocks/picture.html"

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"image": any_picture(), "caption": "", "width": "wide"})
