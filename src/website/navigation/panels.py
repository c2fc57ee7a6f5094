"""What the edit screen of menus adds to Wagtail's own."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel
from wagtail.models import Page


class UnseenLinksPanel(Panel):
    """Names the links that visitors do not get, and why; not there when they get all."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("heading", gettext_lazy("Not shown to visitors"))
        super().__init__(**options)

    class BoundPanel(Panel.BoundPanel):
        template_name = "website/admin/unseen_links.html"

        def is_shown(self) -> bool:
            if not super().is_shown() or self.instance.pk is None:
                return False
            self.unseen = unseen(self.instance)
            return bool(self.unseen)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"unseen": self.unseen}


def unseen(menus: Any) -> list[tuple[str, str]]:
    """(why, address to edit the page) of each page that `menus` name in vain."""
    pages = Page.objects.filter(pk__in=menus.linked).order_by("path")
    keys = [page.translation_key for page in pages]
    same = Page.objects.filter(translation_key__in=keys, locale=menus.locale, alias_of=None)
    own = {page.translation_key: page for page in same}
    found = []
    for page in pages:
        shown = own.get(page.translation_key)
        names = {"title": page.get_admin_display_title(), "language": menus.locale.get_display_name().lower()}
        if not page.live or (shown and not shown.live):
            why = _("%(title)s: not published")
        elif shown is None:
            why = _("%(title)s: there is no %(language)s version")
        else:
            continue
        found.append((why % names, reverse("wagtailadmin_pages:edit", args=[(shown or page).pk])))
    return found
