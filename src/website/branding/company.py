"""What every page shows of the company, fetched once per request."""

from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from website.hours.place import Place
from website.snippets.carried import unpacked
from website.snippets.contacts import Contacts, with_links
from website.snippets.languages import in_readers_language
from website.snippets.opening_hours import with_spans

from .fonts import PAIRS, FontPair
from .icons import icon_version
from .models import BrandingSettings
from .site_css import version


class Company:
    """The brand of a request's site, with its contacts and hours in the reader's language."""

    def __init__(self, brand: BrandingSettings) -> None:
        self.brand = brand

    @classmethod
    def of(cls, request: HttpRequest) -> "Company":
        """The same object for the whole request."""
        if not hasattr(request, "_company"):
            request._company = cls(BrandingSettings.for_request(request))  # type: ignore[attr-defined] # kept for this request
        return request._company  # type: ignore[attr-defined]

    @classmethod
    def in_back_office(cls, request: HttpRequest) -> "Company":
        """The default site's name and icons: the admin is one for all sites.

        Contacts, hours and menus are most of what a brand costs, and are not shown there.
        """
        if hasattr(request, "_company"):
            return cls.of(request)
        if not hasattr(request, "_company_in_back_office"):
            brand = BrandingSettings.objects.filter(site__is_default_site=True).first() or BrandingSettings()
            found = cls.of(request) if brand.contacts_id and not brand.site_name else cls(brand)
            request._company_in_back_office = found  # type: ignore[attr-defined] # kept for this request
        return request._company_in_back_office  # type: ignore[attr-defined]

    @cached_property
    def name(self) -> str:
        return self.brand.site_name or (self.contacts.legal_name if self.contacts else "")

    @cached_property
    def contacts(self) -> Contacts | None:
        pk = self.brand.contacts_id
        return in_readers_language(unpacked(with_links(), self.brand.contacts_rows, pk), pk)

    @cached_property
    def hours(self) -> Place | None:
        return Place.among(unpacked(with_spans(), self.brand.hours_rows, self.brand.opening_hours_id))

    def branch(self, contacts: Contacts | None, hours: Place | None) -> "Company":
        """The same brand at another address, with that place's hours."""
        branch = Company(self.brand)
        branch.contacts, branch.hours = contacts, hours
        return branch

    @cached_property
    def stylesheet_url(self) -> str:
        return f"{reverse('website:site_css')}?v={version(self.brand)}"

    @cached_property
    def icons(self) -> dict[str, str]:
        """The addresses of the icons, by what a page calls them; `svg` only where the upload is one."""
        drawn = {"tab": "favicon.ico", "phone": "apple-touch-icon.png", "large": "icon-192.png"}
        version = icon_version(self.brand)
        icons = {use: f"{reverse('website:icon', args=[name])}?v={version}" for use, name in drawn.items()}
        if (self.brand.favicon.name or "").lower().endswith(".svg"):
            icons["svg"] = self.brand.favicon.url
        return icons

    @property
    def preloaded_fonts(self) -> list[str]:
        """The two files every page needs before its first line is drawn."""
        pair = PAIRS[FontPair(self.brand.fonts)]
        return [pair.display.file("latin"), pair.text.file("latin")]
