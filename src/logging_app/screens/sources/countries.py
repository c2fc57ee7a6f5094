"""Which countries visitors ask from, where the integrator supplies a database of them."""

from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logging_app.enrichment.countries import are_known
from logging_app.models import AddressDay
from logging_app.screens.figures.period import Period
from logging_app.screens.figures.ranking import Figure, RankingView, Row


class CountriesView(RankingView):
    """By ISO 3166's two letters, which the browser puts into words."""

    template_name = "logging_app/sources/countries.html"
    page_title = gettext_lazy("Countries")
    header_icon = "site"
    searchable = False
    subject = gettext_lazy("Country")
    explanation = gettext_lazy(
        "Where an address is registered, which is not always where somebody sits. Requests count people and bots."
    )
    figures = (
        Figure("views", gettext_lazy("Page views"), good=1),
        Figure("requests", gettext_lazy("Requests")),
        Figure("bot_requests", gettext_lazy("Of bots")),
        Figure("errors", gettext_lazy("Errors"), good=-1),
        Figure("bytes_sent", gettext_lazy("Sent"), "bytes"),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not are_known():
            raise Http404(_("No database of countries is configured: see the setting COUNTRY_DATABASE."))
        return super().dispatch(request, *args, **kwargs)

    def read(self, order: str, limit: int, offset: int) -> list[Row]:
        sums = self._sums(self.period).order_by(f"-{order}", "country")[offset : offset + limit]
        return [Row(each["country"], each, each["country"]) for each in sums]

    def dress(self, rows: list[Row]) -> None:
        for row in rows:
            if row.key:
                row.url = f"{reverse('requests:index')}?country={row.key}"
            else:
                row.label = _("not known")

    def before(self, rows: list[Row]) -> dict[Any, float]:
        return {each["country"]: each["views"] for each in self._sums(self.period.before)}

    def _sums(self, period: Period) -> Any:
        names = [figure.name for figure in self.figures]
        days = AddressDay.objects.filter(day__range=period.range)
        return days.values("country").annotate(**{name: Sum(name) for name in names}).order_by()
