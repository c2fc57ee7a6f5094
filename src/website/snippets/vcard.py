"""The company as a card for a phone's address book (RFC 6350)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from wagtail.models import Site

from website.branding.models import BrandingSettings

from .contacts import Contacts

LINE = 75  # octets, without the line's end (RFC 6350, 3.2)


@require_safe
def vcard(request: HttpRequest, pk: int) -> HttpResponse:
    contacts = Contacts.objects.select_related("locale").filter(pk=pk).first()
    if contacts is None:
        raise Http404
    site = Site.find_for_request(request)
    name = (BrandingSettings.for_site(site).site_name if site else "") or contacts.legal_name
    if site and contacts.translation_key != _own_key(site):
        name = f"{name}, {contacts.town}"  # one of several places: an address book must tell them apart
    card = "".join(folded(line) for line in _lines(contacts, name, site.root_url if site else ""))
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "contacts"}.vcf"'
    return response


def _own_key(site: Site) -> UUID | None:
    """The identity of the site's own contacts, in whatever language."""
    own = BrandingSettings.for_site(site).contacts
    return own.translation_key if own else None


def _lines(contacts: Contacts, name: str, url: str) -> list[str]:
    address = ["", "", contacts.address, contacts.town, contacts.province, contacts.postcode, ""]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"UID:urn:uuid:{contacts.translation_key}",
        f"FN:{escaped(name)}",
        f"ORG:{escaped(contacts.legal_name)}",
        f"ADR;TYPE=work:{';'.join(escaped(part) for part in address)}",
        f"LANG:{contacts.locale.language_code}",
    ]
    if contacts.phone:
        lines.append(f'TEL;VALUE=uri;TYPE="work,voice":tel:{_dialled(contacts.phone)}')
    if contacts.whatsapp:
        lines.append(f'TEL;VALUE=uri;TYPE="work,cell,text":tel:{_dialled(contacts.whatsapp)}')
    if contacts.email:
        lines.append(f"EMAIL;TYPE=work:{escaped(contacts.email)}")
    if url:
        lines.append(f"URL:{url}")
    if contacts.latitude is not None and contacts.longitude is not None:
        lines.append(f"GEO:geo:{contacts.latitude},{contacts.longitude}")
    if contacts.about:
        lines.append(f"NOTE:{escaped(contacts.about)}")
    return [*lines, "END:VCARD"]


def escaped(text: str) -> str:
    """A value's own backslashes, separators and line ends (RFC 6350, 3.4)."""
    for character in "\\,;":
        text = text.replace(character, "\\" + character)
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A line cut where it grows too long, never inside a character; each part after the first begins with a space."""
    parts, room = [""], LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(" ")
            room = LINE - 1
        parts[-1] += character
        room -= size
    return "\r\n".join(parts) + "\r\n"


def _dialled(number: str) -> str:
    return "".join(character for character in number if character in "+0123456789")
