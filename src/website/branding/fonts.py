"""The font pairs a brand chooses from; the files and faces are in static/website/fonts/."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FontPair(TextChoices):
    WARM = "warm", _("Warm: Instrument Serif and Instrument Sans")
    ELEGANT = "elegant", _("Elegant: Bodoni Moda and Figtree")
    MODERN = "modern", _("Modern: Bricolage Grotesque and Hanken Grotesk")
