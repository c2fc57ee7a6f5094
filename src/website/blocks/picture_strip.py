from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PictureField
from .pictures import PictureRatio
from .preview import any_picture


class StripPictureBlock(blocks.StructBlock):
    image = PictureField(label=_("Picture"))

    class Meta:
        icon = "image"
        label = _("Picture")


class PictureStripBlock(blocks.StructBlock):
    """Pictures in one long row that leaves the page at its edge; the visitor pushes it along."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    pictures = blocks.ListBlock(StripPictureBlock(), label=_("Pictures"), min_num=4, max_num=12)
    ratio = blocks.ChoiceBlock(
        label=_("Shape"),
        choices=PictureRatio.choices,
        default=PictureRatio.PORTRAIT,
        help_text=_("All pictures of a row are cropped to one shape, around their focal points."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Picture strip")
        description = _("Four to twelve photographs in one row that runs off the page, without captions.")
        template = "website/blocks/picture_strip.html"

    def get_preview_value(self) -> blocks.StructValue:
        pictures = [{"image": any_picture(number)} for number in range(6)]
        return self.to_python({"heading": "", "ratio": "portrait", "pictures": pictures})
