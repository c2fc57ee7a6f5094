"""What every screen of figures is: for who may look, about some days, within the admin's own furniture."""

from typing import Any
from urllib.parse import urlencode

from django.utils.functional import cached_property

from logging_app.hour_figures import reaches
from logging_app.models import Day
from logging_app.screens.downloads import Downloads
from logging_app.screens.permissions import Lookers

from .period import DEFAULT, Period, PeriodForm


class FiguresView(Lookers, Downloads):
    http_method_names = ["get", "head", "options"]
    header_icon = "view"
    by_hour = False
    default = DEFAULT  # of the periods that may be chosen
    compares = True

    @cached_property
    def form(self) -> PeriodForm:
        return PeriodForm(self.request.GET, self.default)

    @cached_property
    def period(self) -> Period:
        return self.form.chosen

    @cached_property
    def compared(self) -> bool:
        """Nothing is new just because the log does not reach back any further, nor less because today is not over."""
        return self.compares and self.period.over and reaches(self.period.before.first)

    @property
    def period_query(self) -> str:
        """The period as chosen, for the address of another screen."""
        said = {name: value for name, value in self.request.GET.items() if name in ("period", "from", "to")}
        return f"?{urlencode(said)}" if said else ""

    @property
    def download_span(self) -> str:
        return f"{self.period.first} {self.period.last}"

    @property
    def downloads_asked_rightly(self) -> bool:
        return self.form.is_valid()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = Day.objects.order_by("-day").first()
        computed = (
            Day.objects.filter(day__range=self.period.range).order_by("computed_at").values("computed_at").first()
        )
        kept = [(name, value) for name, value in self.request.GET.items() if name in self.kept]
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "period": self.period,
            "period_query": self.period_query,
            "compares": self.compares,
            "compared": self.compared,
            "kept": kept,
            "by_hour": self.by_hour and self.form.may_be_hourly,
            "as_of": computed and computed["computed_at"],
            "newest_day": newest and newest.day,
        }

    # What else of the address the period's form hands on.
    kept: tuple[str, ...] = ("order", "q")
