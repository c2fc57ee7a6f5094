"""In which languages a page or a record is missing, unfinished or behind, and where an editor puts that right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

MISSING, HIDDEN, UNFINISHED, OUTDATED = "missing", "hidden", "unfinished", "outdated"
WORDS = {
    MISSING: _("%(language)s is missing"),
    HIDDEN: _("%(language)s is not published"),
    UNFINISHED: _("%(language)s is not finished"),
    OUTDATED: _("%(language)s is outdated"),
}
REMEDIES = {
    MISSING: _("Translate"),
    HIDDEN: _("Look at it"),
    UNFINISHED: _("Finish the translation"),
    OUTDATED: _("Update"),
}


@dataclass(frozen=True)
class Gap:
    """What is wrong with one language of one record; `url` leads to the remedy."""

    state: str
    language: Locale
    url: str

    @property
    def words(self) -> str:
        return str(WORDS[self.state]) % {"language": self.language.get_display_name()}

    @property
    def remedy(self) -> str:
        return str(REMEDIES[self.state])


def gaps(keys: Iterable[UUID], model: type[TranslatableMixin] = Page) -> dict[UUID, list[Gap]]:
    """By translation key; what is complete in every language of the site is not in it. Three queries."""
    keys = list(keys)
    records: dict[UUID, dict[int, Any]] = defaultdict(dict)
    for record in _records(model, keys):
        records[record.translation_key][record.locale_id] = record
    translations = {(each.source.object_id, each.target_locale_id): each for each in _translations(keys)}
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    languages = list(Locale.objects.filter(language_code__in=codes).order_by("pk"))
    found = {}
    for key, same in records.items():
        first = original(same.values())
        others = [each for each in languages if each.pk != first.locale_id]
        mine = [_gap(first, same.get(each.pk), each, translations.get((key, each.pk))) for each in others]
        if known := [gap for gap in mine if gap]:
            found[key] = known
    return found


def original(same: Iterable[Any]) -> Any:
    """Of a record's languages the one the others are translated from: the site's first, if it has its own words."""
    written = [each for each in same if not getattr(each, "alias_of_id", None)] or list(same)
    return min(written, key=lambda each: (each.locale.language_code != settings.LANGUAGE_CODE, each.pk))


def _records(model: type[TranslatableMixin], keys: list[UUID]) -> QuerySet[Any]:
    return model._default_manager.filter(translation_key__in=keys).select_related("locale")


def _translations(keys: list[UUID]) -> QuerySet[Translation]:
    """What wagtail-localize keeps in step; `unfinished` says that words are still those of the source."""
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef("target"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(source_id=OuterRef("source_id")).annotate(
        target=OuterRef("target_locale_id")
    )
    unfinished = Exists(segments.filter(~Exists(translated)))
    kept = Translation.objects.filter(enabled=True, source__object_id__in=keys)
    return kept.select_related("source").annotate(unfinished=unfinished)


def _gap(first: Any, record: Any, language: Locale, translation: Any) -> Gap | None:
    """The worst that can be said of `record`, the translation of `first`; None for nothing."""
    if record is None or getattr(record, "alias_of_id", None):
        return Gap(MISSING, language, _translate(first))
    if translation and _changed(first) > translation.source.last_updated_at:
        remedy = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        return Gap(OUTDATED, language, remedy)
    if translation and translation.unfinished:
        return Gap(UNFINISHED, language, _edit(record))
    if not getattr(record, "live", True):
        return Gap(HIDDEN, language, _edit(record)) if first.live else None
    if not translation and _changed(first) > _changed(record):
        return Gap(OUTDATED, language, _edit(record))
    return None


def _changed(record: Any) -> Any:
    """When visitors last got something new of it; of a record that does not say so, never."""
    changed = getattr(record, "last_published_at", None)
    return changed or datetime.min.replace(tzinfo=UTC)


def _translate(record: Any) -> str:
    if isinstance(record, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[record.pk])
    meta = record._meta
    return reverse("wagtail_localize:submit_snippet_translation", args=[meta.app_label, meta.model_name, record.pk])


def _edit(record: Any) -> str:
    return AdminURLFinder().get_edit_url(record) or ""
