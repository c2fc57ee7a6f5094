"""What every page of the site has: a description for search engines, a social picture, its translations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction

from website.blocks.cards import Details
from website.search.languages import search_slugs
from website.translations.panel import TranslationsPanel


class BasePage(Page):
    """The abstract parent of every page type."""

    social_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("social picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when somebody shares this page. Without one, the page's main picture is used."),
    )

    show_in_menus_default = True

    content_panels = [TranslationsPanel(), *Page.content_panels]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("social_image")], _("When shared")),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("For site menus")),
    ]

    class Meta:
        abstract = True

    # The foreign key that holds the page type's own picture, where it has one.
    picture_field = ""

    @classmethod
    def main_pictures(cls, pages: "Sequence[BasePage]") -> dict[int, AbstractImage]:
        """By primary key, the picture that stands for each of `pages` (all of this type); one query at most."""
        if not cls.picture_field:
            return {}
        return {page.pk: picture for page in pages if (picture := getattr(page, cls.picture_field))}

    @property
    def main_picture(self) -> AbstractImage | None:
        """The picture that stands for this page on cards and in social media."""
        return self.main_pictures([self]).get(self.pk)

    @property
    def lead(self) -> str:
        """One line that says what the page is about."""
        return self.search_description

    # What the pages that this page's cards lead to say of themselves, by primary key.
    card_details: Mapping[int, Details] = {}

    # What the way to this page has shown already: nobody has limited who may read it, here or above.
    known_to_be_open = False

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Wagtail's, without its two queries where the answer is known."""
        if self.known_to_be_open:
            return PageViewRestriction.objects.none()
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def clean(self) -> None:
        super().clean()
        if self.slug in search_slugs():
            raise ValidationError({"slug": _("The site's search uses this address itself. Choose another.")})

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Wagtail's entry, and the page's translations beside it."""
        entries = super().get_sitemap_urls(request)
        translations = self.get_translations(inclusive=True).live().select_related("locale")
        alternates = [
            {"location": page.get_full_url(request), "lang_code": page.locale.language_code} for page in translations
        ]
        return [entry | {"alternates": alternates} for entry in entries]
