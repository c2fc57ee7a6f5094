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
        preview_value = {
            "text": "Il tavolo l’abbiamo scelto noi, ma è stato lui a scegliere la stanza.",
            "who": "Giulia e Marco",
            "role": "Casa a Fiesole",
        }
