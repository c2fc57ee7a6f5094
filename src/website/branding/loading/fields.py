"""A record's fields from a table of the file: each key is the name of a field.

Like the blocks, this knows no model: it asks the model which fields it has.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours

from .blocks import stream
from .scope import Scope
from .source import Table
from .words import rich_words

PAGE_FIELDS = ["title", "slug", "seo_title", "search_description", "show_in_menus"]
NAMED = (Page, AbstractImage, Contacts, OpeningHours)
NEVER = ["locale", "translation_key", "sort_order", "site"]


def fill(record: models.Model, table: Table, scope: Scope, besides: Iterable[str] = ()) -> None:
    """Set what `table` holds on `record`, children included; nothing is saved.

    `besides` are the keys that somebody else reads. Raises BrandError for what is unknown or of the wrong kind.
    """
    fields = _fields(type(record))
    tags = [field.name for field in record._meta.many_to_many if isinstance(field, ClusterTaggableManager)]
    children = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(record)}
    children = {
        name: model
        for name, model in children.items()
        if model.__module__.startswith("website.") and not issubclass(model, ItemBase)
    }
    table.only([*fields, *tags, *children, *besides])
    for name, field in fields.items():
        if name in table:
            _set(record, field, table, scope)
    for name in tags:
        if name in table:
            words = (word.strip() for word in scope.text(table, name).split(","))
            getattr(record, name).set([word for word in words if word])
    for name, model in children.items():
        if name in table:
            _set_children(record, name, model, table, scope)


def check(record: models.Model, table: Table, exclude: Iterable[str] = ()) -> None:
    """Raises BrandError with the first of the model's own complaints, naming the key and the value."""
    try:
        record.full_clean(exclude=set(exclude))
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        value = getattr(record, name, None)
        field = _fields(type(record)).get(name)
        choices = [str(choice) for choice, _ in (field.flatchoices if field else []) if choice]
        allowed = f" Allowed: {', '.join(choices)}" if choices else ""
        problem = (
            f"is {value!r}: {' '.join(messages)}{allowed}" if name in table else f"is missing. {' '.join(messages)}"
        )
        raise table.error("" if name == "__all__" else name, problem) from error


def _fields(model: type[models.Model]) -> dict[str, Any]:
    """What a file may set. The words for `picture_alt` come with the photograph, so they are not among them."""
    fields = {field.name: field for field in model._meta.fields if field.editable and not field.primary_key}
    own = {
        name: field
        for name, field in fields.items()
        if (field.model is not Page or name in PAGE_FIELDS)
        and not isinstance(field, ParentalKey)
        and not (field.remote_field and field.remote_field.parent_link)
        and name not in NEVER
        and (not field.remote_field or _is_named(field.related_model))
    }
    return {name: field for name, field in own.items() if not (name.endswith("_alt") and name[:-4] in own)}


def _is_named(model: Any) -> bool:
    """Can a file name a record of `model`?"""
    return issubclass(model, NAMED)


def _set(record: Any, field: Any, table: Table, scope: Scope) -> None:
    name = field.name
    if isinstance(field, StreamField):
        if scope.pages:
            blocks = stream(field.stream_block, table, name, scope, record.translation_key)
            setattr(record, name, json.dumps(blocks))
    elif isinstance(field, RichTextField):
        setattr(record, name, rich_words(table, name, field.features, scope))
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, AbstractImage):
        _set_picture(record, name, table, scope)
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page):
        setattr(record, field.attname, scope.page(table, name, table.get(name, str)))
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, (Contacts, OpeningHours)):
        setattr(record, name, scope.named_record(table, name, field.related_model))
    elif isinstance(field, models.FileField):
        path = scope.folder.file(table, name)
        setattr(record, name, ContentFile(path.read_bytes(), name=path.name))
        scope.files.append(getattr(record, name))
    elif isinstance(field, models.BooleanField):
        setattr(record, name, table.get(name, bool))
    elif isinstance(field, models.DecimalField):
        setattr(record, name, str(table.get(name, float)))
    elif isinstance(field, models.IntegerField) and not isinstance(table.data[name], str):
        setattr(record, name, table.get(name, int))
    else:
        setattr(record, name, scope.text(table, name))


def _set_picture(record: Any, name: str, table: Table, scope: Scope) -> None:
    photo = scope.photo(table, name)
    setattr(record, name, photo.image)
    words = {f"{name}_alt": photo.alt, "alt_text": photo.alt, "caption": photo.caption}
    for target, texts in words.items():
        if hasattr(record, target) and target not in table:
            setattr(record, target, texts[scope.language])


def _set_children(record: Any, name: str, model: Any, table: Table, scope: Scope) -> None:
    """The children in the file's order. A copy made for translation keeps the ones it has, so they stay paired."""
    existing = list(getattr(record, name).all()) if record.pk else []
    children = []
    for number, entry in enumerate(table.children(name)):
        if isinstance(entry, str):
            entry = Table(table.file, {"image": entry}, (*table.path, name))
        child = existing[number] if number < len(existing) else model()
        child.sort_order = number
        if hasattr(child, "locale_id"):
            child.locale_id = record.locale_id
        fill(child, entry, scope)
        parent = [field.name for field in model._meta.fields if isinstance(field, ParentalKey)]
        check(child, entry, exclude=[*parent, "locale"])
        children.append(child)
    setattr(record, name, children)
