"""What a load changes and keeps, in words that name file, line, record and value."""

import re
from typing import Any

from wagtail.models import Page

from .merging import Difference, Merged, What
from .scope import Scope
from .source import Key, Table

LONGEST = 70  # characters of a value that are shown

SENTENCES = {
    What.CHANGED: "{now} → {file}",
    What.ADDED: "new: {file}",
    What.REMOVED: "no longer in the file, so taken out: {now}",
    What.MOVED: "in the file's new order",
    What.KEPT: "kept, for an editor changed it too: {now}; the file says {file}",
    What.KEPT_REMOVED: "kept out, for an editor took it out; the file says {file}",
    What.KEPT_ENTRY: "no longer in the file, but kept, for an editor changed it: {now}",
    What.KEPT_ORDER: "kept in an editor's order; the file's is new",
}
DONE = (What.CHANGED, What.ADDED, What.REMOVED, What.MOVED)


def tell(merged: Merged, title: str, table: Table, scope: Scope) -> None:
    """Add to the report every difference of the record called `title`."""
    for difference in merged.differences:
        if difference.what is What.EDITED:
            scope.report.edited += 1
            continue
        sentence = SENTENCES[difference.what].format(
            now=_words(difference.now, difference.path), file=_words(difference.file, difference.path)
        )
        line = f"{_where(difference, table, scope)} (“{title}”, {scope.language}): {sentence}"
        (scope.report.changed if difference.what in DONE else scope.report.kept).append(line)


def tell_dropped(names: set[str], title: str, table: Table, scope: Scope) -> None:
    """Of fields that the file set last time and sets no longer."""
    for name in sorted(name for name in names if not name.endswith("_alt")):
        scope.report.kept.append(
            f"{table.where()} (“{title}”, {scope.language}): {name} is no longer in the file; it was left as it is"
        )


def _where(difference: Difference, table: Table, scope: Scope) -> str:
    name, *rest = difference.path
    keys: list[Key] = [name]
    if rest and name in table:
        ids = scope.ids(table, name)
        if rest[0] in ids:
            entry = _at(table.data.get(name), ids.index(rest[0]))
            # The file may call it otherwise: “from” is the first day of a season.
            keys += [ids.index(rest[0]), *(key for key in rest[1:] if _at(entry, key) is not None)]
    elif name not in table and name.endswith("_alt"):
        keys = [name[:-4]]  # the words come with the photograph
    value: Any = table.data
    for key in keys:
        value = _at(value, key)
    return table.where(*keys, *([scope.language] if isinstance(value, dict) and scope.language in value else []))


def _at(value: Any, key: Key) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None


def _words(value: Any, path: tuple[str, ...]) -> str:
    if (isinstance(value, int) and not isinstance(value, bool) and path[-1] in ("page", "parent")) or path[-1].endswith(
        "_page"
    ):
        page = Page.objects.filter(pk=value).first() if value else None
        return f"“{page.title}”" if page else "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " · ".join(_texts(value)))).strip()
    if len(said) > LONGEST:
        said = said[: LONGEST - 1].rstrip() + "…"
    return f"“{said}”" if said else "nothing"


def _texts(value: Any) -> list[str]:
    """Every text within; keys and numbers of records say nothing to a person."""
    if isinstance(value, dict):
        return [
            text for key, each in value.items() if key != "type" for text in _texts(each) if not isinstance(each, bool)
        ]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [] if value in (None, "", True, False) else [str(value)]
