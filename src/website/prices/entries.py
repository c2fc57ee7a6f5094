"""A line of a price list, and the blocks that hold lines: the page and the block on other pages share them.

Words are translated; amounts, allergens and remarks are the same in every language, so wagtail-localize copies
them from the original whenever a translation is updated.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from website.blocks.searchable import SearchableStreamBlock

from .allergens import Allergen, Named, Remark, allergens, remarks
from .kinds import PriceKind


class PriceBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label=_("For what"),
        required=False,
        max_length=40,
        help_text=_("For example “glass”, “bottle”, “an hour”. Empty where the line says it all."),
    )
    amount = blocks.DecimalBlock(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=_("In euro, as the customer pays it: with VAT."),
    )

    class Meta:
        icon = "tag"
        label = _("Price")
        form_layout = ["label", "amount"]


class Entry(blocks.StructValue):
    """A line as templates read it."""

    @property
    def amounts(self) -> list[Any]:
        """The prices to show; none where the line says something else."""
        if self["kind"] not in (PriceKind.FIXED, PriceKind.FROM):
            return []
        return [price for price in self["prices"] if price["amount"] is not None]

    @property
    def on_request(self) -> bool:
        return bool(self["kind"] == PriceKind.ON_REQUEST)

    @property
    def allergens(self) -> list[Named]:
        return allergens(self["contains"])

    @property
    def remarks(self) -> list[str]:
        return remarks(self["marks"])


class EntryBlock(blocks.StructBlock):
    """What is sold, in one line, with what it costs."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    description = blocks.TextBlock(
        label=_("Description"),
        required=False,
        max_length=300,
        rows=2,
        help_text=_("What is in it, how long it takes: one line or two."),
    )
    kind = blocks.ChoiceBlock(
        label=_("What it costs"),
        choices=[(kind.value, kind.label) for kind in PriceKind if kind.value],
        required=False,
        default=PriceKind.FIXED,
        search_index=False,
        help_text=_("Empty: nothing is said of the price."),
    )
    prices = blocks.ListBlock(
        PriceBlock(),
        label=_("Prices"),
        max_num=4,
        help_text=_("One, or up to four with what each is for: a glass and a bottle, short hair and long."),
    )
    contains = blocks.MultipleChoiceBlock(
        label=_("Allergens"),
        choices=Allergen.choices,
        required=False,
        default=list,
        search_index=False,
        help_text=_("For food and drink: what Regulation (EU) No 1169/2011 asks you to declare."),
    )
    marks = blocks.MultipleChoiceBlock(
        label=_("Remarks"), choices=Remark.choices, required=False, default=list, search_index=False
    )

    class Meta:
        icon = "list-ul"
        label = _("Line")
        value_class = Entry
        label_format = "{name}"

    def clean(self, value: Any) -> Any:
        """Rows left empty go; raises for a price that says nothing, and for an amount beside “on request”."""
        errors: dict[str, ValidationError] = {}
        cleaned = super().clean(value)
        rows = cleaned["prices"].bound_blocks
        filled = [row for row in rows if row.value["amount"] is not None]
        labelled = any(row.value["label"] and row.value["amount"] is None for row in rows)
        wants_amount = cleaned["kind"] in (PriceKind.FIXED, PriceKind.FROM)
        if wants_amount and (labelled or not filled):
            errors["prices"] = ValidationError(_("Write the amount, or choose “On request”."))
        elif not wants_amount and filled:
            errors["kind"] = ValidationError(_("There is an amount below: choose “This price”, or take it out."))
        elif wants_amount and len(filled) > 1 and not all(row.value["label"] for row in filled):
            errors["prices"] = ValidationError(_("With several prices, say what each is for."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        cleaned["prices"] = blocks.list_block.ListValue(cleaned["prices"].list_block, bound_blocks=filled)
        return cleaned


class SectionBlock(blocks.StructBlock):
    """A part of a price list under its own heading."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80, help_text=_("For example “Starters”, “Colour”."))
    note = blocks.TextBlock(
        label=_("Note"), required=False, max_length=300, rows=2, help_text=_("What holds for all of its lines.")
    )
    entries = blocks.ListBlock(EntryBlock(), label=_("Lines"), min_num=1, collapsed=True)

    class Meta:
        icon = "list-ul"
        label = _("Section")
        label_format = "{heading}"


class SectionsBlock(SearchableStreamBlock):
    section = SectionBlock()


def sample_entries() -> list[dict[str, Any]]:
    """Three lines for the block chooser."""
    return [
        _sample(_("Potato ravioli"), _("Butter, sage, toasted hazelnuts"), [("", "14")], ["gluten", "milk", "nuts"]),
        _sample(_("Garda olive oil cake"), "", [("", "6.50")], ["gluten", "eggs"], ["home_made"]),
        _sample(_("Franciacorta"), "", [(_("glass"), "7"), (_("bottle"), "32")], ["sulphites"]),
    ]


def _sample(name: Any, description: Any, prices: list[Any], contains: list[str], marks: Any = ()) -> dict[str, Any]:
    return {
        "name": str(name),
        "description": str(description),
        "kind": PriceKind.FIXED.value,
        "prices": [{"label": str(label), "amount": Decimal(amount)} for label, amount in prices],
        "contains": contains,
        "marks": list(marks),
    }
