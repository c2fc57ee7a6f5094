from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set large."""

    text = blocks.TextBlock(
        label=_("Words"), max_length=400, help_text=_("Without quotation marks: the page adds them.")
    )
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=80)
    role = blocks.CharBlock(label=_("Who they are"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A customer's or founder's words, set large.")
        template = "website/blocks/quote.html"

    def get_preview_value(self) -> blocks.StructValue:
        words = str(_("We chose the table, but it was the table that chose the room."))
        return self.to_python({"text": words, "who": "Giulia", "role": str(_("a customer"))})
