from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class MapLinkBlock(blocks.StructBlock):
    """An address, how to get there, and a still that opens the map: nothing is loaded before."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    contacts = SnippetChooserBlock(
        "website.Contacts",
        label=_("Contacts"),
        required=False,
        help_text=_("Whose address. Empty: that of the site's footer."),
    )
    address = blocks.CharBlock(
        label=_("Or another address"),
        required=False,
        max_length=160,
        help_text=_("Street, number and town, for example of a fair. It comes in the place of the contacts."),
    )
    text = blocks.TextBlock(
        label=_("How to get there"),
        required=False,
        max_length=400,
        help_text=_("Parking, bus, steps at the entrance. Up to three sentences read best."),
    )

    class Meta:
        icon = "site"
        label = _("Map link")
        description = _("An address with directions. The map is loaded only when somebody opens it.")
        template = "website/blocks/map_link.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if cleaned["contacts"] and cleaned["address"]:
            error = ValidationError(_("Choose contacts or write an address, not both."))
            raise blocks.StructBlockValidationError({"address": error})
        return cleaned

    def get_preview_value(self) -> blocks.StructValue:
        raw: dict[str, Any] = {
            "heading": "",
            "contacts": None,
            "address": str(_("Piazza del Duomo, Como")),
            "text": str(_("Five minutes on foot from the station. The car park is behind the building.")),
        }
        return self.to_python(raw)
