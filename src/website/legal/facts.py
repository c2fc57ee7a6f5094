"""The values of the placeholders: what the site knows of its company."""

from typing import TYPE_CHECKING

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.translation import gettext, ngettext
from wagtail import hooks
from wagtail.models import Page

from website.branding.company import Company
from website.navigation.around import home_path

from .kinds import LegalKind
from .placeholders import filled

if TYPE_CHECKING:
    from website.snippets.contacts import Contacts

CONTACT = "contact"  # among the kinds of pages that a text leads to


def with_facts(html: str, request: HttpRequest, page: Page) -> str:
    """`html`, which stands on `page`, with the company's data in the reader's language."""
    return filled(html, Facts(request, page)) if "{" in html else html


class Facts:
    """Called with a placeholder's key, gives its value as HTML, None where there is none. Asks nothing beforehand."""

    def __init__(self, request: HttpRequest, page: Page) -> None:
        self.request, self.page = request, page
        self.company = Company.of(request)

    def __call__(self, key: str) -> str | None:
        contacts = self.company.contacts
        if key in ("legal_name", "vat_number", "registration"):
            return escape(getattr(contacts, key, "")) or None
        if key == "host":
            return escape(contacts.hosting) or None if contacts else None
        if key == "address":
            return escape(_address(contacts)) if contacts else None
        if key == "email" and contacts and contacts.email:
            return format_html('<a href="mailto:{0}">{0}</a>', contacts.email)
        if key == "phone" and contacts and contacts.phone:
            dialled = "".join(sign for sign in contacts.phone if sign in "+0123456789")
            return format_html('<a href="tel:{}">{}</a>', dialled, contacts.phone)
        if key == "site":
            return escape(self.request.get_host())
        if key == "messages_kept":
            return messages_kept(self.company.brand.messages_kept)
        for fact in hooks.get_hooks("legal_fact"):  # what other apps know: each is called with the key
            if value := fact(key):
                return escape(value)
        return self._of_a_page(key)

    def _of_a_page(self, key: str) -> str | None:
        kind = {"privacy_page": LegalKind.PRIVACY, "cookie_page": LegalKind.COOKIES}.get(key, CONTACT)
        page = self._pages.get(kind)
        if page is None or (kind == CONTACT and key not in ("contact_page", "if_form")):
            return None
        return "" if key == "if_form" else self._link(page)

    @cached_property
    def _pages(self) -> dict[str, Page]:
        """The language's legal pages by kind, and its contact page; one query."""
        near = Page.objects.live().filter(path__startswith=home_path(self.request, self.page))
        known = near.filter(Q(contactpage__isnull=False) | Q(legalpage__isnull=False))
        pages = known.annotate(kind=Coalesce("legalpage__kind", Value(CONTACT))).order_by("-path")
        return {page.kind: page for page in pages}

    def _link(self, page: Page) -> str:
        return format_html('<a href="{}">{}</a>', page.get_url(self.request) or "", page.title)


def messages_kept(months: int) -> str:
    """How long, as the middle of a sentence."""
    if not months:
        return gettext("for as long as answering takes; then we delete them by hand")
    return ngettext(
        "for %(months)s month after they arrive; then it deletes them by itself",
        "for %(months)s months after they arrive; then it deletes them by itself",
        months,
    ) % {"months": months}


def _address(contacts: "Contacts") -> str:
    province = f" ({contacts.province})" if contacts.province else ""
    return f"{contacts.address}, {contacts.postcode} {contacts.town}{province}"
