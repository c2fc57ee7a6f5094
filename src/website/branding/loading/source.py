"""The files of a brand's folder: `brand.toml`, `photos.toml`, `pages/*.toml`, and where in them a value stands."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .lines import line_numbers

Key = str | int


class BrandError(Exception):
    """Something in the folder is wrong; the text names file, line, key and value, a line for each mistake."""


class Gone(BrandError):
    """The file names a page or photograph that an editor has deleted since it was loaded."""


class Mistakes:
    """Collects what is wrong, so that all of it is said at once."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}  # a mistake found in both languages is one

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Whatever BrandError the block raises is kept; the block ends there. Gone is for the caller to judge."""
        try:
            yield
        except Gone:
            raise
        except BrandError as error:
            self._said |= dict.fromkeys(str(error).splitlines())

    def raise_any(self) -> None:
        if self._said:
            raise BrandError("\n".join(self._said))


class SourceFile:
    """One TOML file of the folder. Raises BrandError when it is missing or is not TOML."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            source = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise BrandError(f"{name} is missing: there is no file {path}") from error
        except UnicodeDecodeError as error:
            raise BrandError(f"{name} is not UTF-8 text (byte {error.start})") from error
        try:
            data = tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:  # its text ends in "(at line 3, column 7)"
            raise BrandError(f"{name} cannot be read: {error}") from error
        self.lines = line_numbers(source)
        self.table = Table(self, data, ())

    def line(self, path: tuple[Key, ...]) -> int | None:
        """The line of the value at `path`, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


class Table:
    """A table of a file, which reads its values in the wanted type or says what is wrong with them."""

    def __init__(self, file: SourceFile, data: dict[str, Any], path: tuple[Key, ...]) -> None:
        self.file = file
        self.data = data
        self.path = path
        # Of keys that another table holds: that table, and what the key is called there.
        self.elsewhere: dict[Key, tuple[Table, str]] = {}

    def where(self, *keys: Key) -> str:
        """“pages/20-contact.toml, line 7: form_fields 2.label”."""
        if keys and keys[0] in self.elsewhere:
            table, name = self.elsewhere[keys[0]]
            return table.where(name)
        path = (*self.path, *keys)
        line = self.file.line(path)
        dotted = "".join(f" {part + 1}" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
        place = f"{self.file.name}{f', line {line}' if line else ''}"
        return f"{place}: {dotted}" if dotted else place

    def error(self, key: str, problem: str, kind: type[BrandError] = BrandError) -> BrandError:
        place = self.where(*(key.split(".") if key else ()))
        return kind(f"{place}{' ' if ': ' in place else ': '}{problem}".replace("\n", " "))

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def only(self, allowed: Iterable[str]) -> None:
        """Raises BrandError for the keys that are not `allowed`: a typo must not vanish."""
        allowed = sorted(allowed)
        mistakes = Mistakes()
        for key in self.data:
            with mistakes.gather():
                if key not in allowed:
                    raise self.error(key, f"is not known here. Allowed: {', '.join(allowed)}")
        mistakes.raise_any()

    def get(self, key: str, kind: type, default: Any = None) -> Any:
        """The value of `key`, a `kind`. A missing one is an error unless a `default` is given."""
        if key not in self.data:
            if default is None:
                raise self.error(key, "is missing")
            return default
        value = self.data[key]
        if kind is float and isinstance(value, int):
            value = float(value) if not isinstance(value, bool) else value
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            words = {str: "text in quotes", bool: "true or false", list: "a list", dict: "a table", float: "a number"}
            raise self.error(key, f"is {value!r}, but it must be {words.get(kind, 'a whole number')}")
        return value

    def child(self, key: str) -> "Table":
        return Table(self.file, self.get(key, dict), (*self.path, key))

    def children(self, key: str) -> Iterator["Table | str"]:
        """The entries of a list: tables, or the text where the list holds texts."""
        for number, entry in enumerate(self.get(key, list, [])):
            if isinstance(entry, dict):
                yield Table(self.file, entry, (*self.path, key, number))
            elif isinstance(entry, str):
                yield entry
            else:
                raise self.error(key, f"holds {entry!r}, which is neither text nor a table")

    def text(self, key: str, language: str, languages: list[str]) -> str:
        """The text of `key` in `language`: `key.it`, `key.en`…, or one plain text for all of them."""
        if key not in self.data:
            raise self.error(key, f'is missing. Write {key}.{languages[0]} = "…"')
        value = self.data[key]
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, dict):
            raise self.error(key, f'is {value!r}, but it must be text: {key}.{languages[0]} = "…"')
        texts = self.child(key)
        texts.only(languages)
        return str(texts.get(language, str)).strip()


class Folder:
    """A brand's folder. Every file is read at once, so that a mistake in the last one shows before anything is made."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise BrandError(f"There is no brand “{path.name}”. {_known(path.parent)}")
        self.path = path
        self.slug = path.name
        mistakes = Mistakes()
        with mistakes.gather():
            self.brand = SourceFile(path / "brand.toml", "brand.toml").table
        with mistakes.gather():
            self.photos = SourceFile(path / "photos.toml", "photos.toml").table
        # "21-tables.toml" holds the page "tables"; the number is its place among the others.
        self.pages: dict[str, Table] = {}
        for file in sorted((path / "pages").glob("*.toml")):
            name = file.stem.lstrip("0123456789").lstrip("-")
            with mistakes.gather():
                if name in self.pages:
                    raise BrandError(f"pages/{file.name}: another file already holds the page “{name}”")
                self.pages[name] = SourceFile(file, f"pages/{file.name}").table
        mistakes.raise_any()

    def file(self, table: Table, key: str) -> Path:
        """The file that `key` names, inside the folder. Raises BrandError when there is none."""
        path = self.path / table.get(key, str)
        if not path.resolve().is_relative_to(self.path.resolve()) or not path.is_file():
            raise table.error(key, f"names {table.data[key]!r}, but the folder holds no such file")
        return path


def _known(folder: Path) -> str:
    names = sorted(entry.parent.name for entry in folder.glob("*/brand.toml"))
    return f"{folder} holds: {', '.join(names)}" if names else f"{folder} holds no brand"
