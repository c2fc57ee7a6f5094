"""What the edit screen of a legal page says above its text."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from .placeholders import PLACEHOLDERS


class LegalNotePanel(HelpPanel):
    """Asks for a lawyer's eye, and lists the placeholders in the page's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"template": "website/admin/legal_note.html"} | options)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            language = self.instance.locale.language_code if self.instance.locale_id else "en"
            known = [(f"{{{each.in_language(language)}}}", each.meaning) for each in PLACEHOLDERS]
            return context | {"placeholders": known}
