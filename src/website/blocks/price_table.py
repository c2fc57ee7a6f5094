from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.prices.entries import EntryBlock, sample_entries
from website.prices.sections import declared


class PriceTableBlock(blocks.StructBlock):
    """A few lines of a price list on any page."""

    heading = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=100, help_text=_("For example “Prices”, “Sunday lunch”.")
    )
    note = blocks.TextBlock(
        label=_("Note"), required=False, max_length=300, rows=2, help_text=_("What holds for all of its lines.")
    )
    entries = blocks.ListBlock(EntryBlock(), label=_("Lines"), min_num=1, max_num=30, collapsed=True)

    class Meta:
        icon = "tag"
        label = _("Price table")
        description = _("Up to thirty lines with their prices. A whole list has a page of its own.")
        template = "website/blocks/price_table.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"allergens": declared(value["entries"])}

    def get_preview_value(self) -> blocks.StructValue:
        return self.to_python({"heading": str(_("For lunch")), "note": "", "entries": sample_entries()})
