"""An arranged menu, as the readers of one language see it."""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Page

from .menu import Column, Link
from .models import Menus

Raw = Iterable[dict[str, Any]]  # a stream as it is stored: no block is built, so nothing is fetched for one


def in_language(menus: list[Menus], language: str) -> Menus | None:
    """Those of `language`, or else the first that were arranged."""
    own = (each for each in menus if each.locale.language_code == language)
    return next(own, None) or min(menus, key=lambda each: each.pk, default=None)


class Arranged:
    """Draws `menus` for `language`.

    `find` gives the live page of that language that stands for a page, `link` a page's link. A page that has none is
    left out. Words of another language give way to the page's title, or say which language they are.
    """

    def __init__(
        self, menus: Menus, language: str, find: Callable[[int], Page | None], link: Callable[[Page], Link]
    ) -> None:
        self._menus = menus
        self._lang = "" if menus.locale.language_code == language else menus.locale.language_code
        self._find = find
        self._link = link

    @property
    def header(self) -> list[Link]:
        return self._entries(self._menus.header.raw_data)

    @property
    def columns(self) -> list[Column]:
        """Without those that have no link left."""
        columns = [
            Column(block["value"]["heading"], self._lang, self._entries(block["value"]["links"]))
            for block in self._menus.footer.raw_data
        ]
        return [column for column in columns if column.links]

    @property
    def button(self) -> Link | None:
        page = self._menus.button_page_id
        return self._page(page, self._menus.button_label, []) if page else None

    def _entries(self, stream: Raw) -> list[Link]:
        links = [self._entry(block["type"], block["value"]) for block in stream]
        return [link for link in links if link]

    def _entry(self, kind: str, value: dict[str, Any]) -> Link | None:
        if kind == "address":
            return Link(value["words"], value["address"], lang=self._lang)
        return self._page(value["page"], value.get("words", ""), value.get("children", []))

    def _page(self, pk: int | None, words: str, children: Raw) -> Link | None:
        page = self._find(pk) if pk else None
        if page is None:
            return None
        link = self._link(page)
        title = words if words and not self._lang else link.title
        return Link(title, link.url, link.current, children=self._entries(children))
