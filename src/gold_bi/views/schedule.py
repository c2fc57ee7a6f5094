"""When a flow runs by itself: simple choices or an expression of one's own, in words, with the next five times."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from base.lib.schedule import cron, planning
from base.lib.schedule.words import in_words
from gold_bi import words
from gold_bi.flows.registry import Flow, UnknownFlow, find

from .gold import RUN_FLOW, PermittedView

MINUTES = (5, 10, 15, 20, 30)
AT = r"(?P<minute>\d{1,2}) (?P<hour>\d{1,2})"
# What an expression has to look like to be one of the simple choices.
SIMPLE = {
    "minutes": r"\*/(?P<every>\d+) \* \* \* \*",
    "hourly": r"0 \* \* \* \*",
    "daily": AT + r" \* \* \*",
    "weekdays": AT + r" \* \* (?:1-5|MON-FRI)",
    "weekly": AT + r" \* \* (?P<weekday>[0-7])",
    "monthly": AT + r" (?P<day>\d{1,2}) \* \*",
}


NEEDED = {"daily": ["at"], "weekdays": ["at"], "weekly": ["at"], "monthly": ["day", "at"], "own": ["expression"]}


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


class ScheduleForm(forms.Form):
    """`data-for` names the choices a field belongs to; a script hides the others."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How often"),
        widget=forms.RadioSelect,
        choices=[
            ("minutes", gettext_lazy("Every few minutes")),
            ("hourly", gettext_lazy("Every hour")),
            ("daily", gettext_lazy("Every day, at a time")),
            ("weekdays", gettext_lazy("Monday to Friday, at a time")),
            ("weekly", gettext_lazy("Once a week")),
            ("monthly", gettext_lazy("Once a month")),
            ("own", gettext_lazy("By an expression of your own")),
        ],
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("Every"), coerce=int, required=False, empty_value="15",
        choices=lambda: [(one, _minutes(one)) for one in MINUTES],
        widget=forms.Select(attrs={"data-for": "minutes"}),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the week"), coerce=int, required=False, empty_value="1",
        choices=[((number + 1) % 7, name) for number, name in WEEKDAYS.items()],
        widget=forms.Select(attrs={"data-for": "weekly"}),
    )  # fmt: skip
    day = forms.IntegerField(
        label=gettext_lazy("Day of the month"), required=False, min_value=1, max_value=31,
        help_text=gettext_lazy("In months that are shorter it does not run: for every month, 28 at most."),
        widget=forms.NumberInput(attrs={"data-for": "monthly"}),
    )  # fmt: skip
    at = forms.TimeField(
        label=gettext_lazy("Time"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "data-for": "daily weekdays weekly monthly"}),
    )  # fmt: skip
    expression = forms.CharField(
        label=gettext_lazy("Cron expression"), required=False, max_length=100,
        help_text=gettext_lazy("Minute, hour, day of the month, month, day of the week: 30 8,17 * * 1-5"),
        widget=forms.TextInput(attrs={"data-for": "own", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    enabled = forms.BooleanField(
        label=gettext_lazy("It runs by itself"),
        required=False,
        help_text=gettext_lazy("Unticked, its schedule is paused; “Run now” still works."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        for name in NEEDED.get(given["kind"], []):
            if given.get(name) in (None, ""):
                self.add_error(name, _("This choice needs it."))
        if not self.errors:
            given["cron"] = _expression(given)
            try:
                cron.check(given["cron"])
            except cron.WrongCron as wrong:
                self.add_error("expression", str(wrong))
        return given


def _expression(given: dict[str, Any]) -> str:
    at: time = given["at"] or time()
    clock = f"{at.minute} {at.hour}"
    return {
        "minutes": f"*/{given['every']} * * * *",
        "hourly": "0 * * * *",
        "daily": f"{clock} * * *",
        "weekdays": f"{clock} * * 1-5",
        "weekly": f"{clock} * * {given['weekday']}",
        "monthly": f"{clock} {given['day']} * *",
        "own": given["expression"],
    }[str(given["kind"])]


def _initial(plan: planning.Plan) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": "own", "expression": plan.cron, "enabled": plan.enabled, "at": time(5), "day": 1}
    for kind, pattern in SIMPLE.items():
        if (found := re.fullmatch(pattern, plan.cron)) and int(found.groupdict().get("every", 5)) in MINUTES:
            parts = {name: int(value) for name, value in found.groupdict().items()}
            shown |= {"kind": kind, "every": parts.get("every", 15), "weekday": parts.get("weekday", 1) % 7}
            shown["day"] = parts.get("day", 1)
            if "hour" in parts:
                shown["at"] = time(parts["hour"], parts["minute"])
            break
    return shown


@dataclass(frozen=True)
class Seen:
    """An expression as its reader sees it."""

    cron: str

    @property
    def sentence(self) -> str:
        return words.capitalised(in_words(self.cron)) + "."

    @property
    def times(self) -> list[str]:
        """With the zone's name: where the clocks change, an hour alone does not say which."""
        moments = (timezone.localtime(one) for one in cron.upcoming(self.cron, timezone.now(), 5))
        return [f"{words.spoken(date_format(one, _('l j F Y, H:i')))} ({one.tzname()})" for one in moments]


class ScheduleView(PermittedView, WagtailAdminTemplateMixin, TemplateView):
    """GET shows the form, and with values in the address what they mean; POST saves, or goes back to the declared."""

    permission = RUN_FLOW
    template_name = "gold_bi/schedule.html"
    page_title = gettext_lazy("When it runs")
    header_icon = "time"

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        flow = _found(name)
        plan = planning.plan(flow.plan)
        form = ScheduleForm(request.GET) if "kind" in request.GET else ScheduleForm(initial=_initial(plan))
        if not form.is_bound:
            return self._page(flow, plan, form, Seen(plan.cron))
        seen = Seen(form.cleaned_data["cron"]) if form.is_valid() else None
        if "part" in request.GET:
            return TemplateResponse(request, "gold_bi/schedule_seen.html", {"seen": seen, "form": form})
        return self._page(flow, plan, form, seen)

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        flow = _found(name)
        plan = planning.plan(flow.plan)
        if "reset" in request.POST:
            plan = planning.change(flow.plan, plan.declared, True)
        else:
            form = ScheduleForm(request.POST)
            if not form.is_valid():
                return self._page(flow, plan, form, None)
            plan = planning.change(flow.plan, form.cleaned_data["cron"], form.cleaned_data["enabled"])
        said = _("“%(flow)s” runs by itself %(when)s.") if plan.enabled else _("The schedule of “%(flow)s” is paused.")
        messages.success(request, said % {"flow": flow.title, "when": in_words(plan.cron)})
        return redirect("gold_bi:flows")

    def _page(self, flow: Flow, plan: planning.Plan, form: ScheduleForm, seen: Seen | None) -> HttpResponse:
        context = self.get_context_data(
            flow=flow,
            form=form,
            seen=seen,
            plan=plan,
            declared=in_words(plan.declared),
            zone=timezone.get_default_timezone_name(),
        )
        return self.render_to_response(context, status=200 if not form.errors else 422)

    def get_page_subtitle(self) -> str:
        return str(_found(self.kwargs["name"]).title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("gold_bi:flows"), "label": _("Flows")},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]


def _found(name: str) -> Flow:
    try:
        return find(name)
    except UnknownFlow as unknown:
        raise Http404(str(unknown)) from unknown
