"""A record in the reader's language."""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import TranslatableMixin

T = TypeVar("T", bound=TranslatableMixin)


def in_readers_language(records: QuerySet[T], pk: int | None) -> T | None:
    """Of `records`, the one with this key or its translation; one query; None where there is no such record."""
    if pk is None:
        return None
    key = records.model._default_manager.filter(pk=pk).values("translation_key")
    same = list(records.filter(translation_key__in=key).select_related("locale"))
    language = get_language()
    translated = (record for record in same if record.locale.language_code == language)
    return next(translated, None) or next((record for record in same if record.pk == pk), None)
