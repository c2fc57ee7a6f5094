"""One load of a brand: everything in one transaction, or nothing."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Site

from .company import make_brand, make_company
from .pages import HOME, make_pages
from .photos import load_photos
from .scope import Scope
from .source import BrandError, Folder

WELCOME = "Welcome to your new Wagtail site!"


@dataclass
class Loaded:
    """What came of it; `already` means that the brand was there and nothing was touched."""

    name: str
    pages: int
    photos: int
    languages: list[str]
    already: bool


def load(path: Path) -> Loaded:
    """Build the site of the brand in the folder `path`.

    A brand that is there already is left as its editors made it. Raises BrandError for a mistake in the folder
    and for a site that has other content; the database and the stored files are then as before.
    """
    folder = Folder(path)
    languages = _languages(folder)
    scope = Scope(folder, languages, languages[0])
    try:
        # In English: what a model says about a value becomes part of our own sentence.
        with transaction.atomic(), translation.override("en"):
            return _load(scope)
    except BaseException:
        for file in scope.files:
            # A file not yet stored still has the name it came with: there is nothing to take back.
            if getattr(file, "_committed", False) and file.name:
                with suppress(OSError):
                    file.storage.delete(file.name)
        raise


def _load(scope: Scope) -> Loaded:
    # The lock makes a second load wait and then find this one's work.
    root = Page.objects.select_for_update().get(depth=1)
    name = scope.folder.brand.child("company").get("name", str)
    loaded = Loaded(name, len(scope.folder.pages), len(scope.folder.photos.data), scope.languages, already=True)
    if Page.objects.filter(translation_key=scope.identity("page", HOME)).exists():
        return loaded
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = _welcome(site)
    make_company(scope)
    scope.photos = load_photos(scope)
    homes = make_pages(scope, root)
    _point(site, homes[scope.languages[0]], name)
    if welcome:
        Page.objects.get(pk=welcome.pk).delete()
    make_brand(scope, site)
    loaded.already = False
    return loaded


def _languages(folder: Folder) -> list[str]:
    table = folder.brand.child("site")
    table.only(["languages", "form_recipient"])
    languages = table.get("languages", list)
    allowed = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    if not languages or len(set(languages)) < len(languages) or not set(languages) <= set(allowed):
        raise table.error("languages", f"is {languages!r}. Allowed, each once: {', '.join(allowed)}")
    folder.brand.only(["company", "site", "brand", "hours", "places"])
    return languages


def _welcome(site: Site) -> Page | None:
    """Wagtail's own first page, where nobody has touched it. Raises BrandError if the site has another home page."""
    if not site.pk or site.root_page.is_root():
        return None
    page = site.root_page
    untouched = page.title == WELCOME and page.specific_class is Page and not page.numchild
    if untouched and not page.revisions.exists():
        return page
    raise BrandError(
        f"The site {site.hostname} already has a home page, “{page.title}”, which this brand did not make. "
        "Load a brand into an empty database."
    )


def _point(site: Site, home: Page, name: str) -> None:
    address = urlsplit(settings.SITE_URL)
    site.root_page, site.site_name, site.hostname = home, name, address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
