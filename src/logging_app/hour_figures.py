"""Sums of the hourly rollup and of the days, for the overview: what people and bots asked, and how it ended."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from .models import LATENCY_BUCKETS, Day, TrafficHour

_SUMS = ("requests", "people_requests", "views", "visitors", "server_errors", "client_errors", "bytes_sent")


def day_sums(days: tuple[date, date]) -> dict[str, int] | None:
    """The sums of Day; None when no request of these days was ever recorded. Visitors are those of each day, added."""
    sums = Day.objects.filter(day__range=days).aggregate(**{name: Sum(name) for name in _SUMS})
    return sums if sums["requests"] else None


def reaches(day: date) -> bool:
    """Whether the log goes back to this day: against one that began later nothing can be compared."""
    return Day.objects.filter(day__lte=day, requests__gt=0).exists()


@dataclass
class Traffic:
    """What was answered in one hour, or one day."""

    people: int = 0
    bots: int = 0
    refused: int = 0
    failed: int = 0
    people_bytes: int = 0
    bot_bytes: int = 0
    latency: list[int] = field(default_factory=lambda: [0] * LATENCY_BUCKETS)


def traffic(moments: tuple[datetime, datetime], hourly: bool) -> dict[date | datetime, Traffic]:
    """By the hour (its moment in the site's zone) or by the day of the site's zone; only those with any request."""
    buckets = ", ".join(f"sum(latency[{n}])::bigint" for n in range(1, LATENCY_BUCKETS + 1))
    sql = f"""SELECT {"hour" if hourly else "(hour AT TIME ZONE %(zone)s)::date"}, is_bot, sum(requests)::bigint,
            coalesce(sum(requests) FILTER (WHERE status BETWEEN 400 AND 499), 0)::bigint,
            coalesce(sum(requests) FILTER (WHERE status BETWEEN 500 AND 599), 0)::bigint,
            sum(bytes_sent)::bigint, ARRAY[{buckets}]
        FROM {TrafficHour._meta.db_table} WHERE hour >= %(start)s AND hour < %(end)s GROUP BY 1, 2 ORDER BY 1"""  # noqa: S608
    given: dict[str, Any] = {"zone": timezone.get_default_timezone_name(), "start": moments[0], "end": moments[1]}
    found: dict[Any, Traffic] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for moment, is_bot, requests, refused, failed, sent, latency in cursor.fetchall():
            one = found.setdefault(timezone.localtime(moment) if hourly else moment, Traffic())
            one.refused += refused
            one.failed += failed
            if is_bot:
                one.bots, one.bot_bytes = requests, sent
            else:
                one.people, one.people_bytes = requests, sent
            one.latency = [a + b for a, b in zip(one.latency, latency, strict=True)]
    return found
