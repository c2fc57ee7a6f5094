"""One request: everything that is known of it, and what its visitor asked for around it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from logging_app.models import AccessLogEntry, LogFile
from logging_app.rollup import bounds
from logging_app.screens.errors.events import events_of
from logging_app.screens.permissions import Lookers
from logging_app.screens.words import status_word

from .places import Place
from .rows import Row, duration, exactly, live_pages_of, rows_of

AROUND = 25  # requests of the same visitor shown on either side of this one
_PARAMETERS = 200
_NOT_FOUND = (404, 410)


class RequestView(Lookers, WagtailAdminTemplateMixin, TemplateView):
    template_name = "logging_app/requests/request.html"
    page_title = pgettext_lazy("in the access log", "Request")
    header_icon = "list-ul"

    @cached_property
    def entry(self) -> AccessLogEntry:
        place = Place.parse(self.kwargs["place"])
        entry = place.entry() if place else None
        if entry is None:
            raise Http404(_("This request is not in the log (any more)."))
        return entry

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("requests:index"), "label": gettext_lazy("Requests")},
            {"url": "", "label": self.page_title, "sublabel": exactly(self.entry.time)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        entry = self.entry
        word, tone = status_word(entry.status)
        return context | {
            "entry": entry,
            "row": Row(entry, None),
            "page": live_pages_of([entry.path.text]).get(entry.path.text),
            "word": word,
            "tone": tone,
            "when": exactly(entry.time),
            "took": duration(entry.request_ms),
            "upstream": None if entry.upstream_ms is None else duration(min(entry.upstream_ms, entry.request_ms)),
            "share": _share(entry),
            "parameters": _parameters(entry.query),
            "log_file": LogFile.objects.filter(pk=entry.log_file_id).first(),
            "around": _around(entry),
            "errors": events_of(entry),
            "same_address": _list_of(ip=entry.ip) if entry.ip else "",
            "same_path": _list_of(path=entry.path.text) if entry.path.text else "",
            "redirect_url": _redirect_url(entry),
        }


def _share(entry: AccessLogEntry) -> int | None:
    """The part of the request's time, in percent, that the site took; the rest is nginx and the visitor's line."""
    if entry.upstream_ms is None or not entry.request_ms:
        return None
    return min(100, round(100 * entry.upstream_ms / entry.request_ms))


def _parameters(query: str) -> list[tuple[str, str]]:
    """(name, value) as they were meant; what cannot be decoded is shown as U+FFFD."""
    parts = query.split("&", _PARAMETERS)[:_PARAMETERS]
    return parse_qsl("&".join(parts), keep_blank_values=True, errors="replace")


def _around(entry: AccessLogEntry) -> list[Row]:
    """What the same visitor asked for that day: the nearest before and after, newest first, this one among them."""
    if entry.ip is None or entry.visitor is None:
        return []
    start, end = bounds(localdate(entry.time, get_default_timezone()))
    same = AccessLogEntry.objects.filter(ip=entry.ip, visitor=entry.visitor)
    after = same.filter(time__gt=entry.time, time__lt=end).order_by("time", "id")[:AROUND]
    until = same.filter(time__lte=entry.time, time__gte=start).order_by("-time", "-id")[: AROUND + 1]
    entries = [*reversed(after), *until]
    return rows_of(entries) if len(entries) > 1 else []


def _list_of(**query: Any) -> str:
    return f"{reverse('requests:index')}?{urlencode(query)}"


def _redirect_url(entry: AccessLogEntry) -> str:
    """To where a redirect is made of it."""
    if entry.status not in _NOT_FOUND or not entry.path.text.startswith("/"):
        return ""
    return f"{reverse('request_log_create_redirect')}?{urlencode({'path': entry.path.text})}"
