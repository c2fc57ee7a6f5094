"""How the list of requests is narrowed down: the form. What it means for the database is said in criteria.py."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from logging_app.enrichment.countries import are_known
from logging_app.models import AccessLogEntry, Path

HOURS = [
    ("1", _("Last hour")),
    ("24", _("Last 24 hours")),
    ("168", _("Last 7 days")),
    ("720", _("Last 30 days")),
]
CLASSES = [
    ("2", _("2xx, answered")),
    ("3", _("3xx, redirected or unchanged")),
    ("4", _("4xx, refused or not found")),
    ("5", _("5xx, failed")),
]
WHO = [("people", _("People")), ("bots", _("Bots"))]
_METHODS = [(method, method) for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")]
_MOMENT = "%Y-%m-%dT%H:%M"


class NetworkField(forms.CharField):
    def clean(self, value: Any) -> IPv4Network | IPv6Network | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return ip_network(text.strip(), strict=False)
        except ValueError as error:
            raise ValidationError(
                _("“%(value)s” is not an IP address or a network such as 203.0.113.0/24."), params={"value": text}
            ) from error


class NetworkFilter(django_filters.Filter):
    field_class = NetworkField


class MomentFilter(django_filters.DateTimeFilter):
    """A day and an hour of the site's zone, chosen with what the browser has for that."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
        super().__init__(widget=widget, input_formats=[_MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"], **kwargs)


class StatusFilter(django_filters.CharFilter):
    def __init__(self, **kwargs: Any) -> None:
        numbers = RegexValidator(r"^\s*\d{1,3}(\s*,\s*\d{1,3})*\s*$", _("Write numbers such as 404 or 500, 502."))
        super().__init__(validators=[numbers], **kwargs)


class RequestFilterSet(WagtailFilterSet):
    # No field may be called as what a form has of its own, such as "method": scripts would find the field instead.
    since = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Since"), choices=HOURS, empty_label=_("Any time"), widget=forms.RadioSelect
    )
    start = MomentFilter(label=pgettext_lazy("filter", "From"))
    end = MomentFilter(label=pgettext_lazy("filter", "Until"))
    status_class = django_filters.MultipleChoiceFilter(
        label=_("Kind of answer"), choices=CLASSES, widget=forms.CheckboxSelectMultiple
    )
    status = StatusFilter(label=_("Status"))
    who = django_filters.ChoiceFilter(
        label=_("People or bots"), choices=WHO, empty_label=_("Both"), widget=forms.RadioSelect
    )
    path = django_filters.CharFilter(label=_("Path begins with"))
    path_contains = django_filters.CharFilter(label=_("Path contains"))
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of path"), choices=Path.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    ip = NetworkFilter(label=_("IP address or network"))
    slower = django_filters.NumberFilter(label=_("Took at least (milliseconds)"), min_value=0, max_value=2**31 - 1)
    request_method = django_filters.ChoiceFilter(
        label=_("Method"), choices=_METHODS, empty_label=_("Any method"), widget=forms.RadioSelect
    )
    agent = django_filters.CharFilter(label=_("User agent contains"))
    country = django_filters.CharFilter(label=_("Country (two letters)"), max_length=2)
    host = django_filters.CharFilter(label=_("Host"))
    request_id = django_filters.UUIDFilter(label=_("Request id"))

    class Meta:
        model = AccessLogEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not are_known():
            del self.filters["country"]
