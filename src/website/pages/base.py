"""What every page of the site has: a description for search engines, a social picture, its translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page


class BasePage(Page):
    """The abstract parent of every page type."""

    social_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("social picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when somebody shares this page. Without one, the page's main picture is used."),
    )

    show_in_menus_default = True

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

    @property
    def main_picture(self) -> models.Model | None:
        """The picture that stands for this page on cards and in social media."""
        return None

    @property
    def lead(self) -> str:
        """One line that says what the page is about."""
        return self.search_description
