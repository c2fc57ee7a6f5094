"""A ranked table over a rollup. A subclass says what is ranked and by which figures, and reads the rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from logging_app.screens.downloads import Column, Download

from .numbers import Change, shown
from .screen import FiguresView

LINES = 50
# Who looks further back searches.
MOST_PAGES = 100


@dataclass(frozen=True)
class Figure:
    """A column: `unit` is "number", "bytes", "ms" or "share" (0 to 1); `good` is 1 where more of it is better."""

    name: str
    label: str | Promise
    unit: str = "number"
    good: int = 0
    sortable: bool = True

    @property
    def column(self) -> Column:
        """For a file: the bare number, its unit in the heading."""
        units = {"ms": "ms", "bytes": pgettext("unit", "bytes")}
        label = f"{self.label} ({units[self.unit]})" if self.unit in units else self.label
        return label, lambda row: _exact(row.values[self.name])


@dataclass
class Row:
    key: Any
    values: dict[str, Any]
    label: str = ""  # what a visitor sent is hostile: the template escapes it and makes marks visible
    url: str = ""
    title: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)


class RankingView(FiguresView):
    template_name = "logging_app/figures/ranking.html"
    figures: ClassVar[tuple[Figure, ...]]
    subject: str | Promise  # the first column's heading
    explanation: str | Promise = ""
    nothing: str | Promise = gettext_lazy("Nothing was asked for on these days.")
    searchable = True
    titled = False  # whether rows have titles

    def read(self, order: str, limit: int, offset: int) -> list[Row]:
        """The rows of `self.period`, the highest figure `order` first, found by `self.words`."""
        raise NotImplementedError

    def before(self, rows: list[Row]) -> dict[Any, float]:
        """The first figure of these rows in the period before, by key; what is missing was none."""
        return {}

    def dress(self, rows: list[Row]) -> None:
        """Give the rows that are shown, or exported, their labels."""

    @property
    def order(self) -> str:
        said = self.request.GET.get("order", "")
        names = [figure.name for figure in self.figures if figure.sortable]
        return said if said in names else names[0]

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:200] if self.searchable else ""

    @property
    def page(self) -> int:
        said = self.request.GET.get("p", "")
        return max(1, min(int(said), MOST_PAGES)) if said.isdecimal() and len(said) < 6 else 1

    @property
    def downloads(self) -> list[Download]:
        columns: list[Column] = [(self.subject, "label")]
        if self.titled:
            columns.append((_("Title"), "title"))
        return [Download(self.page_title, [*columns, *(figure.column for figure in self.figures)], self.whole)]

    def whole(self, limit: int) -> Iterable[Row]:
        """The rows of a file."""
        rows = self.read(self.order, limit, 0)
        self.dress(rows)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.read(self.order, LINES + 1, (self.page - 1) * LINES)
        more = len(rows) > LINES and self.page < MOST_PAGES
        del rows[LINES:]
        self.dress(rows)
        self._fill(rows)
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": rows,
            "heads": [
                (each, self.address(order=each.name) if each.sortable else "", each.name == self.order)
                for each in self.figures
            ],
            "more_url": self.address(p=self.page + 1) if more else "",
            "less_url": self.address(p=self.page - 1) if self.page > 1 else "",
            "first_number": (self.page - 1) * LINES + 1,
            "last_number": (self.page - 1) * LINES + len(rows),
            "view": self,
        }

    def _fill(self, rows: list[Row]) -> None:
        before = self.before(rows) if rows and self.compared else None
        highest = {each.name: max((row.values[each.name] or 0 for row in rows), default=0) for each in self.figures}
        for row in rows:
            row.cells = [
                {
                    "figure": each,
                    "text": shown(row.values[each.name], each.unit),
                    "share": round(100 * (row.values[each.name] or 0) / highest[each.name])
                    if highest[each.name]
                    else 0,
                    "change": Change(row.values[each.name] or 0, before.get(row.key, 0), "", each.good)
                    if before is not None and index == 0
                    else None,
                }
                for index, each in enumerate(self.figures)
            ]


def _exact(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
