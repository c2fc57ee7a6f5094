"""A price list as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from website.anchors import anchors

from .allergens import Named, allergens
from .entries import Entry


@dataclass(frozen=True)
class Section:
    """Its `anchor` is the id that jump links lead to."""

    heading: str
    note: str
    anchor: str
    entries: list[Entry]


def sections(stream: Iterable[Any]) -> list[Section]:
    """The sections of a page's stream, in the editor's order."""
    values = [block.value for block in stream]
    ids = anchors(value["heading"] for value in values)
    return [
        Section(value["heading"], value["note"], anchor, list(value["entries"]))
        for value, anchor in zip(values, ids, strict=True)
    ]


def declared(entries: Iterable[Entry]) -> list[Named]:
    """The allergens that the legend explains: those of `entries` and no others."""
    return allergens([value for entry in entries for value in entry["contains"]])
