"""How the list of requests is narrowed down."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from logging_app.models import AccessLogEntry

_HOURS = [
    ("1", _("Last hour")),
    ("24", _("Last 24 hours")),
    ("168", _("Last 7 days")),
    ("720", _("Last 30 days")),
]
_CLASSES = [
    ("2", _("2xx, answered")),
    ("3", _("3xx, redirected or unchanged")),
    ("4", _("4xx, refused or not found")),
    ("5", _("5xx, failed")),
]
_METHODS = [(method, method) for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")]


class NetworkField(forms.CharField):
    """An address or a network, as the pair (first address, last address)."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            network = ip_network(text, strict=False)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not an IP address or a network such as 203.0.113.0/24."), params={"value": text}
            ) from error
        return str(network[0]), str(network[-1])


class NetworkFilter(django_filters.Filter):
    field_class = NetworkField

    def filter(self, qs: "QuerySet[AccessLogEntry]", value: tuple[str, str] | None) -> "QuerySet[AccessLogEntry]":
        if not value:
            return qs
        return qs.filter(ip__gte=value[0], ip__lte=value[1])


class RequestFilterSet(WagtailFilterSet):
    hours = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Since"), choices=_HOURS, method="within", empty_label=_("Any time")
    )
    time = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)
    status_class = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=_CLASSES, method="of_class", widget=forms.CheckboxSelectMultiple
    )
    method = django_filters.ChoiceFilter(
        field_name="endpoint__method", label=_("Method"), choices=_METHODS, empty_label=_("Any method")
    )
    path = django_filters.CharFilter(field_name="path__text", label=_("Path contains"), lookup_expr="icontains")
    ip = NetworkFilter(label=_("IP address or network"))
    request_id = django_filters.UUIDFilter(label=_("Request id"))

    class Meta:
        model = AccessLogEntry
        fields: list[str] = []

    def within(self, queryset: "QuerySet[AccessLogEntry]", name: str, value: str) -> "QuerySet[AccessLogEntry]":
        return queryset.filter(time__gte=timezone.now() - timedelta(hours=int(value)))

    def of_class(self, queryset: "QuerySet[AccessLogEntry]", name: str, value: list[str]) -> "QuerySet[AccessLogEntry]":
        wanted = Q()
        for digit in value:
            wanted |= Q(status__gte=int(digit) * 100, status__lt=int(digit) * 100 + 100)
        return queryset.filter(wanted)
