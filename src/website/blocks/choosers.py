"""Choosers that take what a page has fetched for all of its blocks at once, instead of one query per block."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from wagtail.blocks import PageChooserBlock, StreamValue
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

# As Wagtail stores a link: <a linktype="page" id="7">, its attributes in any order.
LINK = re.compile(r"<a ([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

Records = Mapping[int, Any]
_gathered: ContextVar[dict[type, Records] | None] = ContextVar("gathered", default=None)


class _GatheredMixin:
    """`bulk_to_python` from what `gathered` holds; without it, Wagtail's own."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        values = list(values)
        # A chooser of one page type is served from all the pages fetched.
        gathered = (_gathered.get() or {}).items()
        known = next((records for model, records in gathered if issubclass(self.model_class, model)), None)  # type: ignore[attr-defined]
        if known is None:
            return list(super().bulk_to_python(values))  # type: ignore[misc]
        # Copies: one picture used twice may be described in two ways.
        return [copy(known[pk]) if pk is not None and pk in known else None for pk in values]


class PageLinkBlock(_GatheredMixin, PageChooserBlock):
    """A page to link to. A field of this kind is always called `page`: that is how `chosen` finds it."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        _, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class _GatheredImageChooserBlock(_GatheredMixin, ImageChooserBlock):
    pass


class PictureField(ImageBlock):
    """A picture with its alternative text."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = _GatheredImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


def chosen(raw: Any, name: str) -> Iterator[int]:
    """Every primary key stored under `name` in a stream's raw data, or as a link of that type in its rich text."""
    if isinstance(raw, str):
        for link in LINK.findall(raw) if name in raw else []:
            attributes = dict(ATTRIBUTE.findall(link))
            if attributes.get("linktype") == name and attributes.get("id", "").isdecimal():
                yield int(attributes["id"])
    elif isinstance(raw, Mapping):
        for key, value in raw.items():
            if key == name and isinstance(value, int):
                yield value
            else:
                yield from chosen(value, name)
    elif isinstance(raw, Iterable):
        for value in raw:
            yield from chosen(value, name)


@contextmanager
def _from(pages: Records, images: Records) -> Iterator[None]:
    token = _gathered.set({Page: pages, get_image_model(): images})
    try:
        yield
    finally:
        _gathered.reset(token)


def resolve(body: StreamValue, pages: Records, images: Records) -> None:
    """Turn a stream's raw data into values, with these pages and pictures (both by primary key)."""
    with _from(pages, images):
        for _ in body:
            pass
