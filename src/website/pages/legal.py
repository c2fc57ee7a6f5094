from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import expand_db_html, get_text_for_indexing
from wagtail.search import index

from website.legal.facts import with_facts
from website.legal.kinds import LegalKind
from website.legal.panels import LegalNotePanel
from website.legal.placeholders import KEYS, blanked, unknown
from website.legal.texts import FEATURES, nobody_introduced, nobody_wrote, standard_text
from website.navigation.around import home_path
from website.pictures.credited import owners

from .base import BasePage


class LegalPage(BasePage):
    """What the law has a company say. A new one is given the text of its kind in its language; editors may rewrite it.

    A text that nobody has touched follows the page's kind and language: so a translation is never in the first
    language, and a kind can be changed.
    """

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=LegalKind.choices,
        help_text=_("A new page is given a finished text of this kind."),
    )
    intro = models.TextField(
        _("introduction"), max_length=500, blank=True, help_text=_("Empty: that of the finished text.")
    )
    body = RichTextField(
        _("text"),
        features=FEATURES,
        blank=True,
        help_text=_(
            "Save with an empty text to get the finished one again. Words in braces become the company's data."
        ),
    )

    shows_credits = models.BooleanField(
        _("list the pictures' credits"),
        default=False,
        help_text=_("Below the text: whose the pictures of this site are, as the library of pictures has it."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        LegalNotePanel(),
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("shows_credits"),
    ]
    parent_page_types = ["website.HomePage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("searched_text")]
    template = "website/pages/legal.html"
    show_in_menus_default = False

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    @property
    def lead(self) -> str:
        return self.intro

    @property
    def changed_at(self) -> datetime | None:
        """When the text that visitors read was last published."""
        return self.last_published_at or self.latest_revision_created_at

    @property
    def searched_text(self) -> str:
        """What the search reads: the data changes after the page was indexed, and nobody looks for braces."""
        return blanked(get_text_for_indexing(self.body))

    def clean(self) -> None:
        super().clean()
        if self.kind in LegalKind:
            standard = standard_text(LegalKind(self.kind), self.locale.language_code)
            if nobody_wrote(self.body):
                self.body = standard.body
            if nobody_introduced(self.intro):
                self.intro = standard.intro
        if wrong := unknown(self.body):
            known = ", ".join(sorted(f"{{{name}}}" for name in KEYS))
            raise ValidationError(
                {
                    "body": _("“%(wrong)s” stands for nothing. Known are: %(known)s")
                    % {"wrong": f"{{{wrong[0]}}}", "known": known}
                }
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        text = mark_safe(with_facts(expand_db_html(self.body), request, self))  # noqa: S308 -- rich text, values escaped
        found = owners(home_path(request, self)) if self.shows_credits else []
        return super().get_context(request, *args, **kwargs) | {"text": text, "owners": found}
