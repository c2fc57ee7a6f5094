"""What is stored of one address: counted, handed out, erased."""

import csv
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from base.lib.spreadsheet import inert
from logging_app.models import AccessLogEntry, Erasure, ErrorLogEntry, LogPolicy

RECENT = 12


class AddressForm(forms.Form):
    ip = forms.GenericIPAddressField(
        label=pgettext_lazy("heading", "IP address"),
        error_messages={"invalid": gettext_lazy("This is not an IP address, such as 203.0.113.9 or 2001:db8::9.")},
    )

    def clean_ip(self) -> str:
        return str(ip_address(self.cleaned_data["ip"]))


class Orders(PermissionCheckedMixin):
    """Who may order an erasure may also see what would be erased."""

    permission_policy = ModelPermissionPolicy(Erasure)
    permission_required = "add"


class PersonView(Orders, WagtailAdminTemplateMixin, TemplateView):
    template_name = "logging_app/privacy/person.html"
    page_title = gettext_lazy("A person's data")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AddressForm(self.request.GET or None)
        found = _found(form.cleaned_data["ip"]) if form.is_bound and form.is_valid() else None
        orders = Erasure.objects.order_by("-ordered_at")[:RECENT]
        days = LogPolicy.current().full_ip_days
        erasing = "erase" in self.request.GET
        return super().get_context_data(form=form, found=found, orders=orders, days=days, erasing=erasing, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data() | {"form": form})
        ip = form.cleaned_data["ip"]
        if not Erasure.objects.filter(ip=ip, done_at=None).exists():
            Erasure.objects.create(ip=ip, ordered_by=request.user.get_username())
        messages.success(request, _("Ordered. The ingester erases it within seconds; the list below says when."))
        return HttpResponseRedirect(reverse("request_log_person"))


def _found(ip: str) -> dict[str, Any]:
    entries = AccessLogEntry.objects.filter(ip=ip)
    span = entries.aggregate(first=Min("time"), last=Max("time"))
    return {"ip": ip, "requests": entries.count(), "errors": ErrorLogEntry.objects.filter(ip=ip).count(), **span}


class PersonDataView(Orders, View):
    """Everything stored of one address, as CSV (Regulation (EU) 2016/679, articles 15 and 20)."""

    def get(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        form = AddressForm(request.GET)
        if not form.is_valid():
            return HttpResponseRedirect(reverse("request_log_person"))
        response = StreamingHttpResponse(_csv(form.cleaned_data["ip"]), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="address.csv"'
        return response


class _Line:
    def write(self, line: str) -> str:
        return line


def _csv(ip: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    columns = [
        "time",
        "ip",
        "method",
        "host",
        "path",
        "query",
        "status",
        "bytes_sent",
        "request_ms",
        "referrer",
        "agent",
    ]
    yield "\ufeff" + writer.writerow(columns)
    entries = AccessLogEntry.objects.filter(ip=ip).order_by("time", "id")
    for e in entries.select_related("endpoint", "path", "referrer", "agent").iterator(chunk_size=2000):
        row = [
            e.time.isoformat(),
            e.ip,
            e.endpoint.method,
            e.endpoint.host,
            e.path,
            e.query,
            e.status,
            e.bytes_sent,
            e.request_ms,
            e.referrer or "",
            e.agent,
        ]
        yield writer.writerow([inert(str(value)) for value in row])
    for error in ErrorLogEntry.objects.filter(ip=ip).order_by("time").iterator(chunk_size=2000):
        texts = [error.method, error.host, error.path, error.query, "", "", "", error.referrer, error.message]
        yield writer.writerow([error.time.isoformat(), error.ip, *map(inert, texts)])
