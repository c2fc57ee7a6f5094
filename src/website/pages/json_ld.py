"""Pages as schema.org describes them, for search engines."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.timezone import localtime

from website.branding.company import Company
from website.branding.json_ld import local_business
from website.navigation.around import around

from .calendar_file import address

if TYPE_CHECKING:
    from website.events.schedule import Occurrence

    from .article import ArticlePage
    from .base import BasePage
    from .event import EventPage
    from .place import PlacePage
    from .price_list import PriceListPage
    from .service import ServicePage

# The size of the picture in parts/head.html, so that it is cut once.
SOCIAL_SIZE = "fill-1200x630|format-jpeg"


def article(page: "ArticlePage", request: HttpRequest) -> dict[str, Any]:
    """An Article signed by its author, published by the company."""
    company = organization(request)
    return _page("Article", page, request) | {
        "inLanguage": around(request, page).language,
        "headline": page.title,
        "datePublished": page.date.isoformat(),
        "dateModified": localtime(page.last_published_at).isoformat() if page.last_published_at else None,
        "author": {"@type": "Person", "name": page.author} if page.author else company,
        "publisher": company,
        "mainEntityOfPage": page.full_url,
    }


def event(page: "EventPage", when: "Occurrence", request: HttpRequest) -> dict[str, Any]:
    """An Event on the date the page shows."""
    end = when.ends_at.isoformat() if when.ends else None
    return _page("Event", page, request) | {
        "inLanguage": around(request, page).language,
        "name": page.title,
        "startDate": when.starts_at.isoformat() if when.starts else when.first_day.isoformat(),
        "endDate": end if when.starts else when.last_day.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": page.place or page.title, "address": address(page, request)},
        "organizer": organization(request),
    }


def service(page: "ServicePage", request: HttpRequest) -> dict[str, Any]:
    """A Service of the company, with its price where the page says one."""
    price = {"@type": "PriceSpecification", "priceCurrency": "EUR", "valueAddedTaxIncluded": True}
    known = {"fixed": "price", "from": "minPrice"}.get(page.price_kind)
    offer = {"@type": "Offer", "priceSpecification": price | {known: f"{page.price:.2f}"}} if known else None
    return _page("Service", page, request) | {
        "name": page.title,
        "provider": organization(request),
        "offers": offer,
    }


def place(page: "PlacePage", branch: Company, request: HttpRequest) -> dict[str, Any]:
    """A LocalBusiness of its own, which belongs to the company."""
    own = {"name": f"{branch.name} – {page.title}", "@id": f"{page.full_url}#place"}
    known = {name: value for name, value in _page("LocalBusiness", page, request).items() if value}
    return local_business(branch, request) | known | own | {"parentOrganization": organization(request)}


def price_list(page: "PriceListPage", request: HttpRequest, prices: dict[str, Any]) -> dict[str, Any]:
    """`prices` are a Menu or an OfferCatalog, of the company."""
    whose = {"provider": organization(request)} if prices["@type"] == "Menu" else {}
    return _page(prices["@type"], page, request) | {"name": page.title} | whose | prices


def organization(request: HttpRequest) -> dict[str, Any]:
    """The company, by the identity that every page's own description gives it."""
    root = request.build_absolute_uri("/")
    return {"@type": "LocalBusiness", "@id": f"{root}#company", "name": Company.of(request).name, "url": root}


def _page(kind: str, page: "BasePage", request: HttpRequest) -> dict[str, Any]:
    picture = page.main_picture
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "url": page.full_url,
        "description": page.lead,
        "image": picture.get_rendition(SOCIAL_SIZE).full_url if picture else None,
    }
