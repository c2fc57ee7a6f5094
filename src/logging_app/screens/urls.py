"""The addresses of the log's own screens, below `/admin/request-log/`."""

from django.urls import path

from .addresses.addresses import AddressesView
from .addresses.probes import ProbesView
from .errors.errors import ErrorsView, ExceptionView, ServerErrorView
from .figures.one_path import PathView
from .figures.overview import OverviewView
from .figures.pages import BandwidthView, PagesView, SlowPagesView
from .missing.create_redirect import CreateRedirectView
from .missing.not_found import NotFoundView
from .privacy.person import PersonDataView, PersonView
from .privacy.rules import RulesView
from .sources.bots import BotsView, BrowsersView
from .sources.countries import CountriesView
from .sources.landing import LandingView
from .sources.sources import SourcesView

urlpatterns = [
    path("errors/", ErrorsView.as_view(), name="request_log_errors"),
    path("errors/server/<int:pk>/", ServerErrorView.as_view(), name="request_log_server_error"),
    path("errors/exception/<int:pk>/", ExceptionView.as_view(), name="request_log_exception"),
    path("overview/", OverviewView.as_view(), name="request_log_overview"),
    path("pages/", PagesView.as_view(), name="request_log_pages"),
    path("pages/<int:path_id>/", PathView.as_view(), name="request_log_path"),
    path("slow/", SlowPagesView.as_view(), name="request_log_slow"),
    path("bandwidth/", BandwidthView.as_view(), name="request_log_bandwidth"),
    path("not-found/", NotFoundView.as_view(), name="request_log_not_found"),
    path("not-found/redirect/", CreateRedirectView.as_view(), name="request_log_create_redirect"),
    path("sources/", SourcesView.as_view(), name="request_log_sources"),
    path("sources/landing/", LandingView.as_view(), name="request_log_landing"),
    path("countries/", CountriesView.as_view(), name="request_log_countries"),
    path("bots/", BotsView.as_view(), name="request_log_bots"),
    path("browsers/", BrowsersView.as_view(), name="request_log_browsers"),
    path("probes/", ProbesView.as_view(), name="request_log_probes"),
    path("addresses/", AddressesView.as_view(), name="request_log_addresses"),
    path("rules/", RulesView.as_view(), name="request_log_rules"),
    path("person/", PersonView.as_view(), name="request_log_person"),
    path("person/data.csv", PersonDataView.as_view(), name="request_log_person_data"),
]
