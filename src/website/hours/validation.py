"""What an editor may have got wrong, in plain words."""

from collections.abc import Iterable, Sequence
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from .dates import DAY, DAY_OF_YEAR, written
from .schedule import Period, Span, first_common_day, overlapping_spans


def span_errors(opens: time, closes: time, past_midnight: bool) -> dict[str, str]:
    """What is wrong with a span, by field; empty when nothing is."""
    times = {"closes": f"{closes:%H:%M}", "opens": f"{opens:%H:%M}"}
    if not past_midnight and closes <= opens:
        return {
            "closes": _("%(closes)s is not after %(opens)s. If you close after midnight, tick “closes the day after”.")
            % times
        }
    if past_midnight and closes > opens:
        return {"past_midnight": _("From %(opens)s to %(closes)s the day after is more than 24 hours.") % times}
    return {}


def overlap_error(spans: Iterable[tuple[int | None, Span]]) -> str:
    """Names the first two of (weekday, span) that share time; the weekday is None where all are of one day."""
    listed = list(spans)
    found = overlapping_spans(
        [(day or 0, span) for day, span in listed], wraps=all(day is not None for day, _ in listed)
    )
    if found is None:
        return ""
    one, other = (_said(day if listed[0][0] is not None else None, span) for day, span in found)
    return _("%(one)s and %(other)s overlap. Make them one span, or change one.") % {"one": one, "other": other}


def period_error(period: Period) -> str:
    if period.every_year or period.first <= period.last:
        return ""
    return _("%(last)s is before %(first)s.") % {"first": _date(period), "last": written(period.last, DAY_OF_YEAR)}


def season_error(seasons: Sequence[tuple[str, Period]]) -> str:
    """Names the first two of (name, period) that share a day."""
    for at, (name, period) in enumerate(seasons):
        for other_name, other in seasons[:at]:
            day = first_common_day(other, period)
            if day:
                return _("“%(one)s” and “%(other)s” both cover %(day)s. A day can only be in one season.") % {
                    "one": other_name,
                    "other": name,
                    "day": written(day, DAY),
                }
    return ""


def twice_error(periods: Sequence[Period]) -> str:
    """Names the first dates that are listed more than once."""
    for at, period in enumerate(periods):
        if period in periods[:at]:
            return _("%(day)s is listed twice: keep one of the two.") % {"day": _date(period)}
    return ""


def _said(day: int | None, span: Span) -> str:
    hours = f"{span.opens:%H:%M}–{span.closes:%H:%M}"
    return hours if day is None else f"{WEEKDAYS[day]} {hours}"


def _date(period: Period) -> str:
    return written(period.first, DAY if period.every_year else DAY_OF_YEAR)
