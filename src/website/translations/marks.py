"""Marks beside the pages of the explorer and the records of a list."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import BaseButton
from wagtail.models import Page, TranslatableMixin

from .state import Gap, gaps


class GapMark(BaseButton):
    """One language of one row, leading to its remedy."""

    template_name = "website/admin/translation_mark.html"

    def __init__(self, gap: Gap, title: str) -> None:
        label = _("%(gap)s: %(remedy)s “%(title)s”") % {"gap": gap.words, "remedy": gap.remedy, "title": title}
        super().__init__(gap.words, gap.url, attrs={"aria-label": label}, priority=10)


def mark_page(page: Page, user: Any, next_url: str | None = None) -> Iterator[GapMark]:
    """For Wagtail's hook register_page_listing_buttons."""
    if page.is_root():
        return
    for gap in _kept(page, user, Page.objects.filter(path__startswith=page.path[: -Page.steplen], depth=page.depth)):
        yield GapMark(gap, page.get_admin_display_title())


def mark_record(snippet: models.Model, user: Any, next_url: str | None = None) -> Iterator[GapMark]:
    """For Wagtail's hook register_snippet_listing_buttons."""
    if isinstance(snippet, TranslatableMixin):
        for gap in _kept(snippet, user, type(snippet)._default_manager.all()):
            yield GapMark(gap, str(snippet))


def _kept(record: Any, user: Any, neighbours: Any) -> list[Gap]:
    """Rows ask one by one; the first asks for all that stand beside it. A user object lives as long as its request."""
    model = Page if isinstance(record, Page) else type(record)
    if not hasattr(user, "_translation_gaps"):
        user._translation_gaps = {}
    kept: dict[Any, list[Gap]] = user._translation_gaps
    if record.translation_key not in kept:
        keys = {record.translation_key, *neighbours.values_list("translation_key", flat=True)}
        kept |= {key: [] for key in keys} | gaps(keys, model)
    return kept[record.translation_key]
