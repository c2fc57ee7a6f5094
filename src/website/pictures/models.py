"""The library of pictures: Wagtail's own, plus whose they are."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from .words import suggested_alt


class Picture(AbstractImage):
    """A picture with its credit. Its description says what it shows, unless the place it stands in does."""

    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Who made the picture. Galleries show it with the caption: “Photograph: …”."),
    )
    licence = models.CharField(
        _("licence"), max_length=80, blank=True, help_text=_("If its author asks for it, for example CC BY 4.0.")
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        validators=[URLValidator(["https", "http"])],
        help_text=_("The address of the author or of the original; the credit leads there."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence", "source")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """What a chooser suggests; empty where nothing is known, rather than a camera's file name."""
        return self.description or suggested_alt(self.title)


class PictureRendition(AbstractRendition):
    """A picture cut to a size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
