"""The company itself: its contacts and hours in every language, and the brand of its site."""

import re
from datetime import time

from wagtail.models import Locale, Site

from website.branding.models import BrandingSettings
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours, OpeningSpan

from .fields import check, fill
from .scope import Scope
from .source import Table

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


def make_contacts(scope: Scope) -> Contacts:
    """One record per language, linked as translations; returns the first language's."""
    table = scope.folder.brand.child("company")
    records = []
    for language in scope.languages:
        record = Contacts(locale=_locale(language), translation_key=scope.identity("contacts"))
        fill(record, table, scope.into(language), ["name"])
        check(record, table)
        record.save()
        records.append(record)
    return records[0]


def make_hours(scope: Scope) -> OpeningHours | None:
    """Like the contacts; None where the file has no hours."""
    if "hours" not in scope.folder.brand:
        return None
    table = scope.folder.brand.child("hours")
    records = []
    for language in scope.languages:
        record = OpeningHours(locale=_locale(language), translation_key=scope.identity("hours"))
        fill(record, table, scope.into(language), DAYS)
        check(record, table)
        record.spans = _spans(table)
        record.save()
        records.append(record)
    return records[0]


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


def make_brand(scope: Scope, site: Site, contacts: Contacts, hours: OpeningHours | None) -> None:
    """The settings of `site`."""
    settings = BrandingSettings.for_site(site)
    table = scope.folder.brand.child("brand")
    fill(settings, table, scope)
    settings.site_name = scope.folder.brand.child("company").get("name", str)
    settings.contacts, settings.opening_hours = contacts, hours
    check(settings, table)
    settings.save()


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
