from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PROSE_FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]
NOTE_FEATURES = ["bold", "italic", "link"]


class TextBlock(blocks.RichTextBlock):
    """Running text, in the few shapes the design knows."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings, lists and links.")
        template = "website/blocks/text.html"
        preview_value = (
            "<h2>Come lavoriamo</h2><p>Ogni pezzo comincia da una tavola scelta a mano e finisce con "
            "tre mani d’olio. In mezzo ci sono <b>sei settimane</b> e nessuna fretta.</p>"
        )
