"""A ranked table over a rollup. A subclass says what is ranked and by which figures, and reads the rows."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, ClassVar

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button

from base.lib.spreadsheet import inert

from .numbers import Change, shown
from .screen import FiguresView

LINES = 50
# Who looks further back searches.
MOST_PAGES = 100
MOST_EXPORTED = 10_000


@dataclass(frozen=True)
class Figure:
    """A column: `unit` is "number", "bytes", "ms" or "share" (0 to 1); `good` is 1 where more of it is better."""

    name: str
    label: str | Promise
    unit: str = "number"
    good: int = 0
    sortable: bool = True
    phone: bool = False  # stands on the second line of a phone's row


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

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        export = request.GET.get("export")
        if export in ("csv", "xlsx"):
            rows = self.read(self.order, MOST_EXPORTED, 0)
            self.dress(rows)
            return (csv_of if export == "csv" else xlsx_of)(self.export_name, self.table(rows))
        return super().get(request, *args, **kwargs)

    @property
    def export_name(self) -> str:
        name = self.request.resolver_match.url_name if self.request.resolver_match else ""
        return f"{name}-{self.period.first}-{self.period.last}".replace("_", "-")

    @property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(_("Download CSV"), url=self.address(export="csv"), icon_name="download", priority=100),
            Button(_("Download XLSX"), url=self.address(export="xlsx"), icon_name="download", priority=90),
        ]

    def table(self, rows: list[Row]) -> Iterator[list[Any]]:
        yield [str(self.subject), _("Title"), *(str(figure.label) for figure in self.figures)]
        for row in rows:
            yield [inert(row.label), inert(row.title), *(_exact(row.values[figure.name]) for figure in self.figures)]

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


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_of(name: str, table: Iterable[list[Any]]) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in table)
    response = StreamingHttpResponse(_marked(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _marked(lines: Iterator[str]) -> Iterator[str]:
    yield "\ufeff"  # spreadsheets read UTF-8 only where they are told
    yield from lines


def xlsx_of(name: str, table: Iterable[list[Any]]) -> FileResponse:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("�", cell) if isinstance(cell, str) else cell for cell in row])
    output = BytesIO()
    book.save(output)
    output.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(output, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)
