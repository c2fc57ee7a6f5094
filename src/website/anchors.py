"""Addresses inside a page: what its headings are linked by."""

from collections.abc import Iterable

from django.utils.text import slugify


def anchors(headings: Iterable[str], prefix: str = "") -> list[str]:
    """One id per heading, in order, no two alike; a heading without letters gets its number."""
    taken: set[str] = set()
    found = []
    for number, heading in enumerate(headings, start=1):
        base = f"{prefix}{slugify(heading)[:60].strip('-') or number}"
        anchor, again = base, 2
        while anchor in taken:
            anchor, again = f"{base}-{again}", again + 1
        taken.add(anchor)
        found.append(anchor)
    return found
