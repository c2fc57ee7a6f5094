from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosers import PageLinkBlock


class CallToActionBlock(blocks.StructBlock):
    """One question and one button."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=300)
    page = PageLinkBlock(label=_("Button leads to"))
    label = blocks.CharBlock(label=_("Button text"), max_length=60)

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A heading, a sentence and one button. Once a page is enough.")
        template = "website/blocks/call_to_action.html"

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python(
            {
                "heading": str(_("Come and see how we work")),
                "text": str(_("The workshop is open on Saturday mornings.")),
                "page": None,
                "label": str(_("Write to us")),
            }
        )
