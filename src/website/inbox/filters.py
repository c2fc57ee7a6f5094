"""How the inbox is narrowed down."""

from typing import Any

import django_filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page

from .deliveries import Delivery
from .messages import Message, MessageQuerySet


def pages_with_messages(request: Any) -> Any:
    return Page.objects.filter(pk__in=Message.objects.values("page")).order_by("title")


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Message.State.choices, widget=CheckboxSelectMultiple
    )
    page = django_filters.ModelChoiceFilter(label=_("Page"), queryset=pages_with_messages, empty_label=_("Any page"))
    submit_time = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)
    letters = django_filters.ChoiceFilter(
        label=_("Letters"), choices=Delivery.State.choices, method="with_letters", empty_label=_("Any")
    )

    class Meta:
        model = Message
        fields: list[str] = []

    def with_letters(self, messages: MessageQuerySet, name: str, value: str) -> MessageQuerySet:
        return messages.filter(pk__in=Delivery.objects.filter(state=value).values("message"))
