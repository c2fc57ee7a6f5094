"""The panel of the brand's settings that shows the site as it would be."""

from typing import Any

from django.forms import Media
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class BrandPreviewPanel(Panel):
    """A phone and a desktop beside the form, and why its colours were adjusted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(heading=kwargs.pop("heading", _("How it looks")), **kwargs)
        self.classname = "brand-preview-panel"

    class BoundPanel(Panel.BoundPanel):
        template_name = "website/admin/brand_preview.html"

        @property
        def media(self) -> Media:
            return Media(
                css={"all": [static("website/css/brand-preview.css")]},
                js=[static("website/js/brand-preview.js")],
            )

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from .preview import PREVIEWED, both_themes  # models import this module

            context: dict[str, Any] = super().get_context_data(parent_context)
            site = self.instance.site_id
            return context | {
                "page_url": reverse("brand_preview", args=[site, "THEME"]),
                "reasons_url": reverse("brand_reasons", args=[site]),
                "fields": " ".join(PREVIEWED),
                **both_themes(self.instance),
            }
