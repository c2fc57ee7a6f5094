"""What the edit screen of opening hours adds to Wagtail's own."""

from django.conf import settings
from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, InlinePanel


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


class SpansPanel(InlinePanel):
    """The usual week, one line per span."""

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("classname", "opening-spans")
        super().__init__(*args, **options)

    class BoundPanel(InlinePanel.BoundPanel):
        @property
        def media(self) -> Media:
            return super().media + Media(css={"all": ["website/css/opening-hours.css"]})
