"""A page's blocks: each entry of the file names its block and gives the block's own fields.

Nothing here knows a single block of the site; a new one can be used in a file as soon as it exists.
"""

from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from website.pages.team import TeamMember

from .people import person
from .scope import Scope
from .source import Mistakes, Table
from .words import rich_words

Raw = dict[str, Any]
NUMBERS = (blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock)


def stream(block: blocks.StreamBlock, table: Table, key: str, scope: Scope) -> list[Raw]:
    """What a StreamField stores. The ids of blocks are the same in every language, so translations stay paired."""
    values = []
    mistakes = Mistakes()
    for entry, identity in zip(table.children(key), scope.ids(table, key), strict=True):
        with mistakes.gather():
            values.append(_child(block, table, key, entry, UUID(identity), scope))
    mistakes.raise_any()
    return values


def _child(block: blocks.StreamBlock, table: Table, key: str, entry: Table | str, identity: UUID, scope: Scope) -> Raw:
    if isinstance(entry, str):
        raise table.error(key, f"holds the text {entry!r}; write [[{key}]] and then block = …")
    kind = entry.get("block", str)
    if kind not in block.child_blocks:
        raise entry.error("block", f"is {kind!r}. Allowed: {', '.join(sorted(block.child_blocks))}")
    child = block.child_blocks[kind]
    if _has_keys(child):
        value = _struct(child, entry, scope, identity, ["block"])
    else:
        entry.only(["block", kind])
        value = _value(child, entry, kind, scope, identity)
    return {"type": kind, "value": value, "id": str(identity)}


def _has_keys(block: blocks.Block) -> bool:
    return isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock)


def _struct(block: blocks.StructBlock, table: Table, scope: Scope, identity: UUID, besides: list[str]) -> Raw:
    mistakes = Mistakes()
    with mistakes.gather():
        table.only([*block.child_blocks, *besides])
    values = {}
    for key, child in block.child_blocks.items():
        if key in table or _required(child):
            with mistakes.gather():
                values[key] = _value(child, table, key, scope, identity)
        # wagtail-localize wants what a saved form leaves of an empty field.
        elif isinstance(child, ImageBlock):
            values[key] = child.get_prep_value(None)
        elif isinstance(child, blocks.CharBlock | blocks.TextBlock) and child.get_default() is None:
            values[key] = ""
    mistakes.raise_any()
    return values


def _required(block: blocks.Block) -> bool:
    if isinstance(block, ImageBlock):
        block = block.child_blocks["image"]
    if isinstance(block, blocks.ListBlock):
        return bool(block.meta.min_num)
    return bool(getattr(block, "required", False)) and not block.get_default()


def _value(block: blocks.Block, table: Table, key: str, scope: Scope, identity: UUID) -> Any:
    if isinstance(block, blocks.ListBlock):
        return _list(block, table, key, scope, identity)
    if isinstance(block, blocks.StreamBlock):
        entries = enumerate(table.children(key))
        return [_child(block, table, key, each, uuid5(identity, f"{key}/{at}"), scope) for at, each in entries]
    if _has_keys(block):
        return _struct(block, table.child(key), scope, uuid5(identity, key), [])
    return _leaf(block, table, key, scope)


def _list(block: blocks.ListBlock, table: Table, key: str, scope: Scope, identity: UUID) -> list[Raw]:
    child = block.child_block
    values = []
    for number, entry in enumerate(table.children(key)):
        own = uuid5(identity, f"{key}/{number}")
        if isinstance(entry, str):
            if _has_keys(child):
                raise table.error(key, f"holds the text {entry!r}; it must be a list of tables")
            value = _leaf(child, Table(table.file, {key: entry}, table.path), key, scope)
        else:
            # An entry of texts by language is a text, not a table of keys.
            value = (
                _struct(child, entry, scope, own, [])
                if _has_keys(child)
                else _leaf(child, Table(table.file, {key: entry.data}, table.path), key, scope)
            )
        values.append({"type": "item", "value": value, "id": str(own)})
    least, most = block.meta.min_num or 0, block.meta.max_num or len(values)
    if not least <= len(values) <= most:
        raise table.error(key, f"has {len(values)} entries. Allowed: {least} to {most}")
    return values


def _leaf(block: blocks.Block, table: Table, key: str, scope: Scope) -> Any:
    value: Any
    if isinstance(block, ImageBlock):
        photo = scope.photo(table, key)
        assert photo.image  # noqa: S101 -- scope.photo saw to it
        return {"image": photo.image.pk, "alt_text": photo.alt[scope.language], "decorative": False}
    if isinstance(block, ImageChooserBlock):
        photo = scope.photo(table, key)
        return photo.image.pk if photo.image else None
    if isinstance(block, blocks.PageChooserBlock):
        return scope.page(table, key, table.get(key, str))
    if isinstance(block, blocks.ChooserBlock) and block.model_class is TeamMember:
        return person(table, key, scope)
    if isinstance(block, SnippetChooserBlock):
        return scope.named_record(table, key, block.target_model).pk
    if isinstance(block, blocks.RichTextBlock):
        value = rich_words(table, key, block.features, scope)
    elif isinstance(block, blocks.BooleanBlock):
        value = table.get(key, bool)
    elif isinstance(block, NUMBERS) and not isinstance(table.data.get(key), str):
        value = str(table.get(key, int if isinstance(block, blocks.IntegerBlock) else float))
    elif isinstance(block, blocks.MultipleChoiceBlock):
        value = table.get(key, list)
    else:
        value = scope.text(table, key)
    try:
        cleaned = block.clean(block.to_python(value))
        if isinstance(block, NUMBERS):  # as the admin stores it, however the file wrote it
            value = str(cleaned) if isinstance(block, blocks.DecimalBlock) else cleaned
    except ValidationError as error:
        choices = [choice for choice, _ in getattr(getattr(block, "field", None), "choices", []) if choice]
        allowed = f" Allowed: {', '.join(map(str, choices))}" if choices else ""
        raise table.error(key, f"is {value!r}: {' '.join(error.messages)}{allowed}") from error
    return value
