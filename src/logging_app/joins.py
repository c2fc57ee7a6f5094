"""Which request an error belongs to, and which errors a request had.

nginx's error log knows a connection, an address and a second; Django's exceptions know the request id. A connection's
number begins anew when nginx does and carries many requests, so address, path and time have to agree as well. Lines of
older formats have no connection: then those three decide alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from .models import AccessLogEntry, ErrorLogEntry, ExceptionReport

_SECOND = timedelta(seconds=1)  # the error log's times have no fractions
# A request is logged when it ends: so long after its error it is looked for.
LONGEST = timedelta(hours=1)
_LONGEST = f"interval '{LONGEST.total_seconds()} seconds'"
_AT_MOST = 50
# nginx cuts a message at 2,048 bytes, and so the path in it.
_CUT = 1_000

_REQUESTS_OF_ERRORS = f"""
    SELECT wanted.error, found.*
    FROM unnest(%(ids)s::bigint[]) AS wanted(error)
    JOIN logging_app_errorlogentry e ON e.id = wanted.error
    CROSS JOIN LATERAL (
        SELECT entry.time, entry.id FROM logging_app_accesslogentry entry
        JOIN logging_app_path p ON p.id = entry.path_id
        WHERE entry.ip = e.ip AND entry.time BETWEEN e.time - interval '1 second' AND e.time + {_LONGEST}
        AND entry.time - make_interval(secs => entry.request_ms / 1000.0) <= e.time + interval '1 second'
        AND (entry.connection = e.connection OR entry.connection IS NULL OR e.connection IS NULL)
        AND (e.path = '' OR p.text = e.path OR (length(e.path) > %(cut)s AND starts_with(p.text, e.path)))
        ORDER BY entry.time, entry.id LIMIT 1
    ) AS found
"""  # noqa: S608 -- nothing in it comes from outside


@dataclass
class Errors:
    """What went wrong with one request."""

    server: list[ErrorLogEntry] = field(default_factory=list)
    exceptions: list[ExceptionReport] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.server or self.exceptions)


def errors_of(entry: AccessLogEntry) -> Errors:
    """Oldest first."""
    return Errors(_server_errors_of(entry), _exceptions_of(entry))


def requests_of(errors: Sequence[ErrorLogEntry]) -> dict[int, tuple[datetime, int]]:
    """(time, id) of the request of each error, by the error's id; errors of no request are not in it."""
    ids = [error.pk for error in errors if error.ip is not None]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_REQUESTS_OF_ERRORS, {"ids": ids, "cut": _CUT})
        return {error: (time, pk) for error, time, pk in cursor.fetchall()}


def request_of(error: ErrorLogEntry) -> AccessLogEntry | None:
    if place := requests_of([error]).get(error.pk):
        return AccessLogEntry.objects.filter(time=place[0], id=place[1]).first()
    return None


def requests_of_exceptions(reports: Iterable[ExceptionReport]) -> dict[UUID, tuple[datetime, int]]:
    """(time, id) of the requests, by request id. An id that a visitor sent twice stands for the newest."""
    wanted = [report for report in reports if report.request_id]
    if not wanted:
        return {}
    times = [report.time for report in wanted]
    rows = AccessLogEntry.objects.filter(
        request_id__in=[report.request_id for report in wanted],
        time__gte=min(times) - _SECOND,
        time__lte=max(times) + LONGEST,
    ).order_by("time", "id")
    found = rows.values_list("request_id", "time", "id")
    return {request_id: (time, pk) for request_id, time, pk in found if request_id}


def request_of_exception(report: ExceptionReport) -> AccessLogEntry | None:
    if report.request_id is None or not (places := requests_of_exceptions([report])):
        return None
    time, pk = places[report.request_id]
    return AccessLogEntry.objects.filter(time=time, id=pk).first()


def _server_errors_of(entry: AccessLogEntry) -> list[ErrorLogEntry]:
    if entry.ip is None:
        return []
    begun = entry.time - timedelta(milliseconds=entry.request_ms)
    same = ErrorLogEntry.objects.filter(ip=entry.ip, time__gte=begun - _SECOND, time__lte=entry.time + _SECOND)
    if entry.connection is not None:
        same = same.filter(connection=entry.connection)
    found = same.order_by("time", "id")[:_AT_MOST]
    path = entry.path.text
    return [
        error for error in found if error.path in ("", path) or (len(error.path) > _CUT and path.startswith(error.path))
    ]


def _exceptions_of(entry: AccessLogEntry) -> list[ExceptionReport]:
    if entry.request_id is None:
        return []
    return list(ExceptionReport.objects.filter(request_id=entry.request_id).order_by("time", "id")[:_AT_MOST])
