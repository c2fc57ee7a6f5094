"""What the values of a brand's files may name, and who they are in the database."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from wagtail.images.models import AbstractImage

from .identities import Entry, aligned
from .source import Folder, Gone, Table


@dataclass
class Photo:
    """One photograph of the brand, and its words per language. No image: an editor has deleted it."""

    image: AbstractImage | None
    alt: dict[str, str]
    caption: dict[str, str]


@dataclass
class Memory:
    """What a load leaves for the next one: see LoadedBrand, whose fields these are."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)


@dataclass
class Report:
    """What a load did, in plain words, a line each. `changed` leaves out what was only kept or left."""

    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    edited: int = 0  # values that stand as an editor made them, and that the file did not change


@dataclass
class Scope:
    """One load, seen from one language and one record."""

    folder: Folder
    languages: list[str]
    language: str
    before: Memory = field(default_factory=Memory)
    after: Memory = field(default_factory=Memory)
    report: Report = field(default_factory=Report)
    say: Callable[[str], None] = lambda line: None
    # The folder's name for the record that is being read, such as "page/contact".
    record: str = ""
    photos: dict[str, Photo] = field(default_factory=dict)
    # Ids by page name and language. None while pages are still being made: links are filled in afterwards.
    pages: dict[tuple[str, str], int] | None = None
    deleted_pages: set[str] = field(default_factory=set)
    # Records that pages name, such as the contacts of a branch: by model, name and language.
    named: dict[type[Model], dict[str, dict[str, Model]]] = field(default_factory=dict)
    # Every file given to a storage, so that a failed load can take it back, and files to delete after a good one.
    files: list[FieldFile] = field(default_factory=list)
    replaced_files: list[FieldFile] = field(default_factory=list)

    def into(self, language: str) -> "Scope":
        return replace(self, language=language)

    def at(self, record: str) -> "Scope":
        return replace(self, record=record)

    def identity(self, *parts: str) -> UUID:
        """The translation key of what the folder calls `parts`: the same in every load, whatever an editor renames."""
        return uuid5(NAMESPACE_URL, "/".join(("brand", self.folder.slug, *parts)))

    def ids(self, table: Table, key: str) -> list[str]:
        """Of the entries of the list `key`, the same in every language and for as long as an entry is in the file."""
        place = ".".join([self.record, *map(str, table.path), key])
        if place not in self.after.entries:
            now, before = table.data.get(key, []), self.before.entries.get(place, [])
            self.after.entries[place] = aligned(before, now, self.identity(place))
        return [entry["id"] for entry in self.after.entries[place]]

    def photo(self, table: Table, key: str, name: str | None = None) -> Photo:
        name = table.get(key, str) if name is None else name
        if name not in self.photos:
            raise table.error(key, f"names the photograph {name!r}. photos.toml holds: {', '.join(self.photos)}")
        if self.photos[name].image is None:
            raise table.error(key, f"names the photograph {name!r}, which was deleted in the admin", Gone)
        return self.photos[name]

    def page(self, table: Table, key: str, name: str) -> int | None:
        """The id of the page called `name` in this language; None while pages are still being made."""
        if name not in self.folder.pages:
            raise table.error(key, f"names the page {name!r}. Allowed: {', '.join(self.folder.pages)}")
        if name in self.deleted_pages:
            raise table.error(key, f"names the page {name!r}, which was deleted in the admin", Gone)
        if self.pages is None:
            return None
        return self.pages.get((name, self.language)) or self.pages.get((name, self.languages[0]))

    def named_record(self, table: Table, key: str, model: type[Model]) -> Model:
        known = self.named[model]
        name = table.get(key, str)
        if name not in known:
            raise table.error(key, f"is {name!r}. Allowed: {', '.join(known) or 'nothing, for brand.toml has none'}")
        if self.language not in known[name]:
            raise table.error(key, f"is {name!r}, which was deleted in the admin", Gone)
        return known[name][self.language]

    def text(self, table: Table, key: str) -> str:
        return table.text(key, self.language, self.languages)
