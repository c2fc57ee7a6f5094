"""A record of the folder and the one in the database: compared, told, and brought together."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import models

from .described import described, take
from .merging import Merged, merge
from .scope import Scope
from .source import Table
from .telling import tell, tell_dropped

M = TypeVar("M", bound=models.Model)


def compare(record: Any, asked: Any, names: Iterable[str], key: str, scope: Scope, *, made_now: bool = False) -> Merged:
    """What `record` takes from `asked`, which is the record as the file wants it.

    One that was `made_now` has no editor yet. A field that the file did not set before counts as an editor's where it
    is not as a new record has it.
    """
    names = list(names)
    file, now = described(asked, names), described(record, names)
    known = scope.before.records.get(key, {}).get("fields", {})
    base = now if made_now else {**described(type(asked)(), names), **known}
    return merge(base, file, now)


def remember(record: Any, asked: Any, names: Iterable[str], key: str, table: Table, scope: Scope) -> None:
    """For the next load. What the file sets no longer is told, and forgotten."""
    known = scope.before.records.get(key, {}).get("fields", {})
    file = described(asked, names)
    # A field that was left alone, because it names something deleted, stays what it was.
    # Words ending in _alt come with a picture.
    is_said = {name for name in known if name in table or (name.endswith("_alt") and name[:-4] in table)}
    left = {name: value for name, value in known.items() if name in is_said and name not in file}
    dropped = known.keys() - is_said - file.keys()
    tell_dropped(dropped, str(record), table, scope)
    scope.after.records[key] = {"pk": record.pk, "fields": {**left, **file}}


def existing(model: type[M], key: str, scope: Scope, **adopted: Any) -> tuple[M | None, bool]:
    """The record that an earlier load made or that is there as `adopted` says; and whether an editor deleted it."""
    if key in scope.before.records:
        found = model._default_manager.filter(pk=scope.before.records[key]["pk"]).first()
        return found, found is None
    return (model._default_manager.filter(**adopted).first() if adopted else None), False


def deleted(key: str, what: str, scope: Scope) -> None:
    scope.after.records[key] = scope.before.records[key]
    scope.report.kept.append(f"{what} was deleted in the admin: not made again")


def put(
    asked: M,
    names: Iterable[str],
    found: M | None,
    key: str,
    table: Table,
    scope: Scope,
    before_saving: Callable[[M], None] | None = None,
) -> M:
    """Save `asked` as a new record, or bring what changed in the file into the one that was `found`."""
    names = list(names)
    if found is None:
        record = asked
        asked_as_json = described(asked, names)
        record.save()
        scope.after.records[key] = {"pk": record.pk, "fields": asked_as_json}
        scope.report.changed.append(f"{table.where()}: “{record}” is new ({scope.language})")
        _keep_files(record, scope)
        return record
    merged = compare(found, asked, names, key, scope)
    tell(merged, str(found), table, scope)
    if merged.changes:
        scope.replaced_files += take(found, asked, merged)
        if before_saving:
            before_saving(found)
        found.save()
        _keep_files(found, scope, merged.fields)
    remember(found, asked, names, key, table, scope)
    return found


def _keep_files(record: Any, scope: Scope, names: Iterable[str] | None = None) -> None:
    """So that a load that fails takes back what it has just stored."""
    for field in type(record)._meta.fields:
        if isinstance(field, models.FileField) and (names is None or field.name in names):
            scope.files.append(getattr(record, field.name))
