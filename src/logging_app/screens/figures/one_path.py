"""One path: its days or hours, who sent visitors to it, how its requests ended."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logging_app import path_figures
from logging_app.latency import percentile
from logging_app.models import Path, Referrer
from logging_app.screens.page_of import pages_of
from logging_app.screens.words import status_word
from logging_app.visible import visible

from .charts import Series, chart
from .numbers import milliseconds, number
from .pages import page_links
from .screen import FiguresView


class PathView(FiguresView):
    template_name = "logging_app/figures/one_path.html"
    page_title = gettext_lazy("One path")
    header_icon = "doc-empty"
    by_hour = True

    @cached_property
    def path(self) -> Path:
        return get_object_or_404(Path, pk=self.kwargs["path_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("request_log_pages"), "label": _("Pages")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = pages_of([self.path.text]).get(self.path.text)
        days = path_figures.by_day(self.period.range, self.path.pk)
        newest = path_figures.newest_of(self.path.pk, self.period.moments)
        statuses = [
            {"status": each["status"], "word": status_word(each["status"])[0], "tone": status_word(each["status"])[1],
             "requests": number(each["requests"])}
            for each in newest["statuses"]
        ]  # fmt: skip
        groups = dict(Referrer.Group.choices)
        referrers = [
            {"name": each["name"] or each["host"], "group": groups.get(each["group"], each["group"]),
             "requests": number(each["requests"])}
            for each in newest["referrers"] if each["group"] != Referrer.Group.OWN.value
        ]  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "path": self.path,
            "page": page,
            "links": page_links(page, self.path.text, self.request.user) if page else [],
            "facts": self._facts(days) if days else [],
            "chart": self._by_hour(newest["hours"]) if self.form.hourly else self._by_day(days),
            "statuses": statuses,
            "referrers": referrers,
            "bounded": sum(each["requests"] for each in newest["statuses"]) >= path_figures.LOOKED_AT,
            "looked_at": number(path_figures.LOOKED_AT),
        }

    def _facts(self, days: list[dict[str, Any]]) -> list[tuple[str, str]]:
        def total(name: str) -> int:
            return sum(day[name] for day in days)

        latency = [sum(bucket) for bucket in zip(*(day["latency"] for day in days), strict=True)]
        return [
            (_("Page views"), number(total("views"))),
            (_("Daily visitors"), number(total("visitors"))),
            (_("Errors"), number(total("client_errors") + total("server_errors"))),
            (_("95 of 100 within"), milliseconds(percentile(latency, 0.95))),
        ]

    def _by_day(self, days: list[dict[str, Any]]) -> dict[str, Any] | None:
        if not days:
            return None
        known = {day["day"]: day for day in days}

        def sums(*names: str) -> list[int]:
            return [sum(known[day][name] for name in names) if day in known else 0 for day in self.period.dates]

        views, requests = sums("views"), sums("requests")
        errors = sums("client_errors", "server_errors")
        rest = [each - view - error for each, view, error in zip(requests, views, errors, strict=True)]
        series = [
            Series(_("Page views"), "answered", views),
            Series(_("Bots and other requests"), "redirected", [max(0, each) for each in rest]),
            Series(_("Errors"), "failed", errors),
        ]
        words = {"views": number(sum(views)), "requests": number(sum(requests))}
        finding = _("%(views)s page views in %(requests)s requests") % words
        return self._chart(finding, self.period.dates, series)

    def _by_hour(self, hours: list[dict[str, Any]]) -> dict[str, Any] | None:
        if not hours:
            return None
        people, bots = ([each[name] for each in hours] for name in ("people", "bots"))
        finding = _("%(people)s requests of people, %(bots)s of bots") % {
            "people": number(sum(people)),
            "bots": number(sum(bots)),
        }
        series = [Series(_("People"), "answered", people), Series(_("Bots"), "redirected", bots)]
        return self._chart(finding, [localtime(each["hour"]) for each in hours], series)

    def _chart(self, finding: str, moments: list[Any], series: list[Series]) -> dict[str, Any]:
        words = {"path": visible(self.path.text[:200]), "period": self.period}
        description = _("Requests for %(path)s, %(period)s.") % words
        return chart(
            "path-chart", finding, description, moments, series, axis=_("requests"), hourly=self.form.hourly
        )  # fmt: skip
