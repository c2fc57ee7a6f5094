from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from website.faq.questions import QuestionBlock, faq_page, questions


class FaqBlock(blocks.StructBlock):
    """A few questions with their answers on any page."""

    heading = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=100, help_text=_("For example “Before you order”.")
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=12, collapsed=True)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Up to twelve questions that open on a click. More of them have a page of their own.")
        template = "website/blocks/faq.html"
        script = "website/js/questions.js"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        asked = questions(value["questions"])
        return context | {"questions": asked, "structured": faq_page(asked)}

    def get_preview_value(self) -> blocks.StructValue:
        samples = [
            (_("How long does a table take?"), _("Eight weeks from the day you confirm, ten in December.")),
            (_("Do you deliver?"), _("Within sixty kilometres we bring and fit it ourselves.")),
        ]
        asked = [{"question": str(question), "answer": f"<p>{answer}</p>"} for question, answer in samples]
        return self.to_python({"heading": str(_("Before you order")), "questions": asked})
