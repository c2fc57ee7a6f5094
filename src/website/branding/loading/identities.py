"""Which entry of a list in the file is which entry of the list it held before. Pure Python.

A file's blocks have no names. So that a block put in between does not make strangers of those after it, each entry
keeps the id of the one it came from: the same, moved, or rewritten.
"""

import json
from collections import defaultdict
from difflib import SequenceMatcher
from typing import Any, TypedDict
from uuid import UUID, uuid5

ALIKE = 0.5  # of 1: less is another entry that happens to stand there


class Entry(TypedDict):
    """`kind` is what a rewritten entry keeps: the name of its block. `raw` is all that the file says, as JSON."""

    id: str
    kind: str
    raw: str


def aligned(before: list[Entry], now: list[Any], namespace: UUID) -> list[Entry]:
    """An entry for each of `now`, with the id of its match in `before` or with a new one."""
    raws = [json.dumps(each, sort_keys=True, ensure_ascii=False, default=str) for each in now]
    kinds = [str(each.get("block", "")) if isinstance(each, dict) else "" for each in now]
    origin: dict[int, int] = {}
    changes = SequenceMatcher(None, [entry["raw"] for entry in before], raws, autojunk=False).get_opcodes()
    for change, first, last, start, end in changes:
        if change == "equal":
            origin |= dict(zip(range(start, end), range(first, last), strict=True))
    _match_moved(before, raws, origin)
    for change, first, last, start, end in changes:
        if change == "replace":
            old = [at for at in range(first, last) if at not in origin.values()]
            new = [at for at in range(start, end) if at not in origin]
            _match_rewritten(before, old, raws, kinds, new, origin)
    taken = {before[at]["id"] for at in origin.values()}
    made: list[Entry] = []
    for at, (kind, raw) in enumerate(zip(kinds, raws, strict=True)):
        identity = before[origin[at]]["id"] if at in origin else _new(namespace, at, raw, taken)
        taken.add(identity)
        made.append({"id": identity, "kind": kind, "raw": raw})
    return made


def _match_moved(before: list[Entry], raws: list[str], origin: dict[int, int]) -> None:
    free = [at for at in range(len(before)) if at not in origin.values()]
    for at, raw in enumerate(raws):
        same = next((old for old in free if before[old]["raw"] == raw), None)
        if at not in origin and same is not None:
            origin[at] = same
            free.remove(same)


def _match_rewritten(
    before: list[Entry], old: list[int], raws: list[str], kinds: list[str], new: list[int], origin: dict[int, int]
) -> None:
    """As many as there were are the same ones in their order; else each goes with the one most like it."""
    of_kind: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at in old:
        of_kind[before[at]["kind"]][0].append(at)
    for at in new:
        of_kind[kinds[at]][1].append(at)
    for gone, come in of_kind.values():
        if len(gone) == len(come):
            origin |= dict(zip(come, gone, strict=True))
            continue
        likeness = {
            (at, was): SequenceMatcher(None, before[was]["raw"], raws[at], autojunk=False).ratio()
            for at in come
            for was in gone
        }
        for (at, was), ratio in sorted(likeness.items(), key=lambda pair: -pair[1]):
            if ratio >= ALIKE and at not in origin and was not in origin.values():
                origin[at] = was


def _new(namespace: UUID, number: int, raw: str, taken: set[str]) -> str:
    identity = str(uuid5(namespace, f"{number}/{raw}"))
    return _new(namespace, number + 1000, raw, taken) if identity in taken else identity
