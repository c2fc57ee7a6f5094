"""Words in braces that stand for the company's data: `{legal_name}`, or in Italian `{ragione_sociale}`.

A paragraph or a list's item with a placeholder that has no value is left out, and with a heading all that it heads.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
HEADINGS = ["h2", "h3", "h4"]


@dataclass(frozen=True)
class Placeholder:
    """`names` by language; the English one is its key."""

    names: dict[str, str]
    meaning: Promise

    @property
    def key(self) -> str:
        return self.names["en"]

    def in_language(self, language: str) -> str:
        return self.names.get(language, self.key)


def _placeholder(english: str, italian: str, meaning: Promise) -> Placeholder:
    return Placeholder({"en": english, "it": italian}, meaning)


PLACEHOLDERS = [
    _placeholder("legal_name", "ragione_sociale", _("The company's name, from its contacts.")),
    _placeholder("address", "indirizzo", _("Street, postcode and town, from the contacts.")),
    _placeholder("vat_number", "partita_iva", _("From the contacts.")),
    _placeholder("registration", "registro_imprese", _("The company register, from the contacts.")),
    _placeholder("email", "email", _("From the contacts, as a link.")),
    _placeholder("phone", "telefono", _("From the contacts, as a link.")),
    _placeholder("host", "hosting", _("Who hosts the site, from the contacts.")),
    _placeholder("site", "sito", _("The site's address, without https://.")),
    _placeholder("contact_page", "pagina_contatti", _("A link to the contact page.")),
    _placeholder("privacy_page", "pagina_privacy", _("A link to the privacy policy.")),
    _placeholder("cookie_page", "pagina_cookie", _("A link to the page on cookies.")),
    _placeholder("messages_kept", "durata_messaggi", _("How long messages are kept, from the brand's settings.")),
    _placeholder("addresses_kept", "durata_indirizzi", _("How long whole IP addresses stay in the request log.")),
    _placeholder("requests_kept", "durata_richieste", _("How long requests stay in the request log.")),
    _placeholder("if_form", "se_modulo", _("Prints nothing; without a contact page its paragraph or section goes.")),
]
KEYS = {name: placeholder.key for placeholder in PLACEHOLDERS for name in placeholder.names.values()}


def unknown(html: str) -> list[str]:
    """What looks like a placeholder and is none, in the text's order."""
    return [name for name in PLACEHOLDER.findall(html) if name not in KEYS]


def blanked(text: str) -> str:
    """`text` with dots where the data would stand."""
    return PLACEHOLDER.sub(lambda found: "" if KEYS.get(found[1]) == "if_form" else "…", text)


def filled(html: str, value_of: Callable[[str], str | None]) -> str:
    """`html` with each placeholder's value, which is HTML too; `value_of` a key is None where there is none."""
    values = {name: value_of(KEYS[name]) for name in set(PLACEHOLDER.findall(html)) if name in KEYS}
    missing = {name for name, value in values.items() if value is None}
    if missing:
        html = _without(html, missing)
    return PLACEHOLDER.sub(lambda found: _value(values, found), html)


def _value(values: dict[str, str | None], found: re.Match[str]) -> str:
    return values.get(found[1], found[0]) or ""


def _without(html: str, missing: set[str]) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all([*HEADINGS, "p", "li"]):
        if not element.decomposed and missing & set(PLACEHOLDER.findall(element.get_text())):
            for each in [element, *_headed(element)]:
                each.decompose()
    for gone in soup.find_all(["ul", "ol"]):
        if not gone.find("li"):
            gone.decompose()
    for heading in soup.find_all(HEADINGS):
        if not heading.decomposed and not list(_headed(heading)):
            heading.decompose()
    return str(soup)


def _headed(element: Tag) -> Iterator[Tag]:
    """What stands below a heading, up to the next one of its level or above."""
    if element.name in HEADINGS:
        for below in element.find_next_siblings():
            if below.name in HEADINGS and below.name <= element.name:
                break
            yield below
