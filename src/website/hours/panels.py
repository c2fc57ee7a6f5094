"""What the edit screen of opening hours adds to Wagtail's own."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel


class TranslationPanel(HelpPanel):
    """Says on a translation that its times do not count. Not shown where the record stands alone."""

    def __init__(self, **options: object) -> None:
        options.setdefault(
            "content",
            _("The times on the site are those of the record in its first language. Here names and messages count."),
        )
        super().__init__(**options)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            if not super().is_shown() or self.instance.pk is None:
                return False
            if self.instance.locale.language_code == settings.LANGUAGE_CODE:
                return False
            return bool(self.instance.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).exists())
