from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PictureField
from .preview import any_picture


class PictureRatio(TextChoices):
    LANDSCAPE = "landscape", _("Landscape (3:2)")
    PORTRAIT = "portrait", _("Portrait (4:5)")
    SQUARE = "square", _("Square (1:1)")


class CaptionedPictureBlock(blocks.StructBlock):
    image = PictureField(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture")


class PicturesBlock(blocks.StructBlock):
    """Two to four pictures side by side, cropped alike."""

    pictures = blocks.ListBlock(CaptionedPictureBlock(), label=_("Pictures"), min_num=2, max_num=4)
    ratio = blocks.ChoiceBlock(
        label=_("Shape"),
        choices=PictureRatio.choices,
        default=PictureRatio.PORTRAIT,
        search_index=False,
        help_text=_("All pictures of a row are cropped to one shape, around their focal points."),
    )

    class Meta:
        icon = "table"
        label = _("Pictures side by side")
        description = _("Two to four photographs in one row, cropped alike.")
        template = "website/blocks/pictures.html"

    def get_preview_value(self) -> blocks.StructValue:
        pictures = [{"image": any_picture(number), "caption": ""} for number in range(3)]
        return self.to_python({"ratio": "portrait", "pictures": pictures})
