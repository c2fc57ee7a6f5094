from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

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

    def get_preview_value(self) -> RichText:
        heading, words = (
            _("How we work"),
            _("Every piece begins with a board chosen by hand and ends with three coats of oil."),
        )
        return RichText(f"<h2>{heading}</h2><p>{words}</p>")
