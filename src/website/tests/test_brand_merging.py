"""What the file says now, what it said before, what stands there: who wins, and which block is which."""

from typing import Any
from uuid import UUID

from website.branding.loading.identities import Entry, aligned
from website.branding.loading.merging import Merged, What, merge

SPACE = UUID(int=7)


def said(merged: Merged) -> list[tuple[What, tuple[str, ...]]]:
    return [(difference.what, difference.path) for difference in merged.differences]


def test_a_field_goes_to_the_one_who_changed_it_and_to_the_editor_where_both_did() -> None:
    base = {"title": "a", "intro": "a", "lead": "a", "note": "a", "same": "a"}
    file = {"title": "b", "intro": "a", "lead": "b", "note": "a", "same": "b"}
    now = {"title": "a", "intro": "c", "lead": "c", "note": "a", "same": "b"}
    merged = merge(base, file, now)
    assert merged.fields == ["title"]
    assert said(merged) == [(What.CHANGED, ("title",)), (What.EDITED, ("intro",)), (What.KEPT, ("lead",))]


def test_a_value_nobody_remembers_is_an_editor_s() -> None:
    merged = merge({}, {"title": "b", "intro": "a"}, {"title": "c", "intro": "a"})
    assert said(merged) == [(What.KEPT, ("title",))]
    assert not merged.changes


def items(**values: Any) -> dict[str, Any]:
    return {"items": [{"id": key, "type": "text", "value": value} for key, value in values.items()]}


def listed(base: dict[str, Any], file: dict[str, Any], now: dict[str, Any]) -> Merged:
    return merge({"body": base}, {"body": file}, {"body": now})


def test_blocks_are_compared_one_by_one_and_key_by_key() -> None:
    merged = listed(
        items(a={"heading": "1", "text": "1"}, b="1"),
        items(a={"heading": "1", "text": "2"}, b="2"),
        items(a={"heading": "editor", "text": "1"}, b="editor"),
    )
    assert merged.lists["body"] == [("a", ["text"]), ("b", [])]
    assert (What.KEPT, ("body", "b")) in said(merged)


def test_a_new_block_stands_after_the_one_it_follows_in_the_file() -> None:
    merged = listed(items(a="1", b="1"), items(a="1", n="new", b="1"), items(x="editor", a="1", y="editor", b="1"))
    assert [identity for identity, _ in merged.lists["body"]] == ["x", "a", "n", "y", "b"]


def test_what_the_file_drops_goes_unless_an_editor_changed_it() -> None:
    merged = listed(items(a="1", b="1", c="1"), items(a="1"), items(a="1", b="editor", c="1"))
    assert merged.lists["body"] == [("a", []), ("b", [])]
    assert said(merged) == [(What.KEPT_ENTRY, ("body", "b")), (What.REMOVED, ("body", "c"))]


def test_what_an_editor_took_out_stays_out() -> None:
    merged = listed(items(a="1", b="1"), items(a="2", b="1"), items(b="1"))
    assert said(merged) == [(What.KEPT_REMOVED, ("body", "a"))]
    assert not merged.changes


def test_the_file_s_order_counts_until_an_editor_has_an_order_of_their_own() -> None:
    base, file = items(a="1", b="1", c="1"), items(c="1", a="1", b="1")
    assert [identity for identity, _ in listed(base, file, base).lists["body"]] == ["c", "a", "b"]
    by_editor = listed(base, file, items(b="1", a="1", c="1"))
    assert said(by_editor) == [(What.KEPT_ORDER, ("body",))]
    assert not by_editor.changes


def entries(*texts: str, block: str = "text") -> list[dict[str, str]]:
    return [{"block": block, "text": text} for text in texts]


def ids(made: list[Entry]) -> list[str]:
    return [entry["id"] for entry in made]


def test_a_block_put_in_between_makes_no_strangers_of_the_others() -> None:
    before = aligned([], entries("one", "two", "three"), SPACE)
    now = aligned(before, entries("one", "between", "two", "three"), SPACE)
    assert [ids(now)[0], *ids(now)[2:]] == ids(before)
    assert ids(now)[1] not in ids(before)


def test_a_block_that_was_moved_or_rewritten_is_the_same_block() -> None:
    before = aligned([], entries("one", "two", "three"), SPACE)
    assert ids(aligned(before, entries("three", "one", "two"), SPACE)) == [ids(before)[at] for at in (2, 0, 1)]
    assert ids(aligned(before, entries("one", "quite another", "three"), SPACE)) == ids(before)


def test_of_two_blocks_put_for_one_the_likest_is_the_same() -> None:
    before = aligned([], entries("A long enough sentence about oak."), SPACE)
    now = aligned(before, entries("Short.", "A long enough sentence about walnut."), SPACE)
    assert ids(now)[1] == ids(before)[0]


def test_a_block_of_another_kind_is_another_block() -> None:
    before = aligned([], entries("one"), SPACE)
    assert ids(aligned(before, entries("one", block="quote"), SPACE)) != ids(before)


def test_two_equal_blocks_have_two_ids() -> None:
    assert len(set(ids(aligned([], entries("one", "one"), SPACE)))) == 2
