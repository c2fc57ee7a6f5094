from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string

from .base import BasePage


class OpeningPicturePage(BasePage):
    """A page with a picture that opens it, and stands for it on cards."""

    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Opens the page, and stands for it on cards. It is cropped around its focal point."),
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Empty if it only decorates."),
    )

    picture_panel = MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Opening picture"))
    picture_field = "picture"

    class Meta:
        abstract = True
