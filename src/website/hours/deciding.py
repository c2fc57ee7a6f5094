"""Open or closed on a holiday: answered with one click on the back office's home, and taken back with another."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from website.snippets.opening_hours import OpeningHours

from .blocks import AS_USUAL, CLOSED
from .holiday_names import HolidayName

HOME = "wagtailadmin_home"


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a rule for one holiday of one year; a rule that is there already stays."""
    record = _changeable(request, pk)
    holiday, decision, year = (request.POST.get(name, "") for name in ("holiday", "decision", "year"))
    if holiday not in HolidayName.values or decision not in (CLOSED, AS_USUAL) or not year.isdecimal():
        return HttpResponseBadRequest(_("There is no such holiday, or no such answer."))
    rules = {(rule.value["holiday"], rule.value["year"]) for rule in record.holiday_rules}
    if (holiday, int(year)) not in rules:
        rule = str(uuid4())
        value = {"holiday": holiday, "year": int(year), "decision": decision, "spans": []}
        _save(record, [*record.holiday_rules.raw_data, {"type": "rule", "id": rule, "value": value}], request)
        messages.success(request, _told(record, holiday, year, decision, rule, request))
    return redirect(HOME)


@require_POST
def undo(request: HttpRequest, pk: int, rule: UUID) -> HttpResponse:
    record = _changeable(request, pk)
    kept = [raw for raw in record.holiday_rules.raw_data if raw["id"] != str(rule)]
    if len(kept) < len(record.holiday_rules):
        _save(record, kept, request)
        messages.success(request, _("The answer was taken back."))
    return redirect(HOME)


def _changeable(request: HttpRequest, pk: int) -> OpeningHours:
    """Raises PermissionDenied for those who may not answer."""
    if not ModelPermissionPolicy(OpeningHours).user_has_permission(request.user, "change"):
        raise PermissionDenied
    return get_object_or_404(OpeningHours, pk=pk)


def _save(record: OpeningHours, rules: list[Any], request: HttpRequest) -> None:
    record.holiday_rules = rules
    record.save()
    log(instance=record, action="wagtail.edit", user=request.user)


def _told(record: OpeningHours, holiday: str, year: str, decision: str, rule: str, request: HttpRequest) -> str:
    """Safe HTML: a sentence with a button that takes the answer back."""
    words = {"place": record.name, "holiday": HolidayName(holiday).label, "year": year}
    sentence = (
        _("%(place)s: open as usual, %(holiday)s %(year)s.")
        if decision == AS_USUAL
        else _("%(place)s: closed, %(holiday)s %(year)s.")
    )
    context = {"sentence": sentence % words, "pk": record.pk, "rule": rule, "csrf_token": get_token(request)}
    return render_to_string("website/admin/holiday_decided.html", context)
