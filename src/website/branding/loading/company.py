"""The company itself: its contacts and hours in every language, those of its branches, and the brand of its site."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Site

from website.branding.models import BrandingSettings
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours

from .fields import check, fill
from .hours import fill_hours
from .records import deleted, existing, put
from .scope import Scope
from .source import Mistakes, Table

COMPANY = "company"
ABOUT_THE_SITE = ["name", "trade"]  # of [company], what is kept with the brand
# What a branch shares with the company unless the file says otherwise.
SHARED = ["legal_name", "vat_number", "registration", "hosting"]

Fill = Callable[[Any, Table, Scope], set[str]]


def make_company(scope: Scope) -> None:
    """The contacts and hours of the company and of each branch; afterwards pages can name them."""
    brand = scope.folder.brand
    company = brand.child("company")
    scope.named = {Contacts: {}, OpeningHours: {}}
    mistakes = Mistakes()
    with mistakes.gather():
        scope.named[Contacts][COMPANY] = _put(Contacts, "contacts", company, scope, _fill_contacts)
    with mistakes.gather():
        if "hours" in brand:
            scope.named[OpeningHours][COMPANY] = _put(OpeningHours, "hours", brand.child("hours"), scope, fill_hours)
    with mistakes.gather():
        for name in brand.child("places").data if "places" in brand else []:
            with mistakes.gather():
                _make_place(name, brand.child("places").child(name), company, scope)
    mistakes.raise_any()


def _make_place(name: str, table: Table, company: Table, scope: Scope) -> None:
    table.only(["contacts", "hours"])
    if name == COMPANY:
        raise table.error("", "cannot be a branch's name: it means the company's own contacts and hours")
    if "contacts" in table:
        own = table.child("contacts")
        shared = {key: company.data[key] for key in SHARED if key in company}
        own = Table(own.file, {**shared, **own.data}, own.path)
        scope.named[Contacts][name] = _put(Contacts, f"place/{name}/contacts", own, scope, _fill_contacts)
    if "hours" in table:
        key = f"place/{name}/hours"
        scope.named[OpeningHours][name] = _put(OpeningHours, key, table.child("hours"), scope, fill_hours)


def _put(model: Any, key: str, table: Table, scope: Scope, fill_in: Fill) -> dict[str, Any]:
    """One record per language, linked as translations; without those that an editor has deleted."""
    identity = scope.identity(*key.split("/"))
    records = {}
    for language in scope.languages:
        here = scope.into(language).at(key)
        locale = Locale.objects.get_or_create(language_code=language)[0]
        asked = model(locale=locale, translation_key=identity)
        own_key = f"{key}/{language}"
        found, is_deleted = existing(model, own_key, here, translation_key=identity, locale=locale)
        if found:
            asked.pk, asked._state.adding = found.pk, False
        names = fill_in(asked, table, here)
        if is_deleted:
            deleted(own_key, f"{table.where()}: {model._meta.verbose_name} ({language})", here)
        else:
            records[language] = put(asked, names, found, own_key, table, here)
    return records


def _fill_contacts(record: Contacts, table: Table, scope: Scope) -> set[str]:
    mistakes, names = Mistakes(), set()
    with mistakes.gather():
        names = fill(record, table, scope, ABOUT_THE_SITE if scope.record == "contacts" else [])
    with mistakes.gather():
        check(record, table)
    mistakes.raise_any()
    return names


def make_brand(scope: Scope, site: Site) -> None:
    """The settings of `site`."""
    key = "brand"
    found = BrandingSettings.for_site(site)
    asked = BrandingSettings(pk=found.pk, site=site)
    asked._state.adding = False
    names = asked_brand(asked, scope)
    if key not in scope.before.records:
        scope.before.records[key] = {"pk": found.pk, "fields": {}}
        _forget(found)
    table = scope.folder.brand.child("brand")
    company = scope.folder.brand.child("company")
    table.elsewhere = {"site_name": (company, "name"), "trade": (company, "trade")}
    put(asked, names, found, key, table, scope)


def asked_brand(settings: BrandingSettings, scope: Scope) -> set[str]:
    """Set what the file says of the brand; returns the names of the fields. Raises BrandError."""
    company, table = scope.folder.brand.child("company"), scope.folder.brand.child("brand")
    mistakes, names = Mistakes(), {"site_name"}
    settings.site_name = company.get("name", str)
    for field, model in (("contacts", Contacts), ("opening_hours", OpeningHours)):
        record = scope.named[model].get(COMPANY, {}).get(scope.languages[0])
        if record:
            setattr(settings, field, record)
            names.add(field)
    with mistakes.gather():
        names |= fill(settings, table, scope.at("brand"))
    with mistakes.gather():
        check(settings, table, exclude=["site", "trade"])
        if "trade" in company:
            settings.trade = company.get("trade", str)
            names.add("trade")
            check(settings, company, exclude=["site"])
    mistakes.raise_any()
    return names


def _forget(settings: BrandingSettings) -> None:
    """As a new brand's: what another company's settings were is nobody's work."""
    for field in settings._meta.fields:
        if not field.primary_key and field.name != "site":
            setattr(settings, field.name, field.get_default())
