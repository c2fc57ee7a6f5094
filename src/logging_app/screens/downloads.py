"""What a screen lists, as CSV or as a workbook: sent while it is read, and not cut where the screen ends."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone, get_default_timezone, get_default_timezone_name, localtime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from base.lib.spreadsheet import inert

from .workbook import Cell, workbook

MOST = 100_000
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AT_ONCE = 500  # rows between two pieces of the answer

Label = str | Promise
# The heading, and the name of the row's attribute or what makes the cell of a row.
Column = tuple[Label, str | Callable[[Any], Cell]]


@dataclass(frozen=True)
class Download:
    """One table of a screen. `rows` gets how many are wanted at most; `name` tells the tables of one screen apart."""

    title: Label
    columns: Sequence[Column]
    rows: Callable[[int], Iterable[Any]]
    name: str = ""

    def lines(self, most: int = MOST) -> Iterator[list[Cell]]:
        """The heading, the rows, and where there are more of them a line that says so."""
        yield [str(label) for label, _value in self.columns]
        cells = [attrgetter(value) if isinstance(value, str) else value for _label, value in self.columns]
        rows = iter(self.rows(most + 1))
        for row in islice(rows, most):
            yield [cell(row) for cell in cells]
        if next(rows, None) is not None:
            text = _("Only the first %(most)s rows are here: choose fewer days or a narrower filter.")
            yield [text % {"most": number_format(most, force_grouping=True)}]


class Downloads(WagtailAdminTemplateMixin, TemplateView):
    """A screen with its `downloads` as files below its own address (`export` and, of several, `table`)."""

    @property
    def downloads(self) -> list[Download]:
        return []

    @property
    def download_span(self) -> str:
        """What the files' names say of the time they are about."""
        return str(timezone.localdate())

    @property
    def downloads_asked_rightly(self) -> bool:
        """False where the screen itself has to say what is wrong."""
        return True

    def address(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        for name in ("p", "export", "table"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = str(value)
        return "?" + query.urlencode()

    def get(  # type: ignore[override]  # a file is no template
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        form = request.GET.get("export")
        if form is None:
            return super().get(request, *args, **kwargs)
        if not self.downloads_asked_rightly:
            return redirect(request.path + self.address())
        name = request.GET.get("table", "")
        wanted = [each for each in self.downloads if each.name == name]
        if form not in FORMS or not wanted:
            raise Http404(_("There is no such file: the screen names those it has."))
        return answer(form, wanted[0].title, self.download_span, wanted[0].lines())

    @property
    def header_more_buttons(self) -> list[Button]:
        files = self.downloads
        found: list[Button] = []
        for each in files:
            table = {"table": each.name} if each.name else {}
            for form in FORMS:
                label = _label(form, each.title if len(files) > 1 else "")
                url = self.address(export=form, **table)
                found.append(Button(label, url=url, icon_name="download", priority=len(found)))
        return found


def buttons(url: Callable[[str], str]) -> list[Button]:
    """The pair of them, for a list whose files have an address of their own."""
    return [Button(_label(form), url=url(form), icon_name="download") for form in FORMS]


def _label(form: str, title: Label = "") -> str:
    if title:
        return _("Download %(form)s: %(title)s") % {"form": form.upper(), "title": title}
    return _("Download %(form)s") % {"form": form.upper()}


def answer(form: str, title: Label, span: str, lines: Iterator[list[Cell]]) -> StreamingHttpResponse:
    """`lines` begin with the heading. What a spreadsheet would compute is made inert here, and nowhere else."""
    plain = ([inert(cell) for cell in line] for line in lines)
    pieces = _csv(plain) if form == "csv" else _workbook(str(title), plain)
    response = StreamingHttpResponse(_as_the_reader(pieces), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(f"{title} {span}")}.{form}"'
    response["Cache-Control"] = "no-store"  # it may hold addresses
    return response


def site_time(moment: datetime | None) -> datetime | None:
    """In the site's zone and to the second, as a spreadsheet's cells can hold it."""
    return localtime(moment, get_default_timezone()).replace(tzinfo=None, microsecond=0) if moment else None


def in_site_time(label: Label) -> str:
    """A heading for `site_time`."""
    return f"{label} ({get_default_timezone_name()})"


def _as_the_reader(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The answer is written when the view, and with it the reader's language and zone, is left already."""
    language, zone = translation.get_language(), get_current_timezone()
    while True:
        with ExitStack() as reader:
            reader.enter_context(translation.override(language))
            reader.enter_context(timezone.override(zone))
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class _Echo:
    """Gives back what the CSV writer writes."""

    def write(self, line: str) -> str:
        return line


def _csv(lines: Iterator[list[Cell]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield "\ufeff".encode()  # spreadsheets read UTF-8 only where they are told
    while piece := [writer.writerow(line) for line in islice(lines, _AT_ONCE)]:
        yield "".join(piece).encode("utf-8", "replace")


def _workbook(title: str, lines: Iterator[list[Cell]]) -> Iterator[bytes]:
    heading = [str(cell) for cell in next(lines)]
    return workbook(title, heading, lines)
