from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class OpeningHoursBlock(blocks.StructBlock):
    """The week, with today marked."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    hours = SnippetChooserBlock(
        "website.OpeningHours",
        label=_("Opening hours"),
        required=False,
        help_text=_("Empty: the hours of the site's footer."),
    )

    class Meta:
        icon = "time"
        label = _("Opening hours")
        description = _("The week's opening hours, with today marked.")
        template = "website/blocks/opening_hours.html"
        preview_value: dict[str, Any] = {"heading": "", "hours": None}
