"""Searches people keep: each their own, under a name, never with somebody's full address."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from logging_app.models import SavedSearch
from logging_app.networks import kept_network
from logging_app.screens.permissions import Lookers

from .criteria import network_of
from .filters import RequestFilterSet

MOST = 50  # for one person


@dataclass
class Kept:
    """A saved search as a link."""

    pk: int
    name: str
    url: str
    current: bool = False
    says: str = ""


def searches_of(user: Any, query: str) -> list[Kept]:
    """The person's searches by name; the one that is `query` is marked."""
    rows = SavedSearch.objects.filter(user=user).order_by("name")
    return [Kept(row.pk, row.name, f"{reverse('requests:index')}?{row.query}", row.query == query) for row in rows]


def _mine(request: HttpRequest) -> "QuerySet[SavedSearch]":
    user: Any = request.user
    return SavedSearch.objects.filter(user=user)


def storable(query: str) -> tuple[str, str]:
    """(`query` as it may be kept, the network that took an address's place in it or "").

    Only what the list understands is kept, and of an address what the log itself keeps in the end.
    """
    given, kept, network = QueryDict(query), QueryDict(mutable=True), ""
    for name in ("q", *RequestFilterSet.base_filters):
        values = [value for value in given.getlist(name) if value]
        if name in ("ip", "q") and values and (address := network_of(values[-1].strip())):
            shortened = str(kept_network(address))
            if shortened != str(address):
                network = shortened
            values = [shortened]
        if values:
            kept.setlist(name, values)
    return kept.urlencode(), network


class NameForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name"]


class SavedSearchesView(Lookers, WagtailAdminTemplateMixin, TemplateView):
    template_name = "logging_app/requests/saved_searches.html"
    page_title = gettext_lazy("Saved searches")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        list_of_all = {"url": reverse("requests:index"), "label": gettext_lazy("Requests")}
        return [*self.breadcrumbs_items, list_of_all, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        searches = searches_of(self.request.user, "")
        for search in searches:
            search.says = _in_words(search.url.partition("?")[2])
        return super().get_context_data(**kwargs) | {"searches": searches}


class SaveSearchView(Lookers, View):
    """A name that is in use already gets the new search."""

    def post(self, request: HttpRequest) -> HttpResponse:
        query, network = storable(request.POST.get("query", ""))
        name = request.POST.get("name", "").strip()[:100]
        user: Any = request.user
        mine = _mine(request)
        if not name or not query:
            messages.error(request, _("Nothing was saved: filter the list first, then give the search a name."))
        elif not mine.filter(name=name).exists() and mine.count() >= MOST:
            text = _("Nothing was saved: delete one of your %(most)s searches first.")
            messages.error(request, text % {"most": MOST})
        else:
            mine.update_or_create(name=name, defaults={"query": query, "user": user})
            messages.success(request, _("The search “%(name)s” is saved.") % {"name": name})
            if network:
                text = _("It looks for the network %(network)s: a saved search keeps nobody's full address.")
                messages.warning(request, text % {"network": network})
        return redirect(f"{reverse('requests:index')}?{query}")


class RenameSearchView(Lookers, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        search = get_object_or_404(_mine(request), pk=pk)
        form = NameForm(request.POST, instance=search)
        taken = _mine(request).filter(name=request.POST.get("name", "").strip()).exclude(pk=pk)
        if taken.exists():
            messages.error(request, _("Another of your searches has this name already."))
        elif form.is_valid():
            form.save()
            messages.success(request, _("The search is now called “%(name)s”.") % {"name": search.name})
        else:
            messages.error(request, _("The search kept its name: write one of at most 100 characters."))
        return redirect("requests:searches")


class DeleteSearchView(Lookers, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        search = get_object_or_404(_mine(request), pk=pk)
        search.delete()
        messages.success(request, _("The search “%(name)s” is deleted.") % {"name": search.name})
        return redirect("requests:searches")


def _in_words(query: str) -> str:
    """What the search narrows down, with the words of the filter's form."""
    fields, parts = RequestFilterSet().form.fields, []
    for name, values in QueryDict(query).lists():
        choices = dict(getattr(fields.get(name), "choices", []))
        label = fields[name].label if name in fields else _("Words")
        parts.append(f"{label}: {', '.join(str(choices.get(value, value)) for value in values)}")
    return " · ".join(parts)
