"""The company as schema.org describes one, for search engines."""

from typing import Any

from django.http import HttpRequest

from .company import Company
from .trades import SCHEMA_TYPES, Trade


def local_business(company: Company, request: HttpRequest) -> dict[str, Any]:
    """A LocalBusiness of the company's trade, with only what is known; empty without contacts."""
    contacts = company.contacts
    if contacts is None:
        return {}
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES[Trade(company.brand.trade)],
        "@id": request.build_absolute_uri("/") + "#company",
        "name": company.name,
        "legalName": contacts.legal_name,
        "url": request.build_absolute_uri("/"),
        "description": contacts.about,
        "telephone": contacts.phone,
        "email": contacts.email,
        "vatID": contacts.vat_number,
        "logo": request.build_absolute_uri(company.brand.logo.url) if company.brand.logo else "",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": contacts.address,
            "postalCode": contacts.postcode,
            "addressLocality": contacts.town,
            "addressRegion": contacts.province,
            "addressCountry": "IT",
        },
        "sameAs": [link["url"] for link in contacts.links],
        **(company.hours.timetable.structured_data if company.hours else {}),
    }
    if contacts.latitude is not None and contacts.longitude is not None:
        known["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(contacts.latitude),
            "longitude": float(contacts.longitude),
        }
    return {name: value for name, value in known.items() if value}
