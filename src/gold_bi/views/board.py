"""The page of a dashboard: figures, charts with their tables, what was asked for, and how it is all computed."""

import csv
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from base.lib.spreadsheet import inert
from gold_bi import dashboards
from gold_bi.board_words import kpi_in_words
from gold_bi.dashboards import keeping
from gold_bi.dashboards.asking import Asked, understood
from gold_bi.dashboards.board import Board, Kpi, Part
from gold_bi.dashboards.period import PRESETS, Period
from gold_bi.dashboards.showing import BEFORE, YEAR_BEFORE
from gold_bi.own.placing import NAME, charts_on, with_own
from gold_bi.words import moment, spelt

from .board_parts import part_in_words
from .gold import UPLOAD_FILE, VIEW_FIGURES
from .kept_page import kept_page


def asked(request: HttpRequest, board: Board) -> Asked:
    return understood({key: str(value) for key, value in request.GET.items()}, board)


class OfBoard(View):
    """Finds the dashboard and asks whether its reader may see it."""

    board: Board

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        board = next((one for one in dashboards.BOARDS if one.name == kwargs["name"]), None)
        if board is None:
            raise Http404(f"There is no dashboard “{kwargs['name']}”.")
        if not request.user.has_perm(board.permission):
            raise PermissionDenied
        [self.board] = with_own([board], request.user)
        return super().dispatch(request, *args, **kwargs)


class BoardView(OfBoard, WagtailAdminTemplateMixin, TemplateView):
    template_name = "gold_bi/board.html"
    header_icon = "view"

    def get_page_title(self) -> str:
        return str(self.board.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.board.title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.wanted = asked(request, self.board)
        self.known = keeping.read(self.board, self.wanted.selection, self.wanted.compared)
        if not self.known.key:
            return super().get(request, *args, **kwargs)
        shown = [self.known.key, self.known.freshness, timezone.localdate()]
        return kept_page(request, shown, lambda: super(BoardView, self).get(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board, wanted, known = self.board, self.wanted, self.known
        period = known.selection.period
        compared = period.year_before if wanted.compared == YEAR_BEFORE else period.before
        rows = reverse("gold_bi:board_rows", args=[board.name]) if board.name in ROWS else ""
        context = {
            "board": board,
            "wrong": wanted.wrong,
            "period": period,
            "compared": compared,
            "presets": self._presets(wanted),
            "comparisons": self._comparisons(wanted),
            "own": wanted.selection.period,
            "kept": {key: value for key, value in wanted.address.items() if key == "compare"},
            "freshness": known.freshness,
            "address": wanted.address,
            "rows_url": rows and f"{rows}?{urlencode(wanted.address)}",
            **(self._shown(known.data, wanted, compared) if known.data else {}),
        }
        return super().get_context_data(**context, **kwargs)

    def _shown(self, shown: dict[str, Any], wanted: Asked, compared: Period) -> dict[str, Any]:
        chosen = wanted.selection.filters
        day = date.fromisoformat(shown["begins"]) if wanted.compared in shown.get("partly", []) else None
        return {
            "begins": Period(day, day) if day else "",
            "shown": shown,
            "filters": [(one, shown["choices"][one.name], chosen.get(one.name, "")) for one in self.board.filters],
            "empty": not any(one["value"] for one in shown["kpis"].values()),
            "latest": self._latest(shown),
            **self._figures(shown, wanted, compared),
        }

    def _figures(self, shown: dict[str, Any], wanted: Asked, compared: Period) -> dict[str, Any]:
        board, period = self.board, wanted.selection.period
        same = period.before == period.year_before
        under_way = period.first == period.last >= timezone.localdate()
        whole_day = spelt(period.before.first) if under_way else ""
        partly = wanted.compared in shown.get("partly", [])
        return {
            "kpis": [
                kpi_in_words(kpi, shown["kpis"][kpi.name], same, whole_day)
                | _source(board, kpi, shown)
                | self._leads_to(kpi, wanted)
                for kpi in board.kpis
            ],
            "parts": [
                part_in_words(part, shown["parts"][part.name], compared, self._csv(part, wanted), partly)
                | self._change(part)
                for part in board.parts
                if part.name in shown["parts"]  # the last known figures have none of people's own
            ],
        }

    def _change(self, part: Part) -> dict[str, str]:
        """Where a chart of the reader's own is changed."""
        pk = part.name.removeprefix(NAME)
        if pk == part.name or pk not in self._mine:
            return {}
        return {"change": reverse("gold_bi:own_chart", args=[self.board.name, pk])}

    @cached_property
    def _mine(self) -> set[str]:
        if not any(part.name.startswith(NAME) for part in self.board.parts):
            return set()
        charts = charts_on([self.board], self.request.user).filter(user=self.request.user.pk)
        return {str(pk) for pk in charts.values_list("pk", flat=True)}

    def _presets(self, wanted: Asked) -> list[tuple[str, Any, bool]]:
        rest = {key: value for key, value in wanted.address.items() if key not in ("period", "from", "to")}
        return [
            (f"?{urlencode({'period': name, **rest})}", title, wanted.selection.period.name == name)
            for name, title in PRESETS.items()
        ]

    def _comparisons(self, wanted: Asked) -> list[tuple[str, str, bool]]:
        rest = {key: value for key, value in wanted.address.items() if key != "compare"}
        return [
            (f"?{urlencode(rest)}", _("the period before"), wanted.compared == BEFORE),
            (f"?{urlencode({**rest, 'compare': YEAR_BEFORE})}", _("the year before"), wanted.compared == YEAR_BEFORE),
        ]

    def _csv(self, part: Part, wanted: Asked) -> str:
        return f"{reverse('gold_bi:board_csv', args=[self.board.name, part.name])}?{urlencode(wanted.address)}"

    def _leads_to(self, kpi: Kpi, wanted: Asked) -> dict[str, str]:
        """The dashboard with more of it, where its reader may see that one; else where an alert or targets are set."""
        if not kpi.board:
            asked = urlencode({"board": self.board.name, "figure": kpi.name})
            alert, year = f"{reverse('gold_bi:new_alert')}?{asked}", wanted.selection.period.last.year
            targets = reverse("gold_bi:targets_of", args=[kpi.target, year]) if kpi.target else ""
            return {
                "alert": alert if self.request.user.has_perm(VIEW_FIGURES) else "",
                "targets": targets if self.request.user.has_perm(UPLOAD_FILE) else "",
            }
        board = next((one for one in dashboards.BOARDS if one.name == kpi.board), None)
        if board is None or not self.request.user.has_perm(board.permission):
            return {}
        return {"more": f"{reverse('gold_bi:board', args=[board.name])}?{urlencode(wanted.address)}"}

    @staticmethod
    def _latest(shown: dict[str, Any]) -> dict[str, str] | None:
        if not shown["latest"]:
            return None
        day = date.fromisoformat(shown["latest"])
        month = Period(day.replace(day=1), day)
        address = urlencode({"from": month.first.isoformat(), "to": month.last.isoformat()})
        return {"address": f"?{address}", "words": str(month)}


# Dashboards whose figures have rows to go down to, one by one.
ROWS = ("sales", "customers")


def _source(board: Board, kpi: Kpi, shown: dict[str, Any]) -> dict[str, str]:
    """The flow it comes from, and when that last loaded."""
    flow = kpi.flow or board.flow
    loaded = shown.get("loaded", {}).get(flow)
    return {"flow": flow, "loaded": moment(datetime.fromisoformat(loaded)) if loaded else ""}


class BoardCsvView(OfBoard):
    """The table behind one part, with the cells of the screen."""

    def get(self, request: HttpRequest, name: str, part: str) -> HttpResponse:
        wanted = asked(request, self.board)
        shown = keeping.read(self.board, wanted.selection, wanted.compared).data
        if not shown or part not in shown["parts"]:
            raise Http404(f"There is no table “{part}”.")
        period = wanted.selection.period
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        filename = f"{self.board.name}-{part}-{period.first}-{period.last}.csv"
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        response.write("\ufeff")  # spreadsheets read UTF-8 only where they are told
        writer = csv.writer(response)
        writer.writerow([text for text, _unit in shown["parts"][part]["headings"]])
        writer.writerows([map(inert, row) for row in shown["parts"][part]["rows"]])
        return response
