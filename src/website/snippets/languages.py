"""A record in the reader's language."""

from typing import TypeVar

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import TranslatableMixin

T = TypeVar("T", bound=TranslatableMixin)


def same_record(model: type[T], pk: int | None, children: str) -> list[T]:
    """The record `pk` and its translations, with the child rows named `children`, in two queries.

    That of the site's first language comes first, or else `pk` itself.
    """
    if pk is None:
        return []
    same = model._default_manager.filter(
        translation_key__in=model._default_manager.filter(pk=pk).values("translation_key")
    )
    records = list(same.select_related("locale").prefetch_related(children))
    return sorted(records, key=lambda record: (record.locale.language_code != settings.LANGUAGE_CODE, record.pk != pk))


def in_readers_language(model: type[T], pk: int | None, children: str) -> T | None:
    """The record `pk` or its translation, with the child rows named `children`; None where there is no such record."""
    records = same_record(model, pk, children)
    language = get_language()
    translated = (record for record in records if record.locale.language_code == language)
    return next(translated, None) or next((record for record in records if record.pk == pk), None)
