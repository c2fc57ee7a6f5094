"""The rows behind a figure of sales: each order line with the file and the line it came from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi.board_words import amount
from gold_bi.models import FactSale, SourceFile
from gold_bi.words import number

from .board import ROWS, OfBoard, asked

A_PAGE = 50


@dataclass(frozen=True)
class SaleRow:
    sale: FactSale
    file: str

    @property
    def quantity(self) -> str:
        return amount(float(self.sale.quantity), "count")

    @property
    def amount(self) -> str:
        return amount(self.sale.amount, "money")

    @property
    def line(self) -> str:
        return number(self.sale.line)


class SaleRowsView(OfBoard, WagtailAdminTemplateMixin, TemplateView):
    """Newest day first; `?after=day,file,line` goes on below that row, without counting what lies above."""

    template_name = "gold_bi/board_rows.html"
    header_icon = "list-ul"

    def get_page_title(self) -> str:
        return _("Rows behind “%s”") % self.board.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("gold_bi:board", args=[self.board.name]), "label": self.board.title}
        return [*super().get_breadcrumbs_items(), board, {"url": "", "label": _("Rows")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.board.name not in ROWS:
            raise Http404("This dashboard has no rows.")
        wanted = asked(self.request, self.board)
        period = wanted.selection.period
        sales = FactSale.objects.filter(counted=True, day__range=(period.first, period.last))
        sales = sales.filter(**wanted.selection.filters)
        after = self._after()
        if after:
            day, file, line = after
            sales = sales.filter(Q(day__lt=day) | Q(day=day) & (Q(file__lt=file) | Q(file=file, line__gt=line)))
        found = list(sales.order_by("-day", "-file", "line")[: A_PAGE + 1])
        names = dict(SourceFile.objects.filter(pk__in={sale.file_id for sale in found}).values_list("pk", "name"))
        last = found[A_PAGE - 1] if len(found) > A_PAGE else None
        further = {**wanted.address, "after": f"{last.day},{last.file_id},{last.line}"} if last else None
        return super().get_context_data(
            period=period,
            filters=wanted.selection.filters.values(),
            wrong=wanted.wrong,
            rows=[SaleRow(sale, names.get(sale.file_id, "")) for sale in found[:A_PAGE]],
            older=f"?{urlencode(further)}" if further else "",
            back=f"{reverse('gold_bi:board', args=[self.board.name])}?{urlencode(wanted.address)}",
            **kwargs,
        )

    def _after(self) -> tuple[date, int, int] | None:
        given = self.request.GET.get("after", "")
        if not given:
            return None
        try:
            day, file, line = given.split(",")
            return date.fromisoformat(day), int(file), int(line)
        except ValueError:
            raise Http404(f"There is no row “{given}”.") from None
