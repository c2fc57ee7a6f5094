"""A record's fields from a table of the file: each key is the name of a field.

Like the blocks, this knows no model: it asks the model which fields it has.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page, TranslatableMixin

from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours

from .blocks import stream
from .scope import Scope
from .source import Gone, Mistakes, Table
from .words import rich_words

PAGE_FIELDS = ["title", "slug", "seo_title", "search_description", "show_in_menus"]
NEVER = ["locale", "translation_key", "sort_order", "site", "clean_name"]
# Of these a file can name a record.
NAMED = (Page, AbstractImage, Contacts, OpeningHours)


def fill(
    record: models.Model, table: Table, scope: Scope, besides: Iterable[str] = (), is_new: bool = True
) -> set[str]:
    """Set what `table` holds on `record`, children included; nothing is saved. Returns the names of what was set.

    `besides` are the keys that somebody else reads. Raises BrandError for what is unknown or of the wrong kind. What
    names something deleted is left out and reported, unless the record `is_new`.
    """
    fields, tags, children = settable(type(record)), tag_fields(type(record)), child_models(type(record))
    mistakes, filled = Mistakes(), set()
    with mistakes.gather():
        table.only([*fields, *tags, *children, *besides])
    for name in [*fields, *tags, *children]:
        if name not in table or name in besides:
            continue
        with mistakes.gather():
            try:
                if name in fields:
                    filled |= _set(record, fields[name], table, scope)
                elif name in tags:
                    words = (word.strip() for word in scope.text(table, name).split(","))
                    getattr(record, name).set([word for word in words if word])
                    filled.add(name)
                else:
                    _set_children(record, name, children[name], table, scope)
                    filled.add(name)
            except Gone as gone:
                if is_new:
                    raise
                scope.report.kept.append(f"{gone}: left as it is ({scope.language})")
    mistakes.raise_any()
    return filled


def check(record: models.Model, table: Table, exclude: Iterable[str] = ()) -> None:
    """Raises BrandError with the model's own complaints, each naming its key and value."""
    try:
        record.full_clean(exclude=set(exclude))
    except ValidationError as error:
        mistakes = Mistakes()
        for name, messages in error.message_dict.items():
            with mistakes.gather():
                raise table.error(
                    "" if name == "__all__" else name, _complaint(record, table, name, messages)
                ) from error
        mistakes.raise_any()


def _complaint(record: models.Model, table: Table, name: str, messages: list[str]) -> str:
    if name == "__all__":
        return f"is wrong: {' '.join(messages)}"
    field = settable(type(record)).get(name)
    choices = [str(choice) for choice, _ in (getattr(field, "flatchoices", None) or []) if choice]
    allowed = f" Allowed: {', '.join(choices)}" if choices else ""
    if name in table:
        return f"is {getattr(record, name, None)!r}: {' '.join(messages)}{allowed}"
    return f"is missing. {' '.join(messages)}"


def settable(model: type[models.Model]) -> dict[str, Any]:
    """What a file may set. The words for `picture_alt` come with the photograph, so they are not among them."""
    own = _editable(model)
    return {name: field for name, field in own.items() if not (name.endswith("_alt") and name[:-4] in own)}


def _editable(model: type[models.Model]) -> dict[str, Any]:
    fields = {field.name: field for field in model._meta.fields if field.editable and not field.primary_key}
    return {
        name: field
        for name, field in fields.items()
        if (field.model is not Page or name in PAGE_FIELDS)
        and not isinstance(field, ParentalKey)
        and not (field.remote_field and field.remote_field.parent_link)
        and name not in NEVER
        and (not field.remote_field or _is_named(field.related_model))
    }


def _is_named(model: Any) -> bool:
    return issubclass(model, NAMED)


def tag_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.many_to_many if isinstance(field, ClusterTaggableManager)]


def child_models(model: type[models.Model]) -> dict[str, Any]:
    """By the name of the relation, the models whose records an editor fills in on the record's own screen."""
    children = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)}
    return {
        name: child
        for name, child in children.items()
        if child.__module__.startswith("website.") and not issubclass(child, ItemBase)
    }


def child_fields(model: type[models.Model]) -> list[str]:
    """What is compared of a child: all that can be edited."""
    return list(_editable(model))


def _set(record: Any, field: Any, table: Table, scope: Scope) -> set[str]:
    name = field.name
    if isinstance(field, StreamField):
        setattr(record, name, json.dumps(stream(field.stream_block, table, name, scope)))
    elif isinstance(field, RichTextField):
        setattr(record, name, rich_words(table, name, field.features, scope))
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, AbstractImage):
        return _set_picture(record, name, table, scope)
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page):
        setattr(record, field.attname, scope.page(table, name, table.get(name, str)))
    elif isinstance(field, models.ForeignKey):
        setattr(record, name, scope.named_record(table, name, field.related_model))
    elif isinstance(field, models.FileField):
        path = scope.folder.file(table, name)
        setattr(record, name, ContentFile(path.read_bytes(), name=path.name))
    elif isinstance(field, models.BooleanField):
        setattr(record, name, table.get(name, bool))
    elif isinstance(field, models.DecimalField):
        setattr(record, name, str(table.get(name, float)))
    elif isinstance(field, models.IntegerField) and not isinstance(table.data[name], str):
        setattr(record, name, table.get(name, int))
    else:
        setattr(record, name, scope.text(table, name) or (None if field.null else ""))
    return {name}


def _set_picture(record: Any, name: str, table: Table, scope: Scope) -> set[str]:
    photo = scope.photo(table, name)
    setattr(record, name, photo.image)
    words = {f"{name}_alt": photo.alt, "alt_text": photo.alt, "caption": photo.caption}
    words = {target: texts for target, texts in words.items() if hasattr(record, target) and target not in table}
    for target, texts in words.items():
        setattr(record, target, texts[scope.language])
    return {name, *words}


def _set_children(record: Any, name: str, model: Any, table: Table, scope: Scope) -> None:
    """The children in the file's order. Translated ones have the same key in every language, so they stay paired."""
    children = []
    mistakes = Mistakes()
    parent = [field.name for field in model._meta.fields if isinstance(field, ParentalKey)]
    for number, (entry, identity) in enumerate(zip(table.children(name), scope.ids(table, name), strict=True)):
        if isinstance(entry, str):
            entry = Table(table.file, {"image": entry}, (*table.path, name))
        child = model(sort_order=number) if hasattr(model, "sort_order") else model()
        if issubclass(model, TranslatableMixin):
            child.locale_id, child.translation_key = record.locale_id, UUID(identity)
        with mistakes.gather():
            fill(child, entry, scope)
            check(child, entry, exclude=[*parent, "locale"])
        children.append(child)
    mistakes.raise_any()
    setattr(record, name, children)
