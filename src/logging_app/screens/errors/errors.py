"""What went wrong: the list of errors, and one of them."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from logging_app.error_log import LEVELS
from logging_app.joins import request_of, request_of_exception
from logging_app.models import AccessLogEntry, ErrorLogEntry, ExceptionReport, LogFile
from logging_app.screens.downloads import Column, Download, Downloads, in_site_time, site_time
from logging_app.screens.permissions import Lookers
from logging_app.screens.requests.filters import HOURS
from logging_app.screens.requests.rows import exactly, rows_of

from .events import EXCEPTIONS, SERVER, Cursor, Event, Wanted, page_of, whole
from .traces import as_text, parts_of
from .words import meaning_of

KINDS = [(SERVER, gettext_lazy("of the server (nginx)")), (EXCEPTIONS, gettext_lazy("of the site (exceptions)"))]


class ErrorFilter(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", pgettext_lazy("kinds of errors", "All")), *KINDS],
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        choices=[
            ("", gettext_lazy("Any level")),
            ("error", gettext_lazy("Errors and worse")),
            ("crit", gettext_lazy("Critical and worse")),
        ],
    )
    hours = forms.ChoiceField(
        label=pgettext_lazy("filter", "Since"), required=False, choices=[("", gettext_lazy("Any time")), *HOURS]
    )
    text = forms.CharField(label=gettext_lazy("Text contains"), required=False, max_length=200)

    def wanted(self) -> Wanted:
        chosen = self.cleaned_data
        hours, level = chosen["hours"], chosen["level"]
        return Wanted(
            chosen["kind"],
            LEVELS[LEVELS.index(level) :] if level else (),
            timezone.now() - timedelta(hours=int(hours)) if hours else None,
            chosen["text"].replace("\0", ""),
        )


class _Errors(Lookers, Downloads):
    http_method_names = ["get", "head", "options"]
    header_icon = "warning"
    page_title = gettext_lazy("Errors")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "no-store"  # it holds addresses
        return response


class ErrorsView(_Errors):
    template_name = "logging_app/errors/errors.html"

    @property
    def downloads_asked_rightly(self) -> bool:
        return ErrorFilter(self.request.GET).is_valid()

    @property
    def downloads(self) -> list[Download]:
        kinds = dict(KINDS)
        columns: list[Column] = [
            (in_site_time(_("Time")), lambda event: site_time(event.error.time)),
            (_("Kind"), lambda event: str(kinds[event.kind])),
            (_("Level"), lambda event: str(event.word[0])),
            (_("What happened"), "whole_text"),
            (_("Method"), "error.method"),
            (_("Path"), "error.path"),
            (pgettext("heading", "IP address"), lambda event: getattr(event.error, "ip", None)),
            (_("Left out, the same"), "left_out"),
        ]
        return [Download(self.page_title, columns, self._whole)]

    def _whole(self, limit: int) -> Iterable[Event]:
        """Each error by itself, with the filter of the screen, which has been checked."""
        form = ErrorFilter(self.request.GET)
        form.full_clean()
        return islice(whole(form.wanted()), limit)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ErrorFilter(self.request.GET)
        context: dict[str, Any] = super().get_context_data(**kwargs) | {"form": form}
        if not form.is_valid():
            return context
        wanted = form.wanted()
        before = self.request.GET.get("before", "")
        page = page_of(wanted, Cursor.parse(before))
        return context | {
            "bursts": page.bursts,
            "older": self._link(str(page.older)) if page.older else "",
            "further": self._link(str(Cursor(page.further))) if page.further else "",
            "reached": exactly(page.further) if page.further else "",
            "newest": self._link("") if before else "",
            "narrowed": wanted != Wanted() or bool(before),
            "reads_error_log": LogFile.objects.filter(kind=LogFile.Kind.ERROR).exists(),
        }

    def _link(self, before: str) -> str:
        query = self.request.GET.copy()
        query.pop("before", None)
        if before:
            query["before"] = before
        return f"?{query.urlencode()}"


class _ErrorView(_Errors):
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("request_log_errors"), "label": gettext_lazy("Errors")},
            {"url": "", "label": self.page_title, "sublabel": exactly(self.error().time)},
        ]

    def error(self) -> Any:
        raise NotImplementedError

    def facts(self, request: AccessLogEntry | None) -> dict[str, Any]:
        event = Event(self.error())
        word, tone = event.word
        return {
            "error": event.error,
            "when": event.exactly,
            "word": word,
            "tone": tone,
            "requests": rows_of([request]) if request else [],
        }


class ServerErrorView(_ErrorView):
    template_name = "logging_app/errors/server_error.html"
    page_title = gettext_lazy("Error of the server")

    def error(self) -> ErrorLogEntry:
        return _found(ErrorLogEntry, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        error = self.error()
        return (
            super().get_context_data(**kwargs)
            | self.facts(request_of(error))
            | {
                "meaning": meaning_of(error.message),
                "log_file": LogFile.objects.filter(pk=error.log_file_id).first(),
            }
        )


class ExceptionView(_ErrorView):
    template_name = "logging_app/errors/exception.html"
    page_title = gettext_lazy("Exception")

    def error(self) -> ExceptionReport:
        return _found(ExceptionReport, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.error()
        return (
            super().get_context_data(**kwargs)
            | self.facts(request_of_exception(report))
            | {
                "parts": parts_of(report),
                "trace_text": as_text(report),
            }
        )


def _found(model: Any, pk: int) -> Any:
    if pk >= 2**63:
        raise Http404(_("This error is not in the log (any more)."))
    return get_object_or_404(model, pk=pk)
