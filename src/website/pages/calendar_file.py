"""Event pages as a file for calendar programs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_default_timezone, now

from website.branding.company import Company
from website.events.icalendar import CONTENT_TYPE, Entry, calendar

if TYPE_CHECKING:
    from .event import EventPage


def calendar_file(name: str, events: Iterable["EventPage"], request: HttpRequest, slug: str) -> HttpResponse:
    """Downloaded as `slug`.ics, or subscribed to at its address."""
    entries = [_entry(event, request) for event in events]
    # Django's default zone is a ZoneInfo of settings.TIME_ZONE.
    response = HttpResponse(calendar(name, entries, get_default_timezone()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _entry(event: "EventPage", request: HttpRequest) -> Entry:
    url = request.build_absolute_uri(event.get_url(request))
    return Entry(
        # The same in every edition of the file; one per language, for each language has its own page.
        uid=f"{event.pk}@{request.get_host().partition(':')[0]}",
        stamp=event.last_published_at or now(),
        summary=event.title,
        description=event.intro,
        location=", ".join(part for part in (event.place, address(event, request)) if part),
        url=url,
        schedule=event.schedule,
    )


def address(event: "EventPage", request: HttpRequest) -> str:
    """Where it takes place: its own address, else the company's."""
    contacts = Company.of(request).contacts
    own = f"{contacts.address}, {contacts.postcode} {contacts.town}" if contacts else ""
    return event.address or own
