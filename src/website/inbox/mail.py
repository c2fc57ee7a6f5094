"""A visitor's message as the company reads it, and the receipt as the visitor does."""

from html import unescape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from wagtail.rich_text import get_text_for_indexing

from website.branding.models import BrandingSettings
from website.pages.contact import ContactPage
from website.snippets.contacts import Contacts

from .deliveries import Delivery
from .messages import Message


def letter(delivery: Delivery) -> EmailMessage:
    """In the language of the page the message was sent from."""
    message = delivery.message
    page = ContactPage.objects.filter(pk=message.page_id).first()
    with translation.override(message.language):
        made = _to_company(message, page) if delivery.kind == Delivery.Kind.COMPANY else _receipt(message, page)
    made.to = [delivery.address]
    # The same letter sent twice bears the same name, so mail programs can show it once.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    made.extra_headers["Message-ID"] = f"<{delivery.kind}-{message.pk}-{message.proof[:16]}@{domain}>"
    return made


def _to_company(message: Message, page: ContactPage | None) -> EmailMessage:
    """Answering it answers the sender."""
    return EmailMessage(
        subject=gettext("Message from the site: %(page)s") % {"page": page.title if page else gettext("contact")},
        body=render_to_string("website/mail/message.txt", {"page": page, "message": message}),
        reply_to=[message.sender] if message.sender else [],
    )


def _receipt(message: Message, page: ContactPage | None) -> EmailMessage:
    """Without the visitor's own words: whoever types a stranger's address must not write to them through us."""
    company = _company(page)
    words: dict[str, Any] = {"thanks": plain(page.thank_you_text) if page else "", "message": message, **company}
    answers_to = page.to_address if page else ""
    return EmailMessage(
        subject=gettext("We have your message: %(company)s") % {"company": company["name"]},
        body=render_to_string("website/mail/receipt.txt", words),
        reply_to=[answers_to] if answers_to else [],
        headers={"Auto-Submitted": "auto-replied"},  # RFC 3834: no answering machine answers this
    )


def _company(page: ContactPage | None) -> dict[str, Any]:
    site = page.get_site() if page else None
    brand = BrandingSettings.for_site(site) if site else None
    contacts: Contacts | None = brand.contacts.localized if brand and brand.contacts else None
    name = (brand.site_name if brand else "") or (contacts.legal_name if contacts else "") or settings.SITE_URL
    return {"name": name, "contacts": contacts}


def plain(rich_text: str) -> str:
    """Rich text as a letter shows it."""
    return unescape(str(get_text_for_indexing(rich_text))).strip()
