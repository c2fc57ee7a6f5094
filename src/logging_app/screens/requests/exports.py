"""What is filtered, as a file: sent while it is read, so that its length costs no memory."""

from collections.abc import Iterator
from datetime import UTC
from itertools import chain

from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from logging_app.models import AccessLogEntry
from logging_app.screens.downloads import answer, in_site_time, site_time
from logging_app.screens.permissions import Lookers
from logging_app.screens.workbook import Cell

from .criteria import Criteria, criteria_of
from .filters import RequestFilterSet

CHUNK = 2_000


class ExportView(Lookers, View):
    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        filters = RequestFilterSet(request.GET, request=request)
        if not filters.is_valid():  # the list says in words what is wrong
            return redirect(f"{reverse('requests:index')}?{request.GET.urlencode()}")
        rows = (_cells(entry) for entry in entries(criteria_of(filters.form.cleaned_data, request.GET.get("q", ""))))
        return answer(form, _("Requests"), str(timezone.localdate()), chain([_heading()], rows))


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


def _heading() -> list[Cell]:
    """The names of `_cells`."""
    return [
        _("Time (UTC)"),
        in_site_time(_("Time")),
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
    return [
        entry.time.astimezone(UTC).isoformat(timespec="milliseconds"),
        site_time(entry.time),
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
