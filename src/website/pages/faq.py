from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index

from website.blocks.choosers import chosen
from website.faq.questions import GroupsBlock, faq_page, groups
from website.navigation.around import around

from .base import BasePage

JUMP_FROM = 4  # groups: fewer are seen without links to them


class FaqPage(BasePage):
    """What customers ask again and again, and where to go with what is not there."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))
    groups = StreamField(
        GroupsBlock(),
        verbose_name=_("questions"),
        blank=True,
        help_text=_("Groups by subject. Drag groups and questions: the most asked come first."),
    )
    closing = models.CharField(
        _("closing line"),
        max_length=160,
        blank=True,
        help_text=_("For who has not found an answer: “Is your question not here?”"),
    )
    closing_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("As a rule the contact page."),
    )
    closing_label = models.CharField(
        _("button text"), max_length=60, blank=True, help_text=_("Empty: the title of that page.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("groups"),
        MultiFieldPanel(
            [FieldPanel("closing"), PageChooserPanel("closing_page"), FieldPanel("closing_label")], _("At the end")
        ),
    ]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("groups")]
    template = "website/pages/faq.html"

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("pages of questions and answers")

    @property
    def lead(self) -> str:
        return self.intro

    def clean(self) -> None:
        super().clean()
        if self.closing_page and not self.closing:
            raise ValidationError({"closing": _("Write the line that leads to that page, or take the page out.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Asked first: what the answers link to and where the closing line leads then comes with the menu's pages.
        links = set(chosen(list(self.groups.raw_data), "page"))
        nearby = around(request, self, links | ({self.closing_page_id} if self.closing_page_id else set()))
        self.closing_page = nearby.pages.get(self.closing_page_id)
        asked = groups(self.groups)
        return super().get_context(request, *args, **kwargs) | {
            "groups": asked,
            "jumps": asked if len(asked) >= JUMP_FROM else [],
            "structured_data": faq_page(each for group in asked for each in group.questions) if asked else None,
        }
