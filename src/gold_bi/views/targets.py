"""Targets by month, typed into a screen: one measure, one year, beside what the same months brought a year before."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import dashboards, targets
from gold_bi.board_words import amount
from gold_bi.dashboards.board import Board, Kpi, Selection
from gold_bi.dashboards.period import Period, end_of
from gold_bi.models.budget import Measure
from gold_bi.words import capitalised

from .gold import UPLOAD_FILE, PermittedView, name_of

MOST = Decimal("9999999999.99")
YEARS = range(2000, 2101)


class AmountField(forms.CharField):
    """A number as the reader's language writes it, with marks between thousands or without. Gives a Decimal or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        places = 0 if value == value.to_integral_value() else 2
        return number_format(value, places, use_l10n=True, force_grouping=True)

    def clean(self, value: Any) -> Decimal | None:
        text = re.sub(r"[\s€]", "", super().clean(value))
        if not text:
            return None
        point, mark = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
        whole = rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+|\d+"
        if not re.fullmatch(rf"(?:{whole})(?:{re.escape(point)}\d{{1,2}})?", text, re.ASCII):
            written = number_format(Decimal("12500.50"), 2, use_l10n=True, force_grouping=True)
            raise ValidationError(
                _("“%(value)s” is no amount. Write it as in %(example)s.") % {"value": value, "example": written}
            )
        number = Decimal(text.replace(mark, "").replace(point, "."))
        if number > MOST:
            raise ValidationError(_("That is more than can be kept: %s at most.") % number_format(MOST, 2))
        return number


class YearForm(forms.Form):
    """A field for each month, `month-1` to `month-12`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for month, name in MONTHS.items():
            self.fields[f"month-{month}"] = AmountField(label=capitalised(str(name)))

    def months(self, year: int) -> dict[date, Decimal]:
        given = {month: self.cleaned_data[f"month-{month}"] for month in MONTHS}
        return {date(year, month, 1): value for month, value in given.items() if value is not None}


class TargetsView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    permission = UPLOAD_FILE
    template_name = "gold_bi/targets.html"
    page_title = gettext_lazy("Targets")
    header_icon = "calendar-check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year: int = kwargs.get("year", timezone.localdate().year)
        name = kwargs.get("measure", Measure.REVENUE.value)
        if name not in Measure.values or self.year not in YEARS:
            raise Http404
        self.measure = Measure(name)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        here = targets.set_here()
        initial = {f"month-{month}": here.get((date(self.year, month, 1), self.measure.value)) for month in MONTHS}
        return self._page(YearForm(initial=initial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = YearForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        if targets.save(self.measure.value, self.year, form.months(self.year), name_of(request.user)):
            messages.success(request, _("Saved. The worker takes the targets into the figures now."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("gold_bi:targets_of", self.measure.value, self.year)

    def _page(self, form: YearForm, status: int = 200) -> HttpResponse:
        file = targets.latest()
        board, kpi = _shown_on(self.measure)
        before = _reached(board, kpi, self.year - 1)
        in_force = targets.in_force(self.measure.value, self.year)
        here = targets.set_here()
        rows = []
        for month in MONTHS:
            first = date(self.year, month, 1)
            set_elsewhere = in_force.get(first) if (first, self.measure.value) not in here else None
            rows.append(
                {
                    "field": form[f"month-{month}"],
                    "before": amount(before[month], kpi.unit.value, short=True),
                    "of_a_file": amount(set_elsewhere, kpi.unit.value, short=True) if set_elsewhere else "",
                }
            )
        context = self.get_context_data(
            form=form,
            rows=rows,
            measure=self.measure,
            measures=[
                (capitalised(str(each.label)), self._address(each, self.year), each is self.measure) for each in Measure
            ],
            year=self.year,
            earlier=self._address(self.measure, self.year - 1) if self.year - 1 in YEARS else "",
            later=self._address(self.measure, self.year + 1) if self.year + 1 in YEARS else "",
            kpi=kpi,
            board=board,
            whole=amount(sum(in_force.values()), kpi.unit.value, short=True) if in_force else "",
            whole_before=amount(sum(value or 0 for value in before.values()), kpi.unit.value, short=True),
            file=file,
            waiting=targets.is_on_its_way(),
        )
        return self.render_to_response(context, status=status)

    @staticmethod
    def _address(measure: Measure, year: int) -> str:
        return reverse("gold_bi:targets_of", args=[measure.value, year])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


def _shown_on(measure: Measure) -> tuple[Board, Kpi]:
    """The dashboard whose figure the target is for; where a figure leads to another dashboard, that one."""
    return next(
        (board, kpi)
        for board in dashboards.BOARDS
        for kpi in board.kpis
        if kpi.target == measure.value and not kpi.board
    )


def _reached(board: Board, kpi: Kpi, year: int) -> dict[int, Any]:
    """What the months of a year brought, by month."""
    months = {month: date(year, month, 1) for month in MONTHS}
    return {month: kpi.value(board.totals(Selection(Period(first, end_of(first))))) for month, first in months.items()}
