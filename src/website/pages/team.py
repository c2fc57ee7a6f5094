from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.images import get_image_model, get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from .base import BasePage
from .pictured import CARD_RENDITIONS


class TeamPage(BasePage):
    """The people of the company, in the editor's order."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True, help_text=_("One or two sentences."))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("members", heading=_("People"), label=_("Person")),
    ]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.RelatedFields("members", [index.SearchField("name"), index.SearchField("role")]),
    ]
    template = "website/pages/team.html"

    class Meta:
        verbose_name = _("team page")
        verbose_name_plural = _("team pages")

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        members = list(self.members.all())
        draw_together(members)
        return super().get_context(request, *args, **kwargs) | {"members": members}


class TeamMember(TranslatableMixin, Orderable):
    """One person of the team."""

    page = ParentalKey(TeamPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=80, blank=True, help_text=_("What customers come to them for."))
    words = models.TextField(
        _("a few words"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, as a colleague would say them."),
    )
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Anybody can read it. Empty: not shown."))
    phone = models.CharField(_("phone"), max_length=30, blank=True, help_text=_("With the country code."))
    portrait = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Cropped upright around its focal point: set it on the face."),
    )
    portrait_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Empty: the name beside it is enough."),
    )

    override_translatable_fields = [SynchronizedField("name"), SynchronizedField("phone")]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel("portrait"),
        FieldPanel("portrait_alt"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("person of the team")
        verbose_name_plural = _("people of the team")

    def __str__(self) -> str:
        return self.name


def draw_together(members: "list[TeamMember]") -> None:
    """Fetch the portraits of `members` at once. Some may not be stored yet, as in a preview."""
    pictures = get_image_model().objects.prefetch_renditions(*CARD_RENDITIONS)
    prefetch_related_objects(members, Prefetch("portrait", pictures))
