"""The file of a logo or an icon in the settings, with the one there is to look at."""

from typing import Any

from django.forms import ClearableFileInput
from django.utils.translation import gettext_lazy as _


class PictureFileInput(ClearableFileInput):
    template_name = "website/admin/picture_file_input.html"
    clear_checkbox_label = _("Remove it")  # type: ignore[assignment] # lazy, as Django's own

    def __init__(self, attrs: dict[str, Any] | None = None, on_dark: bool = False) -> None:
        super().__init__(attrs)
        self.on_dark = on_dark

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["on_dark"] = self.on_dark
        return context
