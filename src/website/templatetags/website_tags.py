"""What the site's templates ask for beyond their page."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote_plus

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from website.branding.company import Company
from website.branding.json_ld import local_business
from website.branding.scrim import scrim_for
from website.dates import written
from website.hours.place import Place
from website.legal.facts import with_facts
from website.navigation.around import Around, around
from website.navigation.menu import Link
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours

register = template.Library()
# What could end a script element or begin a comment, as JSON writes it.
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def company(context: Context) -> Company:
    """The company whose site this is."""
    return Company.of(context["request"])


@register.simple_tag(takes_context=True)
def company_in_back_office(context: Context) -> Company:
    """The same, as far as the admin shows it."""
    return Company.in_back_office(context["request"])


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Around:
    """Menu, breadcrumb and languages of the page in the context, or of a view with `addresses` by language."""
    page = context.get("page")
    found = around(context["request"], page if isinstance(page, Page) else None)
    return found.at(context["addresses"]) if "addresses" in context else found


@register.simple_tag(takes_context=True)
def company_json_ld(context: Context) -> SafeString:
    """The company as JSON that is safe inside a script element."""
    return json_ld(local_business(Company.of(context["request"]), context["request"]))


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """What is known of `data`, as JSON that is safe inside a script element."""
    known = {name: value for name, value in data.items() if value}
    return mark_safe(json.dumps(known, ensure_ascii=False).translate(SCRIPT_ESCAPES))  # noqa: S308 -- escaped here


@register.simple_tag
def place(hours: OpeningHours) -> Place | None:
    """What a record of opening hours says, in the reader's language."""
    return Place.of(hours.pk)


@register.simple_tag(takes_context=True, name="with_facts")
def rich_text_with_facts(context: Context, text: str) -> SafeString:
    """Rich text, with the company's data for the words in braces."""
    return mark_safe(with_facts(expand_db_html(text), context["request"], context["page"]))  # noqa: S308 -- values escaped


@register.simple_tag(takes_context=True)
def link_to(context: Context, page: Page | None) -> Link | None:
    """Title and address of a chosen page in the reader's language; None where it cannot be visited."""
    here = context.get("page")
    request = context["request"]
    target = around(request, here if isinstance(here, Page) else None).counterpart(page)
    if target is None and page is not None and page.live:
        target = page.localized
    return Link(target.title, target.get_url(request) or "") if target else None


@register.filter
def localized(value: Any) -> Any:
    """A record in the reader's language, where it is translated."""
    return getattr(value, "localized", value) if value else value


@register.filter
def day(value: date, style: str = "j F Y") -> str:
    """A day as running text writes it in the reader's language."""
    return written(value, style)


@register.filter
def euro(amount: Decimal) -> str:
    """An amount in the reader's language, without cents where there are none."""
    figures = number_format(amount, 0 if amount == int(amount) else 2, use_l10n=True, force_grouping=True)
    return f"{figures} €" if get_language() == "it" else f"€{figures}"


@register.filter
def telephone(number: str) -> str:
    """What a `tel:` link needs of a phone number as people write it."""
    return "".join(character for character in number if character in "+0123456789")


@register.filter
def directions(contacts: Contacts) -> str:
    """A link that any phone opens in its map: by coordinates where they are known, else by address."""
    if contacts.latitude is not None and contacts.longitude is not None:
        return f"https://www.openstreetmap.org/?mlat={contacts.latitude}&mlon={contacts.longitude}&zoom=17"
    return map_search(f"{contacts.address}, {contacts.postcode} {contacts.town}")


@register.filter
def map_search(address: str) -> str:
    """A link that looks an address up on the map."""
    return f"https://www.openstreetmap.org/search?query={quote_plus(address)}"


@register.filter
def whatsapp_link(contacts: Contacts) -> str:
    """Opens a chat with the company; nothing is asked of WhatsApp before somebody follows it."""
    digits = "".join(character for character in contacts.whatsapp if character.isdigit())
    return f"https://wa.me/{digits}"


@register.simple_tag
def scrim(image: AbstractImage, cut: str, area: str = "bottom") -> str:
    """The class, beside `scrim`, of the shade that words on a photograph need; see css/scrim.css.

    `cut` is the smallest of the filters the picture is drawn with; `area` is a name in branding/scrim.py.
    """
    return f"scrim--{scrim_for(image, cut, area)}"
