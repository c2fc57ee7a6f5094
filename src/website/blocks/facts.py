from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class FactBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label=_("Figure"), max_length=16, help_text=_("A number or a year: “1962”, “6 weeks”."))
    label = blocks.CharBlock(label=_("What it is"), max_length=80)

    class Meta:
        icon = "order"
        label = _("Fact")


class FactsBlock(blocks.StructBlock):
    """A few true numbers about the company."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=100)
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), min_num=2, max_num=4)

    class Meta:
        icon = "order"
        label = _("Facts in numbers")
        description = _("Two to four figures with what they mean.")
        template = "website/blocks/facts.html"

    def get_preview_value(self) -> blocks.StructValue:
        facts = [("1962", _("the year we opened")), ("7", _("people at the bench")), ("6", _("weeks for a table"))]
        return self.to_python(
            {"heading": "", "facts": [{"figure": figure, "label": str(label)} for figure, label in facts]}
        )
