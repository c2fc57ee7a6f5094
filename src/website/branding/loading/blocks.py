"""A page's blocks: each entry of the file names its block and gives the block's own fields.

Nothing here knows a single block of the site; a new one can be used in a file as soon as it exists.
"""

from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .scope import Scope
from .source import Table
from .words import rich_words

Raw = dict[str, Any]


def stream(block: blocks.StreamBlock, table: Table, key: str, scope: Scope, page: UUID) -> list[Raw]:
    """What a StreamField stores. The ids of blocks are the same in every language, so translations stay paired."""
    values = []
    for number, entry in enumerate(table.children(key)):
        if isinstance(entry, str):
            raise table.error(key, f"holds the text {entry!r}; write [[{key}]] and then block = …")
        kind = entry.get("block", str)
        if kind not in block.child_blocks:
            raise entry.error("block", f"is {kind!r}. Allowed: {', '.join(sorted(block.child_blocks))}")
        child = block.child_blocks[kind]
        if isinstance(child, blocks.StructBlock):
            value = _struct(child, entry, scope, page, ["block"])
        else:
            entry.only(["block", kind])
            value = _leaf(child, entry, kind, scope)
        values.append({"type": kind, "value": value, "id": str(uuid5(page, f"{key}/{number}"))})
    return values


def _struct(block: blocks.StructBlock, table: Table, scope: Scope, page: UUID, besides: list[str]) -> Raw:
    table.only([*block.child_blocks, *besides])
    return {
        key: _list(child, table, key, scope, page)
        if isinstance(child, blocks.ListBlock)
        else _leaf(child, table, key, scope)
        for key, child in block.child_blocks.items()
        if key in table or _required(child)
    }


def _required(block: blocks.Block) -> bool:
    if isinstance(block, ImageBlock):
        block = block.child_blocks["image"]
    return isinstance(block, blocks.ListBlock) or (getattr(block, "required", False) and not block.get_default())


def _list(block: blocks.ListBlock, table: Table, key: str, scope: Scope, page: UUID) -> list[Raw]:
    values = []
    for number, entry in enumerate(table.children(key)):
        if isinstance(entry, str):
            raise table.error(key, f"holds the text {entry!r}; it must be a list of tables")
        identity = uuid5(page, "/".join(str(part) for part in (*table.path, key, number)))
        values.append(
            {"type": "item", "value": _struct(block.child_block, entry, scope, page, []), "id": str(identity)}
        )
    least, most = block.meta.min_num or 0, block.meta.max_num or len(values)
    if not least <= len(values) <= most:
        raise table.error(key, f"has {len(values)} entries. Allowed: {least} to {most}")
    return values


def _leaf(block: blocks.Block, table: Table, key: str, scope: Scope) -> Any:
    value: Any
    if isinstance(block, ImageBlock):
        photo = scope.photo(table, key)
        return {"image": photo.image.pk, "alt_text": photo.alt[scope.language], "decorative": False}
    if isinstance(block, blocks.PageChooserBlock):
        return scope.page(table, key, table.get(key, str))
    if isinstance(block, blocks.RichTextBlock):
        value = rich_words(table, key, block.features, scope)
    elif isinstance(block, blocks.BooleanBlock):
        value = table.get(key, bool)
    elif isinstance(block, blocks.DecimalBlock):
        value = str(table.get(key, float))
    elif isinstance(block, blocks.MultipleChoiceBlock):
        value = table.get(key, list)
    else:
        value = scope.text(table, key)
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        choices = [choice for choice, _ in getattr(getattr(block, "field", None), "choices", []) if choice]
        allowed = f" Allowed: {', '.join(choices)}" if choices else ""
        raise table.error(key, f"is {value!r}: {' '.join(error.messages)}{allowed}") from error
    return value
