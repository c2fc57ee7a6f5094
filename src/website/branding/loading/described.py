"""A record's fields as plain JSON, so that what the file asks for and what stands there can be compared; and back."""

import json
from collections.abc import Iterable
from copy import copy
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from .fields import child_fields, child_models, tag_fields
from .merging import WHOLE, Merged
from .words import without_keys

EMPTY_PICTURE = {"image": None, "alt_text": "", "decorative": False}


def described(record: Any, names: Iterable[str]) -> dict[str, Any]:
    """By name, each field's value in the form that `merging` compares."""
    children, tags = child_models(type(record)), tag_fields(type(record))
    values: dict[str, Any] = {}
    for name in sorted(names):
        if name in children:
            values[name] = _children(record, name, children[name])
        elif name in tags:
            values[name] = sorted(str(tag) for tag in getattr(record, name).all())
        else:
            values[name] = _value(record, type(record)._meta.get_field(name))
    return values


def _value(record: Any, field: Any) -> Any:
    value = getattr(record, field.attname)
    if isinstance(field, StreamField):
        return {"items": [_block(child) for child in value]}
    if isinstance(field, models.FileField):
        return _fingerprint(value)
    if isinstance(field, models.DecimalField):
        return "" if value is None else str(field.to_python(value).normalize())
    return plain(value)


def _block(child: Any) -> dict[str, Any]:
    return {"id": child.id, "type": child.block_type, "value": plain(child.block.get_prep_value(child.value))}


def _children(record: Any, name: str, model: Any) -> Any:
    fields = child_fields(model)
    rows = [described(child, [*fields, *child_models(model)]) for child in getattr(record, name).all()]
    if not issubclass(model, TranslatableMixin):
        return sorted(rows, key=str) if not hasattr(model, "sort_order") else rows
    keys = [str(child.translation_key) for child in getattr(record, name).all()]
    return {"items": [{"id": key, "type": "", "value": row} for key, row in zip(keys, rows, strict=True)]}


def plain(value: Any) -> Any:
    """JSON without what says nothing: keys of rich text's paragraphs, ids of lists within blocks, ways to be empty."""
    return _telling(json.loads(json.dumps(value, cls=DjangoJSONEncoder)))


def _telling(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == EMPTY_PICTURE.keys() and not value["image"]:
            return ""
        is_entry = value.keys() == {"type", "value", "id"}
        return {key: _telling(each) for key, each in value.items() if not (is_entry and key == "id")}
    if isinstance(value, list):
        return [_telling(each) for each in value]
    if isinstance(value, str):
        return without_keys(value)
    return "" if value is None else value


def _fingerprint(file: Any) -> str:
    if not file:
        return ""
    try:
        file.seek(0)
        content = file.read()
        file.seek(0)
    except OSError:
        return "missing"
    return sha256(content).hexdigest()


def take(record: Any, source: Any, merged: Merged) -> list[Any]:
    """Set on `record` what `merged` takes from `source`; nothing is saved. Returns the files left over."""
    left = []
    children, tags = child_models(type(record)), tag_fields(type(record))
    for name in merged.fields:
        if name in children:
            setattr(record, name, [_fresh(child) for child in getattr(source, name).all()])
        elif name in tags:
            getattr(record, name).set([str(tag) for tag in getattr(source, name).all()])
        else:
            field = type(record)._meta.get_field(name)
            if isinstance(field, models.FileField) and getattr(record, name):
                left.append(copy(getattr(record, name)))
            setattr(record, field.attname, _own(getattr(source, field.attname)))
    for name, plan in merged.lists.items():
        if name in children:
            _take_children(record, source, name, plan)
        else:
            _take_blocks(record, source, name, plan)
    return left


def _own(value: Any) -> Any:
    """A file that was read from the folder belongs to one record only."""
    if isinstance(value, models.fields.files.FieldFile) and value:
        value.seek(0)
        return ContentFile(value.read(), name=value.name)
    return value


def _fresh(child: Any) -> Any:
    child.pk = None
    child._state.adding = True
    return child


def _take_blocks(record: Any, source: Any, name: str, plan: list[tuple[str, list[str] | None]]) -> None:
    here, there = ({raw["id"]: raw for raw in getattr(each, name).raw_data} for each in (record, source))
    result = []
    for identity, keys in plan:
        raw = here.get(identity, {})
        if keys is None or WHOLE in keys:
            raw = there[identity]
        elif keys:
            taken = {key: there[identity]["value"][key] for key in keys if key in there[identity]["value"]}
            dropped = set(keys) - set(taken)  # what the file no longer sets is the block's default again
            kept = {key: value for key, value in raw["value"].items() if key not in dropped}
            raw = {**raw, "value": {**kept, **taken}}
        result.append(raw)
    setattr(record, name, json.dumps(result, cls=DjangoJSONEncoder))


def _take_children(record: Any, source: Any, name: str, plan: list[tuple[str, list[str] | None]]) -> None:
    here, there = (
        {str(child.translation_key): child for child in getattr(each, name).all()} for each in (record, source)
    )
    result = []
    for number, (identity, keys) in enumerate(plan):
        if keys is None:
            child = _fresh(there[identity])
        else:
            child = here[identity]
            for key in keys:
                _take_child_key(child, there[identity], key)
        child.sort_order = number
        result.append(child)
    setattr(record, name, result)


def _take_child_key(child: Any, source: Any, key: str) -> None:
    if key in child_models(type(child)):
        setattr(child, key, [_fresh(each) for each in getattr(source, key).all()])
    else:
        attname = type(child)._meta.get_field(key).attname
        setattr(child, attname, getattr(source, attname))
