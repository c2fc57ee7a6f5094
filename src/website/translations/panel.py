from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from .state import gaps


class TranslationsPanel(Panel):
    """Says on the edit screen which languages are missing or behind; not there when all is well."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("heading", _("Translations"))
        super().__init__(**options)

    class BoundPanel(Panel.BoundPanel):
        template_name = "website/admin/translations_panel.html"

        def is_shown(self) -> bool:
            if not super().is_shown() or self.instance.pk is None:
                return False
            record = self.instance
            model = Page if isinstance(record, Page) else type(record)
            self.gaps = gaps([record.translation_key], model).get(record.translation_key, [])
            return bool(self.gaps)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"gaps": self.gaps}
