"""What a file asks for, against what it asked for last time and what stands there now. Pure Python.

A field's value is any JSON. A list whose entries have ids is {"items": [{"id", "type", "value"}]}, and is compared
entry by entry; an entry whose value is a table, key by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Fields = Mapping[str, Any]
Items = list[dict[str, Any]]
Path = tuple[str, ...]  # field, or field and id of the entry, or those and a key of it

WHOLE = ""  # the key of an entry whose value is no table
UNKNOWN = object()  # what the file said before, where it said nothing


class What(Enum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    KEPT = "kept"  # the file and an editor changed it: the editor's stays
    KEPT_REMOVED = "kept removed"  # the file changed what an editor took out: it stays out
    KEPT_ENTRY = "kept entry"  # the file dropped what an editor changed: it stays in
    KEPT_ORDER = "kept order"
    EDITED = "edited"  # only an editor changed it; nothing to do or to say


@dataclass(frozen=True)
class Difference:
    what: What
    path: Path
    now: Any = None
    file: Any = None


@dataclass
class Merged:
    """`fields` are to be taken from the file. So are, for each list that changes, the keys of its entries.

    A list in `lists` holds its entries in their new order, as (id, keys): no keys is the entry as it stands,
    None the whole entry from the file.
    """

    fields: list[str] = field(default_factory=list)
    lists: dict[str, list[tuple[str, list[str] | None]]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        return bool(self.fields or self.lists)


def merge(base: Fields, file: Fields, now: Fields) -> Merged:
    """`base` may lack fields, which nobody can then tell from an editor's; `file` and `now` have the same ones."""
    merged = Merged()
    for name, wanted in file.items():
        if isinstance(wanted, dict) and "items" in wanted:
            before = base.get(name) or {}
            _merge_list(name, before.get("items", []), wanted["items"], now[name]["items"], merged)
        elif _takes(base.get(name, UNKNOWN), wanted, now[name], (name,), merged):
            merged.fields.append(name)
    return merged


def _takes(base: Any, file: Any, now: Any, path: Path, merged: Merged) -> bool:
    """Whether the file's value is to replace the present one; notes any difference."""
    if file == now:
        return False
    if now == base:
        merged.differences.append(Difference(What.CHANGED, path, now, file))
        return True
    what = What.EDITED if file == base else What.KEPT
    merged.differences.append(Difference(what, path, now, file))
    return False


def _merge_list(name: str, base: Items, file: Items, now: Items, merged: Merged) -> None:
    before, wanted, present = ({item["id"]: item for item in items} for items in (base, file, now))
    plan: list[tuple[str, list[str] | None]] = []
    for item in now:
        identity = item["id"]
        if identity in wanted:
            was = before.get(identity, {})
            plan.append((identity, _keys(was, wanted[identity], item, (name, identity), merged)))
        elif identity not in before:
            plan.append((identity, []))  # an editor's own
        elif item["value"] == before[identity]["value"]:
            merged.differences.append(Difference(What.REMOVED, (name, identity), item["value"]))
        else:
            merged.differences.append(Difference(What.KEPT_ENTRY, (name, identity), item["value"]))
            plan.append((identity, []))
    _put_in_new(name, before, file, present, plan, merged)
    _put_in_order(name, [item["id"] for item in base], [item["id"] for item in file], plan, merged)
    if [identity for identity, _ in plan] != [item["id"] for item in now] or any(keys != [] for _, keys in plan):
        merged.lists[name] = plan


def _keys(base: Mapping[str, Any], file: dict[str, Any], now: dict[str, Any], path: Path, merged: Merged) -> list[str]:
    """Which keys of the entry are taken from the file."""
    if not (isinstance(file["value"], dict) and isinstance(now["value"], dict) and file["type"] == now["type"]):
        taken = _takes(base.get("value", UNKNOWN), file["value"], now["value"], path, merged)
        return [WHOLE] if taken else []
    known: Any = base.get("value", {})
    return [
        key
        for key, value in file["value"].items()
        if _takes(known.get(key, UNKNOWN), value, now["value"].get(key), (*path, key), merged)
    ]


def _put_in_new(
    name: str,
    before: Mapping[str, Any],
    file: Items,
    present: Mapping[str, Any],
    plan: list[tuple[str, list[str] | None]],
    merged: Merged,
) -> None:
    """What only the file has, each after the entry it follows there."""
    for at, item in enumerate(file):
        identity = item["id"]
        if identity in present:
            continue
        if identity in before:
            if item["value"] != before[identity]["value"]:
                merged.differences.append(Difference(What.KEPT_REMOVED, (name, identity), None, item["value"]))
            continue
        places = [there for there, _ in plan]
        follows = next((each["id"] for each in reversed(file[:at]) if each["id"] in places), None)
        plan.insert(places.index(follows) + 1 if follows else 0, (identity, None))
        merged.differences.append(Difference(What.ADDED, (name, identity), None, item["value"]))


def _put_in_order(
    name: str, base: list[str], file: list[str], plan: list[tuple[str, list[str] | None]], merged: Merged
) -> None:
    """In the file's order where only the file's order changed."""
    shared = [identity for identity, _ in plan if identity in base and identity in file]
    was, wanted = ([each for each in order if each in shared] for order in (base, file))
    if wanted in (was, shared):
        return
    if shared != was:
        merged.differences.append(Difference(What.KEPT_ORDER, (name,)))
        return
    merged.differences.append(Difference(What.MOVED, (name,)))
    turns = {identity: turn for turn, identity in enumerate(file)}
    ours = iter(sorted((each for each in plan if each[0] in turns), key=lambda each: turns[each[0]]))
    plan[:] = [next(ours) if each[0] in turns else each for each in plan]
