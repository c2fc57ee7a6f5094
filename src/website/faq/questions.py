"""A question and its answer: the page and the block on other pages share them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import expand_db_html

from website.anchors import anchors

ANSWER_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("Question"), max_length=160, help_text=_("As a customer would ask it. Its words become its address.")
    )
    answer = blocks.RichTextBlock(
        label=_("Answer"), features=ANSWER_FEATURES, help_text=_("Begin with the answer; reasons may follow.")
    )

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


class GroupBlock(blocks.StructBlock):
    """Questions about one subject."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=80,
        help_text=_("The subject, for example “Delivery”. Empty where there is one group only."),
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, collapsed=True)

    class Meta:
        icon = "help"
        label = _("Group of questions")
        label_format = "{heading}"


class GroupsBlock(blocks.StreamBlock):
    group = GroupBlock()


@dataclass(frozen=True)
class Question:
    """`anchor` is the id that a link to the question leads to; `answer` is HTML with its links in place."""

    question: str
    answer: SafeString
    anchor: str


@dataclass(frozen=True)
class Group:
    heading: str
    anchor: str
    questions: list[Question]


def questions(values: Iterable[Any]) -> list[Question]:
    """In order, with ids that differ."""
    values = list(values)
    ids = anchors((value["question"] for value in values), prefix="q-")
    return [
        Question(value["question"], _html(value["answer"].source), anchor)
        for value, anchor in zip(values, ids, strict=True)
    ]


def groups(stream: Iterable[Any]) -> list[Group]:
    """The groups of a page's stream, in the editor's order."""
    values = [block.value for block in stream]
    asked = iter(questions(each for value in values for each in value["questions"]))
    ids = anchors(value["heading"] for value in values)
    return [
        Group(value["heading"], anchor, [next(asked) for _each in value["questions"]])
        for value, anchor in zip(values, ids, strict=True)
    ]


def _html(source: str) -> SafeString:
    return mark_safe(expand_db_html(source))  # noqa: S308 -- Wagtail's rich text, cleaned on saving


def faq_page(asked: Iterable[Question]) -> dict[str, Any]:
    """https://schema.org/FAQPage"""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": each.question,
                "acceptedAnswer": {"@type": "Answer", "text": each.answer},
            }
            for each in asked
            if strip_tags(each.answer).strip()
        ],
    }
