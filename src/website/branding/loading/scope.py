"""What the values of a brand's files may name, and who they are in the database."""

from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from wagtail.images.models import AbstractImage

from .source import Folder, Table


@dataclass
class Photo:
    """One photograph of the brand, and its words per language."""

    image: AbstractImage
    alt: dict[str, str]
    caption: dict[str, str]


@dataclass
class Scope:
    """One load, seen from one language."""

    folder: Folder
    languages: list[str]
    language: str
    photos: dict[str, Photo] = field(default_factory=dict)
    # Ids by page name and language. None while pages are still being made: links are filled in afterwards.
    pages: dict[tuple[str, str], int] | None = None
    # Records that pages name, such as the contacts of a branch: by model, name and language.
    named: dict[type[Model], dict[str, dict[str, Model]]] = field(default_factory=dict)
    # Every file given to a storage, so that a failed load can take it back.
    files: list[FieldFile] = field(default_factory=list)

    def into(self, language: str) -> "Scope":
        return replace(self, language=language)

    def identity(self, *parts: str) -> UUID:
        """The translation key of what the folder calls `parts`: the same in every load, whatever an editor renames."""
        return uuid5(NAMESPACE_URL, "/".join(("brand", self.folder.slug, *parts)))

    def photo(self, table: Table, key: str) -> Photo:
        name = table.get(key, str)
        if name not in self.photos:
            raise table.error(key, f"names the photograph {name!r}. photos.toml holds: {', '.join(self.photos)}")
        return self.photos[name]

    def page(self, table: Table, key: str, name: str) -> int | None:
        """The id of the page called `name` in this language; None while pages are still being made."""
        if name not in self.folder.pages:
            raise table.error(key, f"names the page {name!r}. Allowed: {', '.join(self.folder.pages)}")
        return self.pages[name, self.language] if self.pages else None

    def named_record(self, table: Table, key: str, model: type[Model]) -> Model:
        """The record of `model` that brand.toml calls what `key` says, in this language."""
        known, name = self.named[model], table.get(key, str)
        if name not in known:
            raise table.error(key, f"is {name!r}. Allowed: {', '.join(known) or 'nothing, for brand.toml has none'}")
        return known[name][self.language]

    def text(self, table: Table, key: str) -> str:
        return table.text(key, self.language, self.languages)
