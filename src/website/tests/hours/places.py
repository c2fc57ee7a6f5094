"""A room with its hours, alone or as a site's own, as an editor has left it."""

import json
from datetime import date, time
from typing import Any

from wagtail.models import Locale, Page, Site

from website.models import BrandingSettings, Contacts, HomePage, OpeningHours, OpeningSpan


def make_record() -> OpeningHours:
    """Open every day from 9 to 18, with nothing said about holidays."""
    record = OpeningHours(name="Sala", locale=_locale("it"))
    record.spans = [OpeningSpan(weekday=day, opens=time(9), closes=time(18)) for day in range(7)]
    record.save()
    return record


def make_site() -> OpeningHours:
    """A home page in Italian and English with such hours, and an English record that was never given times."""
    record = make_record()
    OpeningHours.objects.create(name="Room", locale=_locale("en"), translation_key=record.translation_key)
    contacts = Contacts.objects.create(
        legal_name="Prova", address="Via Prova 1", postcode="22066", town="Provate", locale=record.locale
    )
    home = HomePage(title="Prova", slug="it", hero_heading="Proviamo", locale=record.locale)
    Page.objects.get(depth=1).add_child(instance=home)
    home.copy_for_translation(_locale("en")).get_latest_revision().publish()
    site = Site.objects.get()
    site.root_page = home
    site.save()
    BrandingSettings.objects.update_or_create(site=site, defaults={"opening_hours": record, "contacts": contacts})
    return record


def closure(first: date, last: date, message: str) -> tuple[str, dict[str, Any]]:
    return "closure", {"first": first, "last": last, "every_year": False, "message": message}


def in_english(record: OpeningHours) -> OpeningHours:
    return OpeningHours.objects.get(translation_key=record.translation_key, locale__language_code="en")


def sent_to_the_browser(page: str) -> dict[str, Any]:
    """The first hours in a page's HTML."""
    data: dict[str, Any] = json.loads(page.split('type="application/json">')[1].split("</script>")[0])
    return data


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
