"""Requests per day by how they ended: the chart, what it shows in words, and the table behind it.

Reads the rollup TrafficDay and nothing else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gold_bi.models import TrafficDay
from gold_bi.words import capitalised, number, spelt, spoken

DAYS = 30
# A day on which this share of at least so many requests failed is the news.
ALARMING_SHARE, ALARMING_FROM = 0.05, 20


@dataclass(frozen=True)
class Outcome:
    """How requests ended. `tone` is the name the style sheet gives the colour; `colour` is for paper."""

    status_class: int
    label: str | Promise
    tone: str
    colour: str


OUTCOMES = (
    Outcome(2, gettext_lazy("Answered"), "answered", "#0072B2"),
    Outcome(3, gettext_lazy("Sent elsewhere"), "redirected", "#56B4E9"),
    Outcome(4, gettext_lazy("Not found or refused"), "refused", "#E69F00"),
    Outcome(5, gettext_lazy("Went wrong"), "failed", "#D55E00"),
    Outcome(0, gettext_lazy("Broken off"), "broken", "#767676"),
)
FAILED = 5


@dataclass(frozen=True)
class TrafficDays:
    """Requests of each day with any, by status class; `first` to `today` is what the chart spans.

    The day of the last load, and those after it, are not over as far as GOLD knows: `complete` leaves them out.
    """

    first: date
    today: date
    loaded_on: date | None
    requests: dict[date, dict[int, int]]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.today - self.first).days + 1)]

    @property
    def complete(self) -> list[date]:
        return [day for day in self.days if self.total(day) and self.loaded_on and day < self.loaded_on]

    @property
    def outcomes(self) -> list[Outcome]:
        """Those that happened at all, with answered ones always."""
        return [one for one in OUTCOMES if one.status_class == 2 or self.total_of(one)]

    def total(self, day: date) -> int:
        return sum(self.requests.get(day, {}).values())

    def total_of(self, outcome: Outcome) -> int:
        return sum(self.requests.get(day, {}).get(outcome.status_class, 0) for day in self.days)

    def grand_total(self) -> int:
        return sum(map(self.total, self.days))


def read(first: date, today: date, loaded_on: date | None) -> TrafficDays:
    """From the rollup, so inside `reading_gold()`."""
    requests: dict[date, dict[int, int]] = {}
    rows = TrafficDay.objects.filter(day__range=(first, today)).values_list("day", "status_class", "requests")
    for day, status_class, count in rows:
        requests.setdefault(day, {})[status_class] = count
    return TrafficDays(first, today, loaded_on, requests)


def figure(data: TrafficDays) -> dict[str, Any]:
    """The Plotly figure as JSON-ready data. `meta.tone` of a trace names its colour in the style sheet."""
    days = data.days
    bars = [
        {
            "type": "bar",
            "name": str(outcome.label),
            "x": [day.isoformat() for day in days],
            "y": [data.requests.get(day, {}).get(outcome.status_class, 0) for day in days],
            "marker": {"color": outcome.colour, "opacity": [1 if day in data.complete else 0.55 for day in days]},
            "meta": {"tone": outcome.tone},
            "hovertemplate": "%{y:,d} " + str(outcome.label).lower() + "<extra></extra>",
        }
        for outcome in data.outcomes
    ]
    layout = {
        "title": {"text": finding(data)},
        "meta": {"description": description(data)},
        "barmode": "stack",
        "bargap": 0.25,
        "hovermode": "x unified",
        "showlegend": False,  # the key, with its totals, stands above the chart in HTML
        "xaxis": {
            "type": "date",
            "tickformat": "%-d %b",
            "hoverformat": "%A %-d %B",
            "nticks": 8,
            "showgrid": False,
            "fixedrange": True,
        },
        "yaxis": {"title": {"text": _("requests per day")}, "tickformat": ",d", "rangemode": "tozero", "nticks": 5},
        "annotations": _peak_label(data),
    }
    return {"data": bars, "layout": layout}


def _peak_label(data: TrafficDays) -> list[dict[str, Any]]:
    if not data.complete:
        return []
    peak = max(data.complete, key=data.total)
    count = number(data.total(peak))
    return [{"x": peak.isoformat(), "y": data.total(peak), "text": count, "showarrow": False, "yshift": 10}]


def finding(data: TrafficDays) -> str:
    """The chart's title: what there is to see in it."""
    complete = data.complete
    if not data.grand_total():
        return _("No requests in the last %(days)s days") % {"days": DAYS}
    if not complete:
        return _("%(count)s requests so far") % {"count": number(data.grand_total())}
    worst = max(complete[-7:], key=lambda day: _failed_share(data, day))
    if _failed_share(data, worst) >= ALARMING_SHARE:
        share = number(round(100 * _failed_share(data, worst)))
        return capitalised(_("%(day)s: %(share)s%% of the requests failed") % {"day": spelt(worst), "share": share})
    busiest = max(complete, key=data.total)
    words = {"day": spelt(busiest), "days": DAYS, "count": number(data.total(busiest))}
    return capitalised(_("%(day)s was the busiest of the last %(days)s days: %(count)s requests") % words)


def description(data: TrafficDays) -> str:
    """The chart for who cannot see it."""
    totals = [data.total(day) for day in data.complete]
    words = {
        "first": spoken(date_format(data.first, "j F")),
        "last": spoken(date_format(data.today, "j F")),
        "total": number(data.grand_total()),
    }
    sentence = _("One bar for each day from %(first)s to %(last)s, %(total)s requests in all.") % words
    if totals:
        words = {"least": number(min(totals)), "most": number(max(totals))}
        sentence += " " + _("Whole days had between %(least)s and %(most)s.") % words
    return sentence + " " + _("The table below gives every figure.")


def _failed_share(data: TrafficDays, day: date) -> float:
    total = data.total(day)
    return data.requests[day].get(FAILED, 0) / total if total >= ALARMING_FROM else 0
