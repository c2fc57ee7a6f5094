from django.db import models
from django.utils.translation import gettext_lazy as _


class PriceKind(models.TextChoices):
    """How a service or a line of a price list says what it costs."""

    HIDDEN = "", _("Say nothing")
    FIXED = "fixed", _("This price")
    FROM = "from", _("From this price")
    ON_REQUEST = "request", _("On request")
