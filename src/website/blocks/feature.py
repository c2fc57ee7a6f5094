from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PageLinkBlock, PictureField
from .preview import any_picture
from .text import NOTE_FEATURES


class Side(TextChoices):
    LEFT = "left", _("Picture on the left")
    RIGHT = "right", _("Picture on the right")


class FeatureBlock(blocks.StructBlock):
    """A picture beside a heading and a few words: the editorial spread."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=NOTE_FEATURES, help_text=_("A short paragraph or two."))
    image = PictureField(label=_("Picture"))
    side = blocks.ChoiceBlock(label=_("Layout"), choices=Side.choices, default=Side.LEFT, search_index=False)
    page = PageLinkBlock(label=_("Link to"), required=False)
    link_label = blocks.CharBlock(label=_("Link text"), required=False, max_length=60)

    class Meta:
        icon = "doc-full"
        label = _("Picture and text")
        description = _("A tall picture beside a heading and a paragraph.")
        template = "website/blocks/feature.html"

    def get_preview_value(self) -> blocks.StructValue:
        words = _("Oak, walnut and chestnut from sawmills we know by name.")
        heading = str(_("Wood comes first"))
        return self.to_python(
            {"heading": heading, "text": f"<p>{words}</p>", "image": any_picture(1), "side": "left", "page": None}
        )
