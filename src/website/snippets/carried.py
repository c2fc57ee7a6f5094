"""A record and its translations, carried by the row they belong to: no query of their own."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from wagtail.models import Locale, TranslatableMixin

from .languages import in_order

T = TypeVar("T", bound=TranslatableMixin)


def carried(records: QuerySet[T], by: str) -> ArraySubquery:
    """To annotate a query with: the record that its foreign key `by` names and every translation of it, as JSON."""
    return carried_where(records, translation_key=OuterRef(f"{by}__translation_key"))


def carried_where(records: QuerySet[T], **condition: OuterRef) -> ArraySubquery:
    """Those of `records` that fulfil the condition on the carrying row. What they are annotated with comes along."""
    own = [field.attname for field in records.model._meta.concrete_fields]
    row = JSONObject(
        language=F("locale__language_code"), **{name: F(name) for name in (*own, *records.query.annotations)}
    )
    return ArraySubquery(records.filter(**condition).order_by().values(row=row))


def unpacked(records: QuerySet[T], rows: Sequence[dict[str, Any]], pk: int | None) -> list[T]:
    """The records of such an annotation, as `same_record` gives them."""
    return in_order([_record(records, row) for row in rows], pk)


def _record(records: QuerySet[T], row: dict[str, Any]) -> T:
    model = records.model
    values = [field.to_python(row[field.attname]) for field in model._meta.concrete_fields]
    record: T = model.from_db(records.db, [field.attname for field in model._meta.concrete_fields], values)
    for name in records.query.annotations:
        setattr(record, name, row[name])
    record.locale = Locale(pk=row["locale_id"], language_code=row["language"])
    return record
