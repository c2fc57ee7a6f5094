"""What the templates draw of a menu."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """A page or an address as a menu shows it.

    `current` is an aria-current value, or empty; `lang` is the language of the title where that is not the reader's.
    """

    title: str
    url: str
    current: str = ""
    lang: str = ""
    children: list["Link"] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        """It or one below it leads to where the reader is."""
        return any(link.current for link in self)

    def __iter__(self) -> Iterator["Link"]:
        yield self
        yield from self.children


@dataclass(frozen=True)
class Column:
    """Links under a heading; `lang` as a link's."""

    heading: str
    lang: str
    links: list[Link]


def fold(menu: list[Link], languages: int, button: Link | None) -> str:
    """Below which width the header has no room for `menu`: "", "wide", "wider" or "always".

    An estimate on the large side, so that nothing moves once the page is drawn. What a font makes wider still is
    found by the browser (menu.js).
    """
    entries = [len(link.title) * CHARACTER + (CHEVRON if link.children else 0) + GAP for link in menu]
    room = LOGO + sum(entries) + languages * LANGUAGE + (len(button.title) * CHARACTER + PADDING if button else 0)
    return next((name for width, name in FOLDS if room <= width), "always")


# In rem, as header.css sets them.
CHARACTER, CHEVRON, GAP, LOGO, LANGUAGE, PADDING = 0.54, 1.0, 1.75, 12.0, 4.5, 4.0
# The room that is left in a window of 54, 66 and 80 rem, the last as wide as the header ever gets.
FOLDS = [(49.0, ""), (60.0, "wide"), (72.0, "wider")]
