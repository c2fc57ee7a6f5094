from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PreviewableMixin, Site, TranslatableMixin

from website.blocks.choosers import chosen
from website.translations.panel import TranslationsPanel

from .blocks import ColumnsBlock, HeaderBlock
from .panels import UnseenLinksPanel


class Menus(PreviewableMixin, TranslatableMixin, models.Model):
    """What an editor arranged for one site in one language; without it the page tree makes the menu.

    Its pages are those of the language it was arranged in first: `website.navigation.arranged` follows their
    translations.
    """

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    header = StreamField(
        HeaderBlock(),
        verbose_name=_("header"),
        blank=True,
        help_text=_("Drag to put them in order. Where they find no room, all of them move into the phone's menu."),
    )
    button_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("button leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("What you most want visitors to do, for example to book or to write. Empty: no button."),
    )
    button_label = models.CharField(
        _("button text"), max_length=24, blank=True, help_text=_("Two words are best. Empty: the page's title.")
    )
    footer = StreamField(
        ColumnsBlock(),
        verbose_name=_("footer columns"),
        blank=True,
        help_text=_("They follow where, when and how to reach you."),
    )

    panels = [
        TranslationsPanel(),
        UnseenLinksPanel(),
        FieldPanel("header"),
        MultiFieldPanel([PageChooserPanel("button_page"), FieldPanel("button_label")], _("Button in the header")),
        FieldPanel("footer"),
        FieldPanel("site"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menus")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale"],
                name="website_menus_site",
                violation_error_message=_("This site already has menus in this language: edit those."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Menus of %(site)s") % {"site": self.site.site_name or self.site.hostname})

    @property
    def linked(self) -> set[int]:
        """The primary keys of every page it names, of whatever language."""
        named = {*chosen(self.header.raw_data, "page"), *chosen(self.footer.raw_data, "page")}
        return named | ({self.button_page_id} if self.button_page_id else set())

    @property
    def home(self) -> Page:
        """The first page of these menus' language."""
        home: Page = self.site.root_page.get_translation_or_none(self.locale) or self.site.root_page
        return home

    @property
    def full_url(self) -> str | None:
        """Where a preview pretends to be."""
        return self.home.full_url

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The first page with these menus around it."""
        request._menus = self  # type: ignore[attr-defined] # see around()
        answer: Any = self.home.specific.serve(request)
        return answer
