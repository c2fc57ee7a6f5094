"""Where the screens about visitors' sources, misses, bots and probes are found."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem

from .addresses.addresses import AddressesView
from .addresses.probes import ProbesView
from .menu import LookingMenuItem
from .missing.create_redirect import CreateRedirectView
from .missing.not_found import NotFoundView
from .sources.bots import BotsView, BrowsersView
from .sources.sources import SourcesView

source_urls: list[URLPattern] = [
    path("not-found/", NotFoundView.as_view(), name="request_log_not_found"),
    path("not-found/redirect/", CreateRedirectView.as_view(), name="request_log_create_redirect"),
    path("sources/", SourcesView.as_view(), name="request_log_sources"),
    path("bots/", BotsView.as_view(), name="request_log_bots"),
    path("browsers/", BrowsersView.as_view(), name="request_log_browsers"),
    path("probes/", ProbesView.as_view(), name="request_log_probes"),
    path("addresses/", AddressesView.as_view(), name="request_log_addresses"),
]


def source_items() -> list[MenuItem]:
    def item(label: Promise, name: str, icon: str, order: int) -> MenuItem:
        url = reverse_lazy(f"request_log_{name}")
        return LookingMenuItem(label, url, name=f"request-log-{name}", icon_name=icon, order=order)

    return [
        item(pgettext_lazy("in the menu", "Not found"), "not_found", "circle-xmark", 5),
        item(_("Sources"), "sources", "link", 6),
        item(_("Bots"), "bots", "cogs", 9),
        item(_("Probes and sign-ins"), "probes", "warning", 10),
        item(_("Addresses"), "addresses", "globe", 11),
    ]
