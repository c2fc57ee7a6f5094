"""The company itself: its contacts and hours in every language, and the brand of its site."""

import re
from datetime import time

from django.db.models import Model
from wagtail.models import Locale, Site

from website.branding.models import BrandingSettings
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours, OpeningSpan

from .fields import check, fill
from .scope import Scope
from .source import Table

COMPANY = "company"
# What a branch shares with the company unless the file says otherwise.
SHARED = ["legal_name", "vat_number", "registration", "hosting"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


def make_company(scope: Scope) -> None:
    """The contacts and hours of the company and of each branch; afterwards pages can name them."""
    brand = scope.folder.brand
    company = brand.child("company")
    scope.named = {Contacts: {COMPANY: _contacts(scope, company, "contacts")}, OpeningHours: {}}
    if "hours" in brand:
        scope.named[OpeningHours][COMPANY] = _hours(scope, brand.child("hours"), "hours")
    for name in brand.child("places").data if "places" in brand else []:
        place = brand.child("places").child(name)
        place.only(["contacts", "hours"])
        if "contacts" in place:
            own = place.child("contacts")
            shared = {key: company.data[key] for key in SHARED if key in company}
            own = Table(own.file, {**shared, **own.data}, own.path)
            scope.named[Contacts][name] = _contacts(scope, own, "place", name, "contacts")
        if "hours" in place:
            scope.named[OpeningHours][name] = _hours(scope, place.child("hours"), "place", name, "hours")


def _contacts(scope: Scope, table: Table, *identity: str) -> dict[str, Model]:
    """One record per language, linked as translations."""
    records: dict[str, Model] = {}
    for language in scope.languages:
        record = Contacts(locale=_locale(language), translation_key=scope.identity(*identity))
        fill(record, table, scope.into(language), ["name"])
        check(record, table)
        record.save()
        records[language] = record
    return records


def _hours(scope: Scope, table: Table, *identity: str) -> dict[str, Model]:
    """Like the contacts."""
    records: dict[str, Model] = {}
    for language in scope.languages:
        record = OpeningHours(locale=_locale(language), translation_key=scope.identity(*identity))
        fill(record, table, scope.into(language), DAYS)
        check(record, table)
        record.spans = _spans(table)
        record.save()
        records[language] = record
    return records


def _spans(table: Table) -> list[OpeningSpan]:
    """The week's spans; one that closes before it opens closes the day after."""
    spans = []
    for weekday, day in enumerate(DAYS):
        for text in filter(str.strip, table.get(day, str, " ").split(",")):
            try:
                opens, closes = (time(int(hour), int(minute)) for hour, minute in _hours_and_minutes(text))
            except ValueError as error:
                problem = f"holds {text.strip()!r}. Allowed: hours like 9:00-12:30, 14:30-18:30"
                raise table.error(day, problem) from error
            spans.append(OpeningSpan(weekday=weekday, opens=opens, closes=closes, past_midnight=closes <= opens))
    return spans


def _hours_and_minutes(span: str) -> list[tuple[str, str]]:
    found = SPAN.fullmatch(span)
    return [(found[1], found[2]), (found[3], found[4])] if found else []


def make_brand(scope: Scope, site: Site) -> None:
    """The settings of `site`."""
    settings = BrandingSettings.for_site(site)
    table = scope.folder.brand.child("brand")
    fill(settings, table, scope)
    settings.site_name = scope.folder.brand.child("company").get("name", str)
    first = scope.languages[0]
    settings.contacts = scope.named[Contacts][COMPANY][first]
    settings.opening_hours = scope.named[OpeningHours].get(COMPANY, {}).get(first)
    check(settings, table)
    settings.save()


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
