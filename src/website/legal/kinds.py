from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalKind(TextChoices):
    """Each value names the files of its text, `texts/<value>.<language>.txt`."""

    PRIVACY = "privacy", _("Privacy policy")
    COOKIES = "cookies", _("Cookies")
    NOTICE = "legal-notice", _("Legal notice")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
