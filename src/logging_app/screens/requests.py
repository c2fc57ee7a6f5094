"""The list of requests, one request, and the list as CSV."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from base.lib.spreadsheet import inert
from logging_app.models import AccessLogEntry

from .filters import RequestFilterSet
from .paginator import NearestPaginator
from .permissions import ViewOnlyPolicy
from .words import status_word

_STYLES = forms.Media(css={"all": ["logging_app/request_log.css"]})
_REQUEST_ID = re.compile(r"[0-9a-fA-F]{32}")


class StatusColumn(Column):
    cell_template_name = "logging_app/status_cell.html"

    def get_cell_context_data(self, instance: AccessLogEntry, parent_context: Any) -> dict[str, Any]:
        word, tone = status_word(instance.status)
        return {**super().get_cell_context_data(instance, parent_context), "word": word, "tone": tone}


class PathColumn(Column):
    """What was asked for, linked to the whole request; on a phone also when, by whom and how long it took."""

    cell_template_name = "logging_app/path_cell.html"

    def get_cell_context_data(self, instance: AccessLogEntry, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "duration": duration(instance)}


def duration(entry: AccessLogEntry) -> str:
    return _("%(seconds)s s") % {"seconds": number_format(entry.request_ms / 1000, 3)}


class RequestIndexView(generic.IndexView):
    paginator_class = NearestPaginator
    results_template_name = "logging_app/request_results.html"
    FORMATS = ("csv",)  # a workbook is built in memory, a CSV is streamed
    header_icon = "list-ul"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            return self.write_csv_response(self.get_queryset())
        return super().get(request, *args, **kwargs)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return _("No request matches: widen the filters.")
        return _("Nobody has asked for anything yet.")

    def get_valid_orderings(self) -> list[str]:
        return []  # newest first: any other order would sort the whole table

    def filter_queryset(self, queryset: "QuerySet[AccessLogEntry]") -> "QuerySet[AccessLogEntry]":
        if self.filters and not self.filters.is_valid():
            return queryset.none()  # the form says what is wrong; a list of everything would contradict it
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: "QuerySet[AccessLogEntry]") -> "QuerySet[AccessLogEntry]":
        words = self.search_query.strip()
        if _REQUEST_ID.fullmatch(words):
            return queryset.filter(request_id=words)
        return queryset.filter(path__text__icontains=words) if words else queryset

    @property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=100)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += _STYLES
        return context

    def write_csv_response(self, queryset: "QuerySet[AccessLogEntry]") -> StreamingHttpResponse:
        response: StreamingHttpResponse = super().write_csv_response(queryset.iterator(chunk_size=2_000))
        response["Content-Type"] = "text/csv; charset=utf-8"
        return response

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.model._meta.get_field(field.partition(".")[0]).verbose_name).capitalize()

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)
        return inert(value) if isinstance(value, str) else value


class RequestInspectView(generic.InspectView):
    template_name = "logging_app/request_inspect.html"
    page_title = pgettext_lazy("in the access log", "Request")
    header_icon = "list-ul"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "—" if value is None or value == "" else value

    def get_time_display_value(self) -> str:
        moment = localtime(self.object.time)
        return f"{date_format(moment)}, {moment:%H:%M:%S}.{moment.microsecond // 1000:03}"

    def get_status_display_value(self) -> str:
        return f"{self.object.status} · {status_word(self.object.status)[0]}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] = context.get("media", forms.Media()) + _STYLES
        return context


class RequestViewSet(ModelViewSet):
    model = AccessLogEntry
    name = "requests"
    url_prefix = "requests"
    icon = "list-ul"
    menu_label = gettext_lazy("Requests")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RequestIndexView
    inspect_view_class = RequestInspectView
    filterset_class = RequestFilterSet
    search_fields = ["path__text"]
    list_per_page = 50
    ordering = ("-time", "-id")
    list_display = [
        DateColumn("time", label=gettext_lazy("Time"), classname="log-time"),
        StatusColumn("status", label=gettext_lazy("Status"), classname="log-status"),
        PathColumn("path", label=gettext_lazy("Request"), classname="log-path"),
        Column("ip", label=pgettext_lazy("heading", "IP address"), classname="log-address"),
        Column(duration, label=gettext_lazy("Duration"), classname="log-duration"),
    ]
    list_export = [
        "time", "request_id", "ip", "endpoint.method", "path.text", "query", "status", "bytes_sent", "request_ms",
        "upstream_ms", "referrer.text", "agent.text", "is_bot", "country", "endpoint.host", "endpoint.protocol",
        "endpoint.scheme", "request_line",
    ]  # fmt: skip
    export_filename = "requests"
    inspect_view_fields = [
        "time", "status", "endpoint", "path", "query", "request_id", "ip", "agent", "referrer", "request_ms",
        "upstream_ms", "bytes_sent", "request_line",
    ]  # fmt: skip

    @property
    def permission_policy(self) -> ViewOnlyPolicy:
        return ViewOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Looking only: the addresses of Wagtail's other views do not exist."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]


request_viewset = RequestViewSet()
