"""The overview: who came, what failed, how fast the answers were, and what went live meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from logging_app import path_figures
from logging_app.hour_figures import Traffic, day_sums, reaches, traffic
from logging_app.latency import percentile
from logging_app.models import LATENCY_BUCKETS

from .charts import Mark, Series, chart
from .numbers import Change, milliseconds, number, percent, shown
from .period import Period, spoken
from .screen import FiguresView
from .went_live import went_live


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    changes: list[Change]
    note: str = ""


class OverviewView(FiguresView):
    template_name = "logging_app/figures/overview.html"
    page_title = gettext_lazy("Overview")
    header_icon = "view"
    by_hour = True
    kept = ()

    @cached_property
    def traffic(self) -> dict[Any, Traffic]:
        return traffic(self.period.moments, self.form.hourly)

    @cached_property
    def page_latency(self) -> dict[date, list[int]]:
        return path_figures.pages_by_day(self.period.range)

    @cached_property
    def moments(self) -> list[Any]:
        """Every hour or day of the period, those without a request too, up to now."""
        if not self.form.hourly:
            return [day for day in self.period.dates if day <= timezone.localdate()]
        start, end = self.period.moments
        end = min(end, timezone.now())
        hours = range(int((end - start) / timedelta(hours=1)) + bool((end - start) % timedelta(hours=1)))
        utc = start.astimezone(timezone.get_fixed_timezone(0))
        return [timezone.localtime(utc + timedelta(hours=n)) for n in hours]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = went_live(self.period.moments)
        marks = [Mark(each.at, f"{date_format(each.at, 'H:i')} {each.title}") for each in published]
        context = super().get_context_data(**kwargs)
        if not self.traffic:
            return context | {"empty": True}
        return context | {
            "tiles": self.tiles(),
            "charts": [self.visits(marks), self.errors(marks), self.latency(marks)],
            "published": published,
        }

    def tiles(self) -> list[Tile]:
        now, before, like = (self._sums(period) for period in (self.period, self.period.before, self.period.like))
        changes = self._changes(now, before, like)
        return [
            Tile(_("Daily visitors"), shown(now.get("visitors"), "number"), changes("visitors", 1), self._note()),
            Tile(_("Page views"), shown(now.get("views"), "number"), changes("views", 1)),
            Tile(_("Requests of people"), shown(now.get("people_requests"), "number"), changes("people_requests", 1)),
            Tile(_("Share of bots"), percent(now.get("bots")), changes("bots", 0)),
            Tile(_("Failed requests (5xx)"), shown(now.get("server_errors"), "number"), changes("server_errors", -1)),
            Tile(_("95 of 100 pages within"), milliseconds(now.get("p95")), changes("p95", -1)),
        ]

    def _note(self) -> str:
        return "" if self.period.days == 1 else _("Who comes on two days counts twice: nobody is followed overnight.")

    def _sums(self, period: Period) -> dict[str, Any]:
        if period != self.period and not reaches(period.first):
            return {}
        sums: dict[str, Any] = dict(day_sums(period.range) or {})
        if sums:
            sums["bots"] = 1 - sums["people_requests"] / sums["requests"]
            days = self.page_latency if period == self.period else path_figures.pages_by_day(period.range)
            sums["p95"] = percentile([sum(bucket) for bucket in zip(*days.values(), strict=True)], 0.95)
        return sums

    def _changes(self, now: dict[str, Any], *others: dict[str, Any]) -> Any:
        against = (
            [_("the day before"), _("the same weekday a week before")]
            if self.period.days == 1
            else [_("the days before"), _("a year before")]
        )

        def changes(name: str, good: int) -> list[Change]:
            if not self.period.over or now.get(name) is None:
                return []
            pairs = zip(others, against, strict=True)
            return [Change(now[name], sums[name], words, good) for sums, words in pairs if sums.get(name) is not None]

        return changes

    def _of(self, name: str) -> list[int]:
        return [getattr(self.traffic.get(moment, _NOTHING), name) for moment in self.moments]

    def _when(self, moment: date | datetime) -> str:
        return spoken(date_format(moment, _("l j F, H:i") if isinstance(moment, datetime) else _("l j F")))

    def visits(self, marks: list[Mark]) -> dict[str, Any]:
        people, bots = self._of("people"), self._of("bots")
        series = [Series(_("People"), "answered", people), Series(_("Bots"), "redirected", bots)]
        if not sum(people):
            finding = _("Only bots came: %(count)s requests") % {"count": number(sum(bots))}
            return self._chart("requests-chart", finding, series, marks, _("requests"))
        most = max(range(len(people)), key=people.__getitem__)
        words = {"share": percent(sum(people) / (sum(people) + sum(bots))), "when": self._when(self.moments[most])}
        words["count"] = number(people[most])
        finding = _("%(share)s of the requests were people’s, most of them on %(when)s: %(count)s") % words
        return self._chart("requests-chart", finding, series, marks, _("requests"))

    def errors(self, marks: list[Mark]) -> dict[str, Any]:
        failed, refused = self._of("failed"), self._of("refused")
        if not sum(failed):
            finding = _("No request failed; %(count)s were refused or found nothing") % {"count": number(sum(refused))}
        else:
            worst = max(range(len(failed)), key=failed.__getitem__)
            words = {"count": number(sum(failed)), "when": self._when(self.moments[worst])}
            words["worst"] = number(failed[worst])
            finding = (
                ngettext(
                    "One request failed, on %(when)s",
                    "%(count)s requests failed, most on %(when)s: %(worst)s",
                    sum(failed),
                )
                % words
            )
        series = [
            Series(_("Failed (5xx)"), "failed", failed),
            Series(_("Refused or not found (4xx)"), "refused", refused),
        ]
        return self._chart("errors-chart", finding, series, marks, _("requests"))

    def latency(self, marks: list[Mark]) -> dict[str, Any]:
        if self.form.hourly:
            durations = [self.traffic.get(moment, _NOTHING).latency for moment in self.moments]
            what = _("duration of all answers")
        else:
            durations = [self.page_latency.get(day, _NOTHING.latency) for day in self.moments]
            what = _("duration of pages")
        p50, p95, p99 = ([percentile(each, share) for each in durations] for share in (0.5, 0.95, 0.99))
        all_of_them = [sum(bucket) for bucket in zip(*durations, strict=True)]
        words = {
            "half": milliseconds(percentile(all_of_them, 0.5)),
            "most": milliseconds(percentile(all_of_them, 0.95)),
        }
        finding = _("Half of the answers took at most %(half)s, 95 of 100 at most %(most)s") % words
        series = [
            Series("p50", "answered", p50, "ms"),
            Series("p95", "refused", p95, "ms", "dash"),
            Series("p99", "failed", p99, "ms", "dot"),
        ]
        return self._chart("latency-chart", finding, series, marks, what, lines=True)

    def _chart(
        self, name: str, finding: str, series: list[Series], marks: list[Mark], axis: str, lines: bool = False
    ) -> dict[str, Any]:
        description = _("%(axis)s, %(period)s.") % {"axis": axis.capitalize(), "period": self.period}
        return chart(
            name, finding, description, self.moments, series,
            axis=axis, lines=lines, hourly=self.form.hourly, marks=marks,
        )  # fmt: skip


_NOTHING = Traffic(latency=[0] * LATENCY_BUCKETS)
