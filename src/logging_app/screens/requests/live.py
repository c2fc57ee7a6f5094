"""Requests as they come: a page that keeps asking, and the light view that answers it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from logging_app.models import Path
from logging_app.screens.permissions import Lookers
from logging_app.texts import digest

from . import search
from .criteria import criteria_of
from .filters import CLASSES, WHO
from .places import Place
from .rows import rows_of

AT_ONCE = 100  # rows in one answer
# nginx's workers write their lines in the order they come to it, so a line may be a moment older than one before it.
# What the page has got already it leaves out by itself.
OVERLAP = timedelta(seconds=3)


class LiveForm(forms.Form):
    status_class = forms.ChoiceField(label=_("Kind of answer"), choices=[("", _("All")), *CLASSES], required=False)
    who = forms.ChoiceField(label=_("People or bots"), choices=[("", _("Both")), *WHO], required=False)
    path = forms.CharField(label=_("Path begins with"), required=False)


class LiveView(Lookers, WagtailAdminTemplateMixin, TemplateView):
    template_name = "logging_app/requests/live.html"
    page_title = pgettext_lazy("requests as they come", "Live")
    header_icon = "rotate"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        list_of_all = {"url": reverse("requests:index"), "label": _("Requests")}
        return [*self.breadcrumbs_items, list_of_all, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = LiveForm(self.request.GET)
        found = _newest(form, None)
        return context | {
            "form": form,
            "rows": rows_of(found.entries),
            "cursor": str(Place.of(found.entries[0])) if found.entries else "",
            "query": self.request.GET.urlencode(),
        }


class LiveRowsView(Lookers, View):
    """JSON: the rows that ended since `after` as HTML, newest first, and the place to ask from next time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        after = Place.parse(request.GET.get("after", ""))
        rows = rows_of(_newest(LiveForm(request.GET), after).entries)
        template = get_template("logging_app/requests/request_row.html")
        answer = {
            "rows": [{"place": row.place, "html": template.render({"row": row, "live": True})} for row in rows],
            "after": rows[0].place if rows else request.GET.get("after", ""),
        }
        return JsonResponse(answer)


def _newest(form: LiveForm, after: Place | None) -> search.Found:
    said = form.cleaned_data if form.is_valid() else {}
    criteria = criteria_of({**said, "status_class": list(said.get("status_class", ""))})
    own = Path.objects.filter(digest=digest(reverse("requests:live_rows"))).first()
    where = criteria.where & ~Q(path=own) if own else criteria.where
    since = after.time - OVERLAP if after else None
    return search.older(replace(criteria, where=where, since=since), limit=AT_ONCE if after else search.PAGE)
