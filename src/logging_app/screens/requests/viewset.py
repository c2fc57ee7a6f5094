"""The list of requests, and the addresses of all screens that show requests."""

from typing import Any

from django import forms
from django.urls import URLPattern, path, re_path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from logging_app.models import AccessLogEntry
from logging_app.screens.downloads import buttons
from logging_app.screens.permissions import Lookers

from . import search
from .criteria import Criteria, criteria_of
from .detail import RequestView
from .exports import ExportView
from .filters import RequestFilterSet
from .live import LiveRowsView, LiveView
from .places import PATTERN, Place
from .rows import Row, rows_of, short_moment
from .saved_searches import DeleteSearchView, RenameSearchView, SavedSearchesView, SaveSearchView, searches_of

STYLES = forms.Media(css={"all": ["logging_app/request_log.css"]})
OLDER, NEWER = "older-", "newer-"


class RequestIndexView(Lookers, BaseListingView):
    """Newest first, fifty at a time. `p` says from which place of the log on, and in which direction."""

    model = AccessLogEntry
    results_template_name = "logging_app/requests/request_results.html"
    index_url_name = "requests:index"
    index_results_url_name = "requests:index_results"
    filterset_class = RequestFilterSet
    is_searchable = True
    page_title = gettext_lazy("Requests")
    header_icon = "table"

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("Path, address or request id"))

    @cached_property
    def criteria(self) -> Criteria | None:
        """None where the form is filled in wrongly: it says so, and a list of everything would contradict it."""
        if not self.filters.is_valid():
            return None
        return criteria_of(self.filters.form.cleaned_data, self.search_query)

    @cached_property
    def place(self) -> Place | None:
        return Place.parse(self.request.GET.get(self.page_kwarg, "").removeprefix(OLDER).removeprefix(NEWER))

    @cached_property
    def found(self) -> search.Found:
        if self.criteria is None:
            return search.Found([], more=False)
        if self.place and self.request.GET[self.page_kwarg].startswith(NEWER):
            found = search.newer(self.criteria, self.place)
            if found.more or found.reached:
                return found
            self.place = None  # the newest page, and a full one
        return search.older(self.criteria, self.place)

    def get_queryset(self) -> list[Row]:
        return rows_of(self.found.entries)

    def _link(self, direction: str, place: Place) -> str:
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        query[self.page_kwarg] = f"{direction}{place}"
        return f"{self.index_url}?{query.urlencode()}"

    @property
    def _links(self) -> dict[str, Any]:
        """To the older and the newer requests, and to where the search gave up."""
        found, links = self.found, {}
        backwards = not (self.place and self.request.GET[self.page_kwarg].startswith(NEWER))
        if found.entries and (found.more or not backwards):
            links["older"] = self._link(OLDER, Place.of(found.entries[-1]))
        if found.reached and backwards:
            links["further"] = self._link(OLDER, Place(found.reached, 0))
            links["reached"] = short_moment(found.reached)
        if self.place and (backwards or found.more or found.reached):
            edge = Place.of(found.entries[0]) if found.entries else self.place
            links["newer"] = self._link(NEWER, edge)
        return links

    @property
    def filter_query(self) -> str:
        """The filter as the query of an address: without the place in the log, without what is empty."""
        known = {self.search_kwarg, *self.filters.form.fields}
        query = self.request.GET.copy()
        for name in list(query):
            values = [value for value in query.getlist(name) if value]
            if name in known and values:
                query.setlist(name, values)
            else:
                del query[name]
        return str(query.urlencode())

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [
            HeaderButton(
                pgettext("requests as they come", "Live"), url=reverse("requests:live"), icon_name="rotate", priority=10
            )
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return buttons(lambda form: f"{reverse('requests:export', args=[form])}?{self.filter_query}")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        query = self.filter_query
        context |= self._links | {
            "narrowed": bool(query),
            "filter_query": query,
            "searches": searches_of(self.request.user, query),
            "errors": [str(error) for errors in self.filters.form.errors.values() for error in errors],
        }
        context["media"] += STYLES
        return context


class RequestViewSet(ViewSet):
    name = "requests"
    icon = "table"

    def on_register(self) -> None:
        """Its places in the menu are given by wagtail_hooks."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Looking only. The searches people keep are theirs, not the log's."""
        return [
            path("", RequestIndexView.as_view(), name="index"),
            path("results/", RequestIndexView.as_view(results_only=True), name="index_results"),
            path("live/", LiveView.as_view(), name="live"),
            path("live/rows/", LiveRowsView.as_view(), name="live_rows"),
            re_path("^download/(?P<form>csv|xlsx)/$", ExportView.as_view(), name="export"),
            path("searches/", SavedSearchesView.as_view(), name="searches"),
            path("searches/save/", SaveSearchView.as_view(), name="save_search"),
            path("searches/<int:pk>/rename/", RenameSearchView.as_view(), name="rename_search"),
            path("searches/<int:pk>/delete/", DeleteSearchView.as_view(), name="delete_search"),
            re_path(f"^(?P<place>{PATTERN})/$", RequestView.as_view(), name="inspect"),
        ]


request_viewset = RequestViewSet()
