"""What is filtered, as a file: sent while it is read, so that its length costs no memory."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC

from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_default_timezone, get_default_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from base.lib.spreadsheet import inert
from logging_app.models import AccessLogEntry
from logging_app.screens.permissions import ViewOnlyPolicy
from logging_app.screens.workbook import Cell, workbook

from .criteria import Criteria, criteria_of
from .filters import RequestFilterSet

CHUNK = 2_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportView(PermissionCheckedMixin, View):
    permission_policy = ViewOnlyPolicy(AccessLogEntry)
    permission_required = "view"

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        filters = RequestFilterSet(request.GET, request=request)
        if not filters.is_valid():  # the list says in words what is wrong
            return redirect(f"{reverse('requests:index')}?{request.GET.urlencode()}")
        rows = (_cells(entry) for entry in entries(criteria_of(filters.form.cleaned_data, request.GET.get("q", ""))))
        heading = _heading()
        pieces = _csv(heading, rows) if form == "csv" else workbook(_("Requests"), heading, rows)
        response = StreamingHttpResponse(pieces, content_type=_TYPES[form])
        response["Content-Disposition"] = f'attachment; filename="requests-{timezone.localdate()}.{form}"'
        return response


def entries(criteria: Criteria) -> Iterator[AccessLogEntry]:
    """All that match, newest first, with their texts; each chunk begins where the one before ended."""
    wanted = AccessLogEntry.objects.filter(criteria.where).order_by("-time", "-id")
    if criteria.since:
        wanted = wanted.filter(time__gte=criteria.since)
    if criteria.until:
        wanted = wanted.filter(time__lt=criteria.until)
    after = Q()
    while chunk := list(wanted.filter(after)[:CHUNK]):
        prefetch_related_objects(chunk, "path", "endpoint", "agent", "referrer", "campaign")
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1]
        after = Q(time__lte=last.time) & (Q(time__lt=last.time) | Q(id__lt=last.id))


class _Echo:
    """Gives back what the CSV writer writes."""

    def write(self, line: str) -> str:
        return line


def _csv(heading: list[str], rows: Iterable[list[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(heading)
    for row in rows:
        yield writer.writerow(row)


def _heading() -> list[str]:
    """The names of `_cells`."""
    return [
        _("Time (UTC)"),
        _("Time (%(zone)s)") % {"zone": get_default_timezone_name()},
        _("Request id"),
        pgettext("heading", "IP address"),
        _("Bot"),
        _("Country"),
        _("Method"),
        _("Scheme"),
        _("Host"),
        _("Path"),
        _("Query"),
        _("Status"),
        _("Bytes sent"),
        _("Request time (ms)"),
        _("Upstream time (ms)"),
        _("Referrer"),
        _("Campaign"),
        _("Browser"),
        _("System"),
        _("User agent"),
        _("Request line"),
    ]


def _cells(entry: AccessLogEntry) -> list[Cell]:
    agent, endpoint = entry.agent, entry.endpoint
    cells: list[Cell] = [
        entry.time.astimezone(UTC).isoformat(timespec="milliseconds"),
        localtime(entry.time, get_default_timezone()).replace(tzinfo=None, microsecond=0),
        entry.request_id.hex if entry.request_id else "",
        entry.ip or "",
        (agent.bot or _("yes")) if entry.is_bot else "",
        entry.country,
        endpoint.method,
        endpoint.scheme,
        endpoint.host,
        entry.path.text,
        entry.query,
        entry.status,
        entry.bytes_sent,
        entry.request_ms,
        entry.upstream_ms,
        entry.referrer.text if entry.referrer else "",
        str(entry.campaign or ""),
        agent.browser,
        agent.system,
        agent.text,
        entry.request_line,
    ]
    return [inert(cell) if isinstance(cell, str) else cell for cell in cells]
