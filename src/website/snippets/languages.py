"""A record in the reader's language."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import TranslatableMixin

T = TypeVar("T", bound=TranslatableMixin)


def same_record(records: QuerySet[T], pk: int | None) -> list[T]:
    """Of `records`, the one with this key and its translations; one query.

    That of the site's first language comes first, or else `pk` itself.
    """
    if pk is None:
        return []
    key = records.model._default_manager.filter(pk=pk).values("translation_key")
    return in_order(list(records.filter(translation_key__in=key).select_related("locale")), pk)


def in_order(same: list[T], pk: int | None) -> list[T]:
    """A record's translations: that of the site's first language comes first, or else `pk` itself."""
    return sorted(same, key=lambda record: (record.locale.language_code != settings.LANGUAGE_CODE, record.pk != pk))


def in_readers_language(same: list[T], pk: int | None) -> T | None:
    """Of a record's translations the reader's, or else `pk` itself; None where there is neither."""
    language = get_language()
    translated = (record for record in same if record.locale.language_code == language)
    return next(translated, None) or next((record for record in same if record.pk == pk), None)


def same_records(records: QuerySet[T], pks: Collection[int]) -> dict[int, list[T]]:
    """What `same_record` answers for each of these keys; one query for all."""
    keys = records.model._default_manager.filter(pk__in=pks).values("translation_key")
    together: dict[UUID, list[T]] = {}
    for record in records.filter(translation_key__in=keys).select_related("locale"):
        together.setdefault(record.translation_key, []).append(record)
    of = {record.pk: same for same in together.values() for record in same}
    return {pk: in_order(of[pk], pk) for pk in pks if pk in of}
