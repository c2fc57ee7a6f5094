"""Today against the same weekday last week, up to the same hour, in words.

Reads the rollup TrafficHour and nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gold_bi.models import TrafficHour
from gold_bi.words import number, spoken

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Requests from midnight to `until` (the site's time, a full hour), today and seven days before."""

    until: datetime
    requests: int
    last_week: int


def read(loaded_at: datetime) -> Today:
    """Of the day that `loaded_at` falls on, from the rollup, so inside `reading_gold()`."""
    until = timezone.localtime(loaded_at).replace(minute=0, second=0, microsecond=0)
    # Arithmetic on the clock's face: last week's 17:00 is 17:00 also when the clocks changed in between.
    return Today(until, _requests(until.date(), until), _requests(until.date() - WEEK, until - WEEK))


def in_words(today: Today | None, now: datetime | None = None) -> str:
    """One sentence; says so when there is nothing to compare."""
    now = timezone.localtime(now)
    if today is None or today.until.date() != now.date():
        return _("There are no figures for today yet.")
    if today.until.hour == 0:
        return _("The day has only just begun.")
    words = {
        "until": date_format(today.until, "H:i"),
        "count": number(today.requests),
        "before": number(today.last_week),
        "weekday": spoken(date_format(today.until, "l")),
    }
    if not today.last_week:
        return _("%(count)s requests today until %(until)s; there is no %(weekday)s before to compare with.") % words
    change = round(100 * (today.requests - today.last_week) / today.last_week)
    words["change"] = number(abs(change))
    if change > 0:
        return (
            _("%(count)s requests today until %(until)s: %(change)s%% above last %(weekday)s by then (%(before)s).")
            % words
        )
    if change < 0:
        return (
            _("%(count)s requests today until %(until)s: %(change)s%% below last %(weekday)s by then (%(before)s).")
            % words
        )
    return _("%(count)s requests today until %(until)s, as many as last %(weekday)s by then.") % words


def _requests(day: date, until: datetime) -> int:
    midnight = datetime.combine(day, time(), until.tzinfo)
    counts = TrafficHour.objects.filter(day=day, hour__gte=midnight, hour__lt=until).values_list("requests", flat=True)
    return sum(counts)
