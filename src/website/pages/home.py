from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index

from website.blocks.body import BodyBlock

from .base import BasePage
from .body import gather
from .picture import OpeningPicturePage


class HeroLayout(models.TextChoices):
    BESIDE = "beside", _("Words beside the picture")
    FULL = "full", _("Words on the picture, which fills the screen")


class HomePage(OpeningPicturePage):
    """The first page of a language: a hero, then whatever the editor lays out."""

    hero_heading = models.CharField(
        _("heading"),
        max_length=120,
        help_text=_("One line that says what the company does. Up to eight words read best."),
    )
    hero_text = models.TextField(
        _("text"), max_length=400, blank=True, help_text=_("One or two sentences under the heading.")
    )
    hero_layout = models.CharField(
        _("arrangement"),
        max_length=20,
        choices=HeroLayout.choices,
        default=HeroLayout.BESIDE,
        help_text=_("On the picture, the words get as much shade behind them as this picture needs to be read."),
    )
    cta_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("button leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cta_label = models.CharField(_("button text"), max_length=60, blank=True, help_text=_("For example “Visit us”."))
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_heading"),
                FieldPanel("hero_text"),
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldPanel("hero_layout"),
                PageChooserPanel("cta_page"),
                FieldPanel("cta_label"),
            ],
            _("Opening"),
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "website.ContentPage",
        "website.GalleryIndexPage",
        "website.GalleryPage",
        "website.ServicesIndexPage",
        "website.TeamPage",
        "website.PriceListPage",
        "website.FaqPage",
        "website.NewsIndexPage",
        "website.EventIndexPage",
        "website.PlacesIndexPage",
        "website.ContactPage",
        "website.LegalPage",
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_text"), index.SearchField("body")]
    template = "website/pages/home.html"
    show_in_menus_default = False

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        gather(self, request, self.body, picture="picture", link="cta_page")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    @property
    def lead(self) -> str:
        return self.hero_text
