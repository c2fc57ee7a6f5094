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


# In rem, as header.css sets them; a character's width is that of the widest fonts on offer.
CHARACTER, CHEVRON, GAP, LOGO, LANGUAGE, BUTTON, SEARCH = 0.5, 1.0, 2.0, 13.0, 6.0, 4.8, 4.8
# Windows, and the room between the margins of each: header.css has a rule for every one. The widest counts on a logo
# narrower than the widest: entries that are folded on every desk cost more than a line that menu.js has to fold.
WINDOWS = {54: 49.0, 60: 54.5, 64: 58.2, 72: 65.5, 80: 77.0}


def fold(menu: list[Link], languages: int, button: Link | None) -> str:
    """Below which width of the window, in rem, the header has no room for `menu`; "always", or empty.

    An estimate, so that nothing moves once the page is drawn; menu.js finds what does not fit all the same.
    """
    room = LOGO + SEARCH + languages * LANGUAGE + (BUTTON + len(button.title) * CHARACTER if button else 0)
    room += sum(len(link.title) * CHARACTER + (CHEVRON if link.children else 0) + GAP for link in menu)
    window = next((width for width, free in WINDOWS.items() if room <= free), "always")
    return "" if window == min(WINDOWS) else str(window)
